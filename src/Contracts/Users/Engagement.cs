namespace RtcCluster.Contracts.Users;

/// <summary>A time in which a user is engaged, as a calendar says; of what, nobody learns.</summary>
/// <param name="From">When it begins (UTC).</param>
/// <param name="Until">When it is over (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.Engagement")]
public sealed record Engagement([property: Id(0)] DateTimeOffset From, [property: Id(1)] DateTimeOffset Until);
