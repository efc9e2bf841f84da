using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using RtcCluster.Contracts.Edges;

namespace RtcCluster.Grains.Edges;

/// <summary>Takes what the directory of edges tells this silo.</summary>
internal sealed class EdgeRosterService(GrainId id, Silo silo, ILoggerFactory logs, EdgeRoster roster) : GrainService(id, silo, logs), IEdgeRosterService
{
    public Task Told(ImmutableArray<EdgeInfo> edges)
    {
        roster.Told(edges);
        return Task.CompletedTask;
    }
}
