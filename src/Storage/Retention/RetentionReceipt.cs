namespace RtcCluster.Storage.Retention;

/// <summary>That something was erased: what, when, by which rule. It names nobody.</summary>
public sealed record RetentionReceipt
{
    /// <summary>Order of writing; 0 for one that is not stored yet.</summary>
    public long Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>When it was erased.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What it was.</summary>
    public required RetentionKind Kind { get; init; }

    /// <summary>Its id.</summary>
    public required string ObjectId { get; init; }

    /// <summary>Whose rule it was and how many days: <c>queue 30</c>; <c>default</c> for the day that it was given when it was made.</summary>
    public required string Rule { get; init; }
}
