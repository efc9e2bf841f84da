using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>An offer from the queue's side.</summary>
/// <param name="Offer">Its number.</param>
/// <param name="Caller">Number of the caller's place.</param>
/// <param name="Phase">How far it has come.</param>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reason">Why it is over, when it is.</param>
/// <param name="Tries">How often the agent was told of this phase.</param>
[GenerateSerializer, Immutable, Alias("rtc.state.SeatSlot")]
internal sealed record SeatSlot(
    [property: Id(0)] long Offer,
    [property: Id(1)] long Caller,
    [property: Id(2)] SlotPhase Phase,
    [property: Id(3)] DateTimeOffset Since,
    [property: Id(4)] ReleaseReason Reason = ReleaseReason.Withdrawn,
    [property: Id(5)] int Tries = 1);
