namespace RtcCluster.Interop.Tests.Cluster;

/// <summary>Tests that share one running Standalone.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "one cluster";
}
