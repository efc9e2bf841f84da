using RtcCluster.Storage.History;

namespace RtcCluster.Storage.Subscriptions;

/// <summary>What one call counts for: made of its entry in the log once, and kept when that is erased. It names nobody.</summary>
public sealed record CallUsage
{
    /// <summary>The call.</summary>
    public required string CallId { get; init; }

    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>When the call ended (UTC).</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Where it came from and went to.</summary>
    public CallDirection Direction { get; init; }

    /// <summary>The trunk; empty for an internal call.</summary>
    public string Trunk { get; init; } = "";

    /// <summary>Milliseconds from answer to end.</summary>
    public long TalkMilliseconds { get; init; }

    /// <summary>The invoice that it is on; null while it is on none.</summary>
    public string? InvoiceId { get; init; }
}
