namespace RtcCluster.Grains.Rooms;

/// <summary>Where a caller of a room stands.</summary>
internal enum RoomStage
{
    /// <summary>The room was asked and has not answered yet.</summary>
    Asking = 0,

    /// <summary>The caller is asked for the PIN.</summary>
    Pin = 1,

    /// <summary>The caller is in.</summary>
    In = 2,

    /// <summary>The caller hears why the call ends.</summary>
    Farewell = 3,
}
