using System.Collections.Immutable;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Wallboards;

/// <summary>What changed in a tenant within a moment, the newest of each.</summary>
/// <param name="Queues">Queues.</param>
/// <param name="Agents">Agents.</param>
[GenerateSerializer, Immutable, Alias("rtc.WallboardNews")]
public sealed record WallboardNews([property: Id(0)] ImmutableArray<QueueChange> Queues, [property: Id(1)] ImmutableArray<AgentChange> Agents);

/// <summary>A queue changed.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="Version">Grows with each change; what is lower than what is known is late.</param>
/// <param name="Card">How it is now, but for its agents; null when it was deleted.</param>
[GenerateSerializer, Immutable, Alias("rtc.QueueChange")]
public sealed record QueueChange([property: Id(0)] QueueId Queue, [property: Id(1)] long Version, [property: Id(2)] QueueCard? Card);
