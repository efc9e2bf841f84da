using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Rooms;

/// <summary>Who is in a room now, for edges that watch it.</summary>
/// <param name="Room">The room.</param>
/// <param name="Version">Grows with each change; what is lower than what is known is late.</param>
/// <param name="Locked">Whether only moderators are let in.</param>
/// <param name="Members">Who is in it, the longest first.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomNews")]
public sealed record RoomNews(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] long Version,
    [property: Id(2)] bool Locked,
    [property: Id(3)] ImmutableArray<RoomMember> Members);
