namespace RtcCluster.Sip.Agent;

/// <summary>What an agent counted since it was made, and what it holds now.</summary>
public sealed class SipAgentCounters
{
    /// <summary>Transactions held now.</summary>
    public int Transactions { get; internal set; }

    /// <summary>Legs held now, those that still finish their last transaction included.</summary>
    public int Legs { get; internal set; }

    /// <summary>Subscriptions served now.</summary>
    public int Subscriptions { get; internal set; }

    /// <summary>Requests received.</summary>
    public long Requests { get; internal set; }

    /// <summary>Responses received.</summary>
    public long Responses { get; internal set; }

    /// <summary>Messages that were retransmissions and were absorbed.</summary>
    public long Retransmissions { get; internal set; }

    /// <summary>Messages sent again by a timer.</summary>
    public long Resent { get; internal set; }

    /// <summary>Responses and ACKs that belong to nothing.</summary>
    public long Strays { get; internal set; }

    /// <summary>Requests refused with 503 because a bound was reached.</summary>
    public long Overloaded { get; internal set; }

    /// <summary>Requests refused by the rules of RFC 3261 §8.2 (400, 405, 415, 416, 420, 482, 483, 501).</summary>
    public long Refused { get; internal set; }

    /// <summary>Loops and merged requests (482).</summary>
    public long Loops { get; internal set; }

    /// <summary>In-dialog requests refused as being at the wrong time (481, 491, 500).</summary>
    public long OutOfTurn { get; internal set; }

    /// <summary>Transactions that timed out.</summary>
    public long TimedOut { get; internal set; }

    /// <summary>Sends that failed.</summary>
    public long SendFailures { get; internal set; }

    /// <summary>Challenges that we did not answer because no account is configured for their realm and sender.</summary>
    public long ForeignChallenges { get; internal set; }

    /// <summary>Header lines of the host that were dropped because they held CR, LF or NUL.</summary>
    public long DroppedLines { get; internal set; }

    /// <summary>Commands for legs or requests that are gone or in another state.</summary>
    public long LateCommands { get; internal set; }
}
