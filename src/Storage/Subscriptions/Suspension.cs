namespace RtcCluster.Storage.Subscriptions;

/// <summary>A company's service is, or will be, suspended: no new calls but for help; those that go on end by themselves.</summary>
public sealed record Suspension
{
    /// <summary>Longest reason, in characters.</summary>
    public const int LongestReason = 500;

    /// <summary>When the company was told.</summary>
    public required DateTimeOffset ToldAt { get; init; }

    /// <summary>Since when, or from when on.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Why, as the company and its callers are told.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether it is in force.</summary>
    public bool IsInForce(DateTimeOffset now) => From <= now;
}
