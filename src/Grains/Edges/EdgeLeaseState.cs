using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Edges;

/// <summary>The durable half of a lease: whose it is and which calls the edge carries. The heartbeat is not stored.</summary>
[GenerateSerializer, Alias("rtc.state.EdgeLease")]
internal sealed class EdgeLeaseState
{
    /// <summary>The edge; null before the lease was opened and after it has ended.</summary>
    [Id(0)]
    public EdgeInfo? Edge { get; set; }

    /// <summary>True when the lease is lost: the calls are being told.</summary>
    [Id(1)]
    public bool Lost { get; set; }

    /// <summary>Calls that the edge carries.</summary>
    [Id(2)]
    public HashSet<CallId> Calls { get; set; } = [];

    /// <summary>Which activation wrote it last: whoever finds another one here is not the one that renewals come to.</summary>
    [Id(3)]
    public Guid Term { get; set; }
}
