namespace RtcCluster.Storage.Directory;

/// <summary>A number that is rung for a user whose own devices did not take a call.</summary>
/// <param name="Number">An extension or a number outside.</param>
/// <param name="Seconds">How long it rings, 5 to 60.</param>
public sealed record FollowMeNumber(string Number, int Seconds);
