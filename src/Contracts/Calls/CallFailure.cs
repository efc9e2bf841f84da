namespace RtcCluster.Contracts.Calls;

/// <summary>Why a call or leg could not be had, made where it happened.</summary>
/// <param name="SipCode">Final SIP response code, 400 to 699 (RFC 3261 §21).</param>
/// <param name="Text">A short text for the person, in English.</param>
/// <param name="Q850">ITU-T Q.850 cause, 1 to 127, when known.</param>
/// <param name="Result">How the call log names a call that ends for this reason.</param>
/// <param name="RetrySafe">True when the same attempt may succeed elsewhere, for example on the trunk's next peer.</param>
/// <param name="RetryAfterSeconds">Seconds that the caller is asked to wait, when known (RFC 3261 §20.33).</param>
[GenerateSerializer, Immutable, Alias("rtc.CallFailure")]
public sealed record CallFailure(
    [property: Id(0)] int SipCode,
    [property: Id(1)] string Text,
    [property: Id(2)] int? Q850 = null,
    [property: Id(3)] CallResult Result = CallResult.Failed,
    [property: Id(4)] bool RetrySafe = false,
    [property: Id(5)] int? RetryAfterSeconds = null);
