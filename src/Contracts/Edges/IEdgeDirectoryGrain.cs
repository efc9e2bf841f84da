using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Edges;

/// <summary>Which edges are there and what they can do. One per cluster, key <see cref="Key"/>; durable, so that a restart finds its predecessors.</summary>
[Alias("rtc.IEdgeDirectoryGrain")]
public interface IEdgeDirectoryGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "edges";

    /// <summary>
    /// An edge is up, or takes nothing new from now on, or takes calls again. Earlier incarnations at the same silo endpoint, and those under the same name that membership calls dead, are told to
    /// expire (<see cref="IEdgeLeaseGrain.Expire"/>).
    /// </summary>
    /// <exception cref="EdgeNameTakenException">Another edge, which lives, has the name.</exception>
    [Alias("Announce")]
    Task Announce(EdgeInfo edge);

    /// <summary>An edge has ended in the ordinary way, or its lease ran out.</summary>
    [Alias("Withdraw")]
    Task Withdraw(EdgeId edge);

    /// <summary>Every edge that is up.</summary>
    [Alias("List"), ReadOnly]
    Task<ImmutableArray<EdgeInfo>> List();
}

/// <summary>An edge, as others see it.</summary>
/// <param name="Edge">This incarnation.</param>
/// <param name="Name">Its stable name (<c>Edge:Name</c>).</param>
/// <param name="PublicSipAddress">The host that phones reach it by; edges may share one (virtual address, balancer).</param>
/// <param name="AnchorsMedia">False for an edge that only signals.</param>
/// <param name="StartedAt">When it came up (UTC).</param>
/// <param name="Leaving">True while it takes nothing new: it is being drained, or stops.</param>
/// <param name="Stopping">True while its process ends: not even a telephone that it alone reaches is rung by it.</param>
[GenerateSerializer, Immutable, Alias("rtc.EdgeInfo")]
public sealed record EdgeInfo(
    [property: Id(0)] EdgeId Edge,
    [property: Id(1)] string Name,
    [property: Id(2)] string PublicSipAddress,
    [property: Id(3)] bool AnchorsMedia,
    [property: Id(4)] DateTimeOffset StartedAt,
    [property: Id(5)] bool Leaving = false,
    [property: Id(6)] bool Stopping = false);
