using Xunit;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>Tests that share one running edge.</summary>
[CollectionDefinition(Name)]
public sealed class EdgeCollection : ICollectionFixture<EdgeFixture>
{
    public const string Name = "one edge";
}
