namespace RtcCluster.Cluster.Membership;

/// <summary>What a process does in the cluster; a Standalone does both.</summary>
[Flags]
public enum ClusterRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Holds state: loads the business grains.</summary>
    Core = 1,

    /// <summary>Holds sockets: loads only its <c>EdgeGrain</c>.</summary>
    Edge = 2,
}
