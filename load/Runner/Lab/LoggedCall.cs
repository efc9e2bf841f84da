namespace RtcCluster.Load.Runner.Lab;

/// <summary>An entry of the cluster's call log.</summary>
/// <param name="Id">The call.</param>
/// <param name="Result">answered, abandoned …</param>
/// <param name="EndedAt">When it ended (UTC).</param>
internal sealed record LoggedCall(string Id, string? Result, DateTimeOffset? EndedAt);
