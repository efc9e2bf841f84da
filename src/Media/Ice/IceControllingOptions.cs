namespace RtcCluster.Media.Ice;

/// <summary>What a controlling agent begins with. The timers are those of RFC 8489 §6.2 and RFC 7675 §5.1.</summary>
public sealed record IceControllingOptions
{
    /// <summary>The credentials that our description gave to the peer.</summary>
    public required IceCredentials Local { get; init; }

    /// <summary>The credentials of the peer's description.</summary>
    public required IceCredentials Remote { get; init; }

    /// <summary>The peer's one candidate.</summary>
    public required IceFlow Destination { get; init; }

    /// <summary>Random; decides a role conflict (RFC 8445 §5.2).</summary>
    public required ulong TieBreaker { get; init; }

    /// <summary>PRIORITY of our checks: that of the peer-reflexive candidate that they may discover.</summary>
    public uint Priority { get; init; } = IceCandidate.PriorityOf(IceCandidateKind.PeerReflexive, ushort.MaxValue, 1);

    /// <summary>Wait before the first repetition; each is twice as long as the one before (RTO).</summary>
    public TimeSpan RetransmissionTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a check is sent (Rc); 1 over TCP, which repeats by itself.</summary>
    public int Attempts { get; init; } = 7;

    /// <summary>Waits for the last one's answer, in units of <see cref="RetransmissionTimeout"/> (Rm).</summary>
    public int LastWait { get; init; } = 16;

    /// <summary>Wait for an answer over TCP (Ti).</summary>
    public TimeSpan StreamTimeout { get; init; } = TimeSpan.FromSeconds(39.5);

    /// <summary>Mean time between two consent checks; each is spread by a fifth around it.</summary>
    public TimeSpan ConsentInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Without an answer for this long consent is lost.</summary>
    public TimeSpan ConsentLifetime { get; init; } = TimeSpan.FromSeconds(30);
}
