using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Rooms;

/// <summary>What a room tells a call that is in it; sent after the room's turn, never awaited in it, and harmless when it comes twice.</summary>
[Alias("rtc.ICallRooming")]
internal interface ICallRooming : IGrainWithStringKey
{
    /// <summary>What is wanted of the call now.</summary>
    /// <returns>False when the call is not in the room with that ticket: the room takes it out, however the call's own message was lost.</returns>
    [Alias("Order"), ResponseTimeout("00:00:05")]
    Task<bool> Order(RoomId room, long ticket, RoomOrder order);
}
