namespace RtcCluster.Browser.Tests.Cluster;

/// <summary>Tests that share one running Standalone and its browsers.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>
{
    public const string Name = "one cluster";
}
