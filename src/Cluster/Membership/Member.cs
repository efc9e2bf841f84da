namespace RtcCluster.Cluster.Membership;

/// <summary>A process of the cluster as this process sees it.</summary>
/// <param name="Address">Its address with the incarnation in it: a restarted process has another one.</param>
/// <param name="Roles">What it does.</param>
/// <param name="Name">The stable name it runs under.</param>
/// <param name="Status">Its place in a silo's life.</param>
public sealed record Member(SiloAddress Address, ClusterRoles Roles, string Name, SiloStatus Status)
{
    /// <summary>The key of its <c>EdgeGrain</c>.</summary>
    public string EdgeKey => Address.ToParsableString();
}
