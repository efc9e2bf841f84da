namespace RtcCluster.Load.Runner.Servers;

/// <summary>A process of a cluster of the run's own.</summary>
/// <param name="Name">silo1, edge2 …</param>
/// <param name="ProcessId">Its process.</param>
/// <param name="Web">An edge's web address; a silo's address of health and metrics.</param>
internal sealed record ClusterNode(string Name, int ProcessId, Uri Web)
{
    /// <summary>Whether it holds sockets.</summary>
    public bool IsEdge => Name.StartsWith("edge", StringComparison.Ordinal);
}
