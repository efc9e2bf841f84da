using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Edges;

/// <summary>The edges that the cluster knows; durable, so that a restart finds its predecessors.</summary>
[GenerateSerializer, Alias("rtc.state.EdgeDirectory")]
internal sealed class EdgeDirectoryState
{
    /// <summary>Edges that are up.</summary>
    [Id(0)]
    public List<EdgeInfo> Edges { get; set; } = [];

    /// <summary>Edges that are known to be gone and whose lease has not been told yet.</summary>
    [Id(1)]
    public List<EdgeId> Gone { get; set; } = [];
}
