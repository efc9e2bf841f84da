using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.ParkLots;

namespace RtcCluster.Grains.ParkLots;

/// <summary>Why a call cannot be parked, or not be taken out of a slot.</summary>
internal static class ParkFailures
{
    /// <summary>The number is for transfers, or has no call.</summary>
    public static CallFailure NothingParked { get; } = new(480, "No call is parked there.", 20, CallResult.Unavailable);

    /// <summary>Only people of the company park calls.</summary>
    public static CallFailure NotYours { get; } = new(403, "Only the company's own people park calls.", 21, CallResult.Refused);

    /// <summary>What the one who parks is told when there is no slot.</summary>
    public static CallFailure Of(ParkStatus status) => status switch
    {
        ParkStatus.Taken => new CallFailure(486, "Another call is parked there.", 17, CallResult.Busy),
        ParkStatus.Full => new CallFailure(486, "A call is parked in each slot.", 17, CallResult.Busy),
        // Not 404: it would end the dialog that the REFER came in (RFC 5057 §5.1).
        ParkStatus.Unknown => new CallFailure(480, "There is no such slot.", 1, CallResult.NoSuchNumber),
        _ => new CallFailure(503, "No call can be parked at present.", 41, CallResult.Unavailable),
    };
}
