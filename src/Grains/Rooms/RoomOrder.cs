namespace RtcCluster.Grains.Rooms;

/// <summary>All that a room wants of a call that is in it.</summary>
/// <param name="Number">Grows with each change; a call ignores what is not newer than what it knows.</param>
/// <param name="Muted">Whether nobody hears it.</param>
/// <param name="Removed">Whether it has to leave.</param>
[GenerateSerializer, Immutable, Alias("rtc.RoomOrder")]
internal sealed record RoomOrder([property: Id(0)] long Number, [property: Id(1)] bool Muted, [property: Id(2)] bool Removed);
