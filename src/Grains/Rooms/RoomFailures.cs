using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>Why a room cannot be entered.</summary>
internal static class RoomFailures
{
    /// <summary>The caller came without a description and was forwarded before it was answered: there is nothing to answer it with on the way into a room.</summary>
    public static CallFailure NotMovable { get; } = new(503, "The call cannot be moved into a conference before it is answered.", 79, CallResult.Unavailable);

    /// <summary>The party offers anew while it is moved.</summary>
    public static CallFailure Moves { get; } = new(491, "The call is being moved.", 31);

    /// <summary>What a caller is told whom the room does not let in.</summary>
    public static CallFailure Of(RoomEntryStatus status) => status switch
    {
        RoomEntryStatus.Locked => new CallFailure(403, "The conference is locked.", 21, CallResult.Refused),
        RoomEntryStatus.Full => new CallFailure(486, "The conference is full.", 17, CallResult.Busy),
        RoomEntryStatus.WrongPin => new CallFailure(403, "Not the PIN of the conference.", 21, CallResult.Refused),
        RoomEntryStatus.Barred => new CallFailure(403, "Too many wrong PINs of the conference.", 21, CallResult.Refused),
        _ => new CallFailure(503, "The conference cannot be reached at present.", 41, CallResult.Unavailable),
    };
}
