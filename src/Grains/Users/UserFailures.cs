using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Users;

/// <summary>Why a user cannot be reached.</summary>
internal static class UserFailures
{
    /// <summary>No such person, or no longer.</summary>
    public static CallFailure NoSuchUser { get; } = new(404, "There is no such user.", 1, CallResult.NoSuchNumber);

    /// <summary>The person does not want to be disturbed.</summary>
    public static CallFailure DoNotDisturb { get; } = new(480, "Not to be disturbed.", 20, CallResult.Unavailable);

    /// <summary>The person is in a call and wants no other.</summary>
    public static CallFailure Busy { get; } = new(486, "In another call.", 17, CallResult.Busy);

    /// <summary>The person does not want to hear of the caller, who learns no more than that.</summary>
    public static CallFailure Blocked { get; } = new(603, "Declined.", 21, CallResult.Declined);

    /// <summary>The person's calls outside are blocked by a case.</summary>
    public static CallFailure OutsideBlocked { get; } = new(403, "Calls outside are blocked because something looked like fraud; the user can say why it is none.", 21, CallResult.Refused);

    /// <summary>No device of the person can be reached.</summary>
    public static CallFailure NotRegistered { get; } = new(480, "No device is registered.", 20, CallResult.Unavailable);

    /// <summary>The devices of the person can be reached by edges alone that take nothing new.</summary>
    public static CallFailure EdgeLeaves { get; } = new(480, "The edge of the device takes nothing new.", 20, CallResult.Unavailable, RetrySafe: true);
}
