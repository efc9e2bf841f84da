using System.Collections.Immutable;

namespace RtcCluster.Contracts.Google;

/// <summary>How a user's account of Google is.</summary>
/// <param name="IsOffered">Whether Google is set up here.</param>
/// <param name="Email">The account's address; null when none is connected.</param>
/// <param name="ConnectedAt">Since when it is connected.</param>
/// <param name="Parts">What is connected, part by part.</param>
/// <param name="SyncedAt">When contacts were last the same on both sides.</param>
/// <param name="IsReading">Whether contacts are being read now.</param>
/// <param name="Met">How many were read so far.</param>
/// <param name="Total">How many there are, as Google says; 0 when it does not.</param>
/// <param name="Linked">Contacts that are on both sides.</param>
[GenerateSerializer, Immutable, Alias("rtc.GoogleCard")]
public sealed record GoogleCard(
    [property: Id(0)] bool IsOffered,
    [property: Id(1)] string? Email,
    [property: Id(2)] DateTimeOffset? ConnectedAt,
    [property: Id(3)] ImmutableArray<GooglePart> Parts,
    [property: Id(4)] DateTimeOffset? SyncedAt,
    [property: Id(5)] bool IsReading,
    [property: Id(6)] int Met,
    [property: Id(7)] int Total,
    [property: Id(8)] int Linked);

/// <summary>One part of what is connected.</summary>
/// <param name="Name"><c>contacts</c>, <c>directory</c>, <c>calendar</c>, <c>meet</c>, <c>gmail</c> or <c>chat</c>.</param>
/// <param name="IsOn">Whether it works, as far as is known.</param>
/// <param name="Reason">Why not: <c>revoked</c>, <c>scope</c> (not allowed by the user), <c>disabled</c> (in Google's project), <c>throttled</c>, <c>away</c>, <c>refused</c> or <c>full</c>; null when it does.</param>
/// <param name="Since">Since when.</param>
[GenerateSerializer, Immutable, Alias("rtc.GooglePart")]
public sealed record GooglePart([property: Id(0)] string Name, [property: Id(1)] bool IsOn, [property: Id(2)] string? Reason, [property: Id(3)] DateTimeOffset? Since);
