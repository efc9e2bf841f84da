using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.ParkLots;

/// <summary>A call that wants to wait in a slot.</summary>
/// <param name="Call">The call.</param>
/// <param name="By">Who parks it.</param>
/// <param name="Slot">The number of the slot; null for any.</param>
/// <param name="Until">When it waits no longer (UTC).</param>
[GenerateSerializer, Immutable, Alias("rtc.ParkEntry")]
public sealed record ParkEntry(
    [property: Id(0)] CallId Call,
    [property: Id(1)] UserId By,
    [property: Id(2)] string? Slot,
    [property: Id(3)] DateTimeOffset Until);
