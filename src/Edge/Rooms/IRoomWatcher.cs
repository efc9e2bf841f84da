using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Edge.Rooms;

/// <summary>Somebody who is told who is in a conference room. Any thread.</summary>
internal interface IRoomWatcher
{
    /// <summary>Somebody came or left, was muted, or the room was locked.</summary>
    void Changed(RoomNews news);
}
