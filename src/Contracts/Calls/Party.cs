using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>Who is at the end of a leg: what is shown, and who it was proven to be.</summary>
/// <param name="Number">Extension or E.164 number; what a call back would dial.</param>
/// <param name="Name">Display name, when known; from the directory for users, from the carrier for others.</param>
/// <param name="User">The user, when the leg is a user's device (proven by digest or by registration).</param>
/// <param name="Trunk">The trunk, when the leg comes from or goes to one.</param>
[GenerateSerializer, Immutable, Alias("rtc.Party")]
public sealed record Party(
    [property: Id(0)] string Number,
    [property: Id(1)] string? Name = null,
    [property: Id(2)] UserId? User = null,
    [property: Id(3)] TrunkId? Trunk = null);
