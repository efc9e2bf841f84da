using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>Why a room cannot be entered.</summary>
internal static class RoomFailures
{
    /// <summary>The caller's media is in a call already, and cannot be moved into a room's.</summary>
    public static CallFailure NotMovable { get; } = new(503, "Only a call that dials the room itself can enter it.", 79, CallResult.Unavailable);

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
