namespace RtcCluster.Storage.History;

/// <summary>A time in which an agent was doing one thing, as the agent's grain saved it.</summary>
public sealed record AgentWorkEntry
{
    /// <summary>The agent, <c>{tenant}/{name}</c>; with <see cref="Number"/> the entry's key.</summary>
    public required string AgentId { get; init; }

    /// <summary>Grows with each time of the agent.</summary>
    public required long Number { get; init; }

    /// <summary>The agent's tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>What the agent was doing.</summary>
    public AgentActivity Activity { get; init; }

    /// <summary>Why, for a pause; empty for all else.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The queue, <c>{tenant}/{name}</c>, whose caller it was about; null when there was none.</summary>
    public string? QueueId { get; init; }

    /// <summary>The queue's number of the offer.</summary>
    public long? Offer { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>What the call came to, for a wrap-up; empty when the agent said nothing.</summary>
    public string Disposition { get; init; } = "";
}
