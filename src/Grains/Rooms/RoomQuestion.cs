using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;

namespace RtcCluster.Grains.Rooms;

/// <summary>What a call asks a room within a turn: may the caller come in?</summary>
/// <param name="Room">The room.</param>
/// <param name="Entry">Who is at the door.</param>
internal sealed record RoomQuestion(RoomId Room, RoomEntry Entry);
