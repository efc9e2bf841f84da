namespace RtcCluster.Contracts.Users;

/// <summary>A number that is rung for a user whose own devices did not take the call.</summary>
/// <param name="Number">An extension or a number outside.</param>
/// <param name="Seconds">How long it rings.</param>
[GenerateSerializer, Immutable, Alias("rtc.FollowStep")]
public sealed record FollowStep([property: Id(0)] string Number, [property: Id(1)] int Seconds);
