using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Rooms;

/// <summary>A room now.</summary>
/// <param name="Room">The room.</param>
/// <param name="Settings">How it is set up; the defaults when nobody has set it up.</param>
/// <param name="Version">The version of the settings; 0 when nobody has set it up.</param>
/// <param name="Locked">Whether it is locked.</param>
/// <param name="Members">Who is in it, the longest first.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomView")]
public sealed record RoomView(
    [property: Id(0)] RoomId Room,
    [property: Id(1)] RoomSettings Settings,
    [property: Id(2)] int Version,
    [property: Id(3)] bool Locked,
    [property: Id(4)] ImmutableArray<RoomMember> Members);

/// <summary>A member of a room.</summary>
/// <param name="Call">The member's call.</param>
/// <param name="Who">Who it is.</param>
/// <param name="IsModerator">Whether the member may lock the room and mute others.</param>
/// <param name="IsMuted">Whether nobody hears it.</param>
/// <param name="Since">When it came in (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomMember")]
public sealed record RoomMember(
    [property: Id(0)] CallId Call,
    [property: Id(1)] Party Who,
    [property: Id(2)] bool IsModerator,
    [property: Id(3)] bool IsMuted,
    [property: Id(4)] DateTimeOffset Since);
