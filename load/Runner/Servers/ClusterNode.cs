using System.Net;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>A process of a cluster of the run's own.</summary>
/// <param name="Name">silo1, edge2 …</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Web">An edge's web address; a silo's address of health and metrics.</param>
/// <param name="Sip">Where an edge takes SIP; null for a silo.</param>
internal sealed record ClusterNode(string Name, int ProcessId, Uri Web, IPEndPoint? Sip)
{
    /// <summary>Whether it holds sockets.</summary>
    public bool IsEdge => Sip is not null;
}
