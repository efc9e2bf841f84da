namespace RtcCluster.Storage.Retention;

/// <summary>One sweep of a tenant: how far it is while it goes on, and its report when it is over.</summary>
public sealed record RetentionSweep
{
    /// <summary>Order of beginning; 0 for one that is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was over; null while it goes on, and for one whose process died.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Things that were looked at.</summary>
    public int Examined { get; init; }

    /// <summary>Of them erased.</summary>
    public int Erased { get; init; }

    /// <summary>Of them due, and held by a legal case.</summary>
    public int Held { get; init; }

    /// <summary>Of them due, and not to be erased now: the next sweep tries again.</summary>
    public int Failed { get; init; }
}
