using System.Collections.Immutable;
using Orleans.Concurrency;
using Orleans.Services;
using RtcCluster.Contracts.Edges;

namespace RtcCluster.Grains.Edges;

/// <summary>Where each silo's <see cref="EdgeRoster"/> is told of changes.</summary>
[Alias("RtcCluster.Grains.Edges.IEdgeRosterService")]
internal interface IEdgeRosterService : IGrainService
{
    /// <summary>These are the edges now.</summary>
    [Alias("Told"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    Task Told(ImmutableArray<EdgeInfo> edges);
}
