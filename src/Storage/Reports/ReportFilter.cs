namespace RtcCluster.Storage.Reports;

/// <summary>What a report is about; what is null does not matter.</summary>
public sealed record ReportFilter
{
    /// <summary>The tenant.</summary>
    public required string TenantId { get; init; }

    /// <summary>From this moment on; reports of intervals begin with the interval that it lies in.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Before this moment; reports of intervals end with the interval that it lies in.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>The queue, <c>{tenant}/{name}</c>.</summary>
    public string? QueueId { get; init; }

    /// <summary>The agent or user, <c>{tenant}/{name}</c>.</summary>
    public string? UserId { get; init; }
}
