using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Users;

/// <summary>Why a user cannot be reached.</summary>
internal static class UserFailures
{
    /// <summary>No such person, or no longer.</summary>
    public static CallFailure NoSuchUser { get; } = new(404, "There is no such user.", 1, CallResult.NoSuchNumber);

    /// <summary>No device of the person can be reached.</summary>
    public static CallFailure NotRegistered { get; } = new(480, "No device is registered.", 20, CallResult.Unavailable);
}
