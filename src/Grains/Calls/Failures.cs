using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Calls;

/// <summary>The ways in which the call itself fails an attempt, and how a failure is named in the call log.</summary>
internal static class Failures
{
    /// <summary>Nothing was dialled, or too much.</summary>
    public static CallFailure AddressIncomplete { get; } = new(484, "The number is empty or too long.", 28, CallResult.NoSuchNumber);

    /// <summary>A chain of redirections has no end.</summary>
    public static CallFailure Loop { get; } = new(482, "The number is redirected in a loop.", 25);

    /// <summary>No device can be reached.</summary>
    public static CallFailure NoDevice { get; } = new(480, "No device can be reached.", 20, CallResult.Unavailable);

    /// <summary>A newer line than this process knows.</summary>
    public static CallFailure NotSupported { get; } = new(501, "This version cannot serve the number.", 79);

    /// <summary>Nobody answered in time.</summary>
    public static CallFailure NoAnswer { get; } = new(480, "Nobody answered.", 19, CallResult.NoAnswer);

    /// <summary>A peer gave no sign of life.</summary>
    public static CallFailure PeerSilent { get; } = new(408, "The peer does not answer.", 102, CallResult.Failed, RetrySafe: true);

    /// <summary>An answer without a description.</summary>
    public static CallFailure NoDescription { get; } = new(488, "The answer has no session description.", 88);

    /// <summary>An edge that is being stopped takes no new leg.</summary>
    public static CallFailure Draining { get; } = new(503, "The edge is being stopped.", 42, CallResult.Failed, RetrySafe: true, RetryAfterSeconds: 5);

    /// <summary>The edge that rang a device is gone, and no other can ring it.</summary>
    public static CallFailure EdgeGone { get; } = new(503, "The edge that rang the device is gone.", 27, CallResult.Unavailable, RetrySafe: true);

    /// <summary>No edge carries media.</summary>
    public static CallFailure NoAnchor { get; } = new(503, "No edge can carry the call.", 34, CallResult.Failed, RetrySafe: true, RetryAfterSeconds: 5);

    /// <summary>The directory cannot be asked at present.</summary>
    public static CallFailure NoRoute { get; } = new(503, "The number cannot be looked up at present.", 41, CallResult.Failed, RetrySafe: true, RetryAfterSeconds: 5);

    /// <summary>The call never got through.</summary>
    public static CallFailure SetupTimeout { get; } = new(504, "The call could not be set up in time.", 102);

    /// <summary>The person at the device does not want the call.</summary>
    public static CallFailure Declined { get; } = new(603, "Declined.", 21, CallResult.Declined);

    /// <summary>How the call log names a call that ends for a failure.</summary>
    /// <remarks>What the maker of the failure said counts; a plain <see cref="CallResult.Failed"/> is made more precise by the SIP code.</remarks>
    public static CallResult ResultOf(CallFailure failure) => failure.Result is not (CallResult.Failed or CallResult.InProgress)
        ? failure.Result
        : failure.SipCode switch
        {
            486 or 600 => CallResult.Busy,
            403 or 603 => CallResult.Declined,
            404 or 410 or 484 or 604 => CallResult.NoSuchNumber,
            480 => CallResult.Unavailable,
            487 => CallResult.Cancelled,
            _ => CallResult.Failed,
        };

    /// <summary>The cause that goes with a leg that ended for a failure.</summary>
    public static EndCause CauseOf(CallFailure failure) => new(EndKind.Failed, failure.SipCode, failure.Q850, failure.Text);
}
