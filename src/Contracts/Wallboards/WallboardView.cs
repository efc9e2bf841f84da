using System.Collections.Immutable;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Wallboards;

/// <summary>How far a wallboard has come.</summary>
/// <param name="Activation">Another one has counted anew.</param>
/// <param name="Number">Grows by one with each change.</param>
[GenerateSerializer, Immutable, Alias("rtc.WallboardMark")]
public sealed record WallboardMark([property: Id(0)] long Activation, [property: Id(1)] long Number);

/// <summary>A whole wallboard.</summary>
/// <param name="Mark">As of this change.</param>
/// <param name="Queues">The queues.</param>
/// <param name="Agents">The agents.</param>
[GenerateSerializer, Immutable, Alias("rtc.WallboardView")]
public sealed record WallboardView(
    [property: Id(0)] WallboardMark Mark,
    [property: Id(1)] ImmutableArray<QueueCard> Queues,
    [property: Id(2)] ImmutableArray<AgentCard> Agents);

/// <summary>A change of a wallboard; an edge that misses one asks for the whole.</summary>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Mark">After this change.</param>
/// <param name="Queues">Queues as they are now.</param>
/// <param name="QueuesGone">Queues that were deleted.</param>
/// <param name="Agents">Agents as they are now.</param>
/// <param name="AgentsGone">Users who are no agents any more.</param>
[GenerateSerializer, Immutable, Alias("rtc.WallboardChange")]
public sealed record WallboardChange(
    [property: Id(0)] TenantId Tenant,
    [property: Id(1)] WallboardMark Mark,
    [property: Id(2)] ImmutableArray<QueueCard> Queues,
    [property: Id(3)] ImmutableArray<string> QueuesGone,
    [property: Id(4)] ImmutableArray<AgentCard> Agents,
    [property: Id(5)] ImmutableArray<string> AgentsGone);
