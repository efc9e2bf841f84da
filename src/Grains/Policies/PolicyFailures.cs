using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Policies;

/// <summary>Why documents keep a call from beginning.</summary>
internal static class PolicyFailures
{
    /// <summary>A material change was not accepted in time.</summary>
    public static CallFailure NotAccepted { get; } = new(403, "The terms have changed: sign in to the web app and accept them, then call again.", 21, CallResult.Refused);
}
