using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Queues;

/// <summary>An agent who serves a queue.</summary>
/// <param name="Agent">The agent.</param>
/// <param name="Order">Place among the members, lowest first; members of the same order stand by name. 0 to 1,000,000.</param>
/// <param name="Weight">Chance under <see cref="QueueStrategy.WeightedRandom"/>, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueMember")]
public sealed record QueueMember([property: Id(0)] UserId Agent, [property: Id(1)] int Order = 0, [property: Id(2)] int Weight = 1);
