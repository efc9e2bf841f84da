using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>The call waits in a queue, talks with one of its agents, or has done so.</summary>
[GenerateSerializer, Alias("rtc.state.QueueVisit")]
internal sealed class QueueVisit
{
    /// <summary>The queue.</summary>
    [Id(0)]
    public QueueId Queue { get; set; }

    /// <summary>Which visit of the call it is.</summary>
    [Id(1)]
    public int Number { get; set; }

    /// <summary>The leg that waits.</summary>
    [Id(2)]
    public LegId Caller { get; set; }

    /// <summary>Redirections up to here.</summary>
    [Id(3)]
    public int Hops { get; set; }

    /// <summary>Offers that were heard of: none is rung twice.</summary>
    [Id(4)]
    public HashSet<long> Heard { get; set; } = [];

    /// <summary>The offer that was answered.</summary>
    [Id(5)]
    public long? Offer { get; set; }

    /// <summary>The leg of the agent who answered; until the queue has agreed nobody is connected.</summary>
    [Id(6)]
    public LegId? Agent { get; set; }

    /// <summary>True when the two talk.</summary>
    [Id(7)]
    public bool Talking { get; set; }

    /// <summary>How the visit ended, as the queue was told; null while it goes on.</summary>
    [Id(8)]
    public VisitEnd? End { get; set; }

    /// <summary>Agents who are being rung, each for an offer of its own.</summary>
    [Id(9)]
    public List<RingAttempt> Offers { get; set; } = [];

    /// <summary>The queue's name for people.</summary>
    [Id(90)]
    public string Name { get; set; } = "";

    /// <summary>Since when the caller waits.</summary>
    [Id(91)]
    public DateTimeOffset Since { get; set; }

    /// <summary>How many seconds the caller had waited when the agent who answered was rung.</summary>
    [Id(92)]
    public int Waited { get; set; }

    /// <summary>The last announcement that was heard of: none is said twice.</summary>
    [Id(60)]
    public int Announced { get; set; }

    /// <summary>What the caller is being told, and then what comes next.</summary>
    [Id(61)]
    public List<QueueSaying> Announcements { get; set; } = [];

    /// <summary>The blob of the music that the caller hears; null: the hold music.</summary>
    [Id(62)]
    public string? Music { get; set; }

    /// <summary>True while the caller waits.</summary>
    public bool Waits => End is null && !Talking;
}

/// <summary>How a visit ends for the queue.</summary>
[GenerateSerializer, Alias("rtc.state.VisitEnd")]
internal enum VisitEnd
{
    /// <summary>The caller left.</summary>
    CallerLeft = 0,

    /// <summary>The agent left a call that goes on.</summary>
    AgentLeft = 1,
}
