namespace RtcCluster.Storage.History;

/// <summary>One offer of a queue's caller to one agent, as a projection of the call's ledger.</summary>
public sealed record QueueOfferEntry
{
    /// <summary>The call; with <see cref="Visit"/> and <see cref="Offer"/> the entry's key.</summary>
    public required string CallId { get; init; }

    /// <summary>Which visit of the call it was made in.</summary>
    public required int Visit { get; init; }

    /// <summary>The queue's number of it.</summary>
    public required long Offer { get; init; }

    /// <summary>The call's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>The queue, <c>{tenant}/{name}</c>.</summary>
    public required string QueueId { get; init; }

    /// <summary>The agent, <c>{tenant}/{name}</c>.</summary>
    public required string AgentId { get; init; }

    /// <summary>When the agent's devices were rung.</summary>
    public required DateTimeOffset OfferedAt { get; init; }

    /// <summary>When that was over.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What became of it.</summary>
    public OfferOutcome Outcome { get; init; }
}
