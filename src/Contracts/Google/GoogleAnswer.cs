namespace RtcCluster.Contracts.Google;

/// <summary>What became of what a user asked of Google.</summary>
/// <param name="Reason">
/// Null when it was done; else why not: <c>unconnected</c> (there is no account), <c>revoked</c>, <c>scope</c> (not allowed by the user), <c>disabled</c> (in Google's project), <c>throttled</c>, <c>away</c> or <c>refused</c>.
/// </param>
/// <param name="RetryAfter">When it may be asked again, where later it may be done.</param>
/// <param name="Link">What was made, where there is something to go to.</param>
[GenerateSerializer, Immutable, Alias("rtc.GoogleAnswer")]
public sealed record GoogleAnswer([property: Id(0)] string? Reason, [property: Id(1)] TimeSpan? RetryAfter = null, [property: Id(2)] Uri? Link = null);
