using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Rooms;

/// <summary>All that a room wants of a call that is in it.</summary>
/// <param name="Number">Grows with each change; a call ignores what is not newer than what it knows.</param>
/// <param name="Muted">Whether nobody hears it.</param>
/// <param name="Removed">Whether it has to leave.</param>
/// <param name="Anchor">The edge that mixes the room; null of a silo that is a version behind.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomOrder")]
internal sealed record RoomOrder([property: Id(0)] long Number, [property: Id(1)] bool Muted, [property: Id(2)] bool Removed, [property: Id(3)] EdgeId? Anchor = null);
