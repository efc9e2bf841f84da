using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Queues;

/// <summary>What a call is to do that calls somebody back.</summary>
/// <param name="Agent">Who is rung first.</param>
/// <param name="Number">The number that is called then.</param>
/// <param name="RingTime">How long the agent is rung.</param>
/// <param name="Name">The queue's name for people.</param>
/// <param name="Since">Since when the caller waits.</param>
[GenerateSerializer, Immutable, Alias("rtc.acd.CallBackOrder")]
internal sealed record CallBackOrder(
    [property: Id(0)] UserId Agent,
    [property: Id(1)] string Number,
    [property: Id(2)] TimeSpan RingTime,
    [property: Id(3)] string Name,
    [property: Id(4)] DateTimeOffset Since);
