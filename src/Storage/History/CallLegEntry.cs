namespace RtcCluster.Storage.History;

/// <summary>One leg of a call, as a projection of the call's ledger: a party's connection from the first signal to its end.</summary>
public sealed record CallLegEntry
{
    /// <summary>The call; with <see cref="Leg"/> the entry's key.</summary>
    public required string CallId { get; init; }

    /// <summary>Number of the leg in the call, from 1.</summary>
    public required int Leg { get; init; }

    /// <summary>The call's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>What the party was in the call.</summary>
    public LegRole Role { get; init; }

    /// <summary>The party's number.</summary>
    public string Number { get; init; } = "";

    /// <summary>The party's name, empty when nobody told it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The user, <c>{tenant}/{name}</c>; null for somebody outside.</summary>
    public string? UserId { get; init; }

    /// <summary>The trunk, <c>{tenant}/{name}</c>; null for a user's device.</summary>
    public string? TrunkId { get; init; }

    /// <summary>The queue, <c>{tenant}/{name}</c>, whose caller the leg was rung for; null for every other leg.</summary>
    public string? QueueId { get; init; }

    /// <summary>The call that the party came over from; null for a leg that began here.</summary>
    public string? JoinedFrom { get; init; }

    /// <summary>When the INVITE came or went out, or the party came over.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it rang.</summary>
    public DateTimeOffset? RingingAt { get; init; }

    /// <summary>When it was answered.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Milliseconds from answer to end, holds among them.</summary>
    public long TalkMilliseconds { get; init; }

    /// <summary>Milliseconds of it in which this party held the other.</summary>
    public long HoldMilliseconds { get; init; }

    /// <summary>Why it ended in one word (hangup, peerEnded, transferred, ringTimeout …); empty while it goes on.</summary>
    public string EndKind { get; init; } = "";

    /// <summary>SIP status that ended it; null when a BYE did.</summary>
    public int? EndSipCode { get; init; }

    /// <summary>Q.850 cause that ended it.</summary>
    public int? EndQ850 { get; init; }
}
