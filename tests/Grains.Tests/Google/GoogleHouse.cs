using RtcCluster.Grains.Tests.Cluster;

namespace RtcCluster.Grains.Tests.Google;

/// <summary>One house for all that is tested of Google's side as grains. Not that of the queues: what is left of a test here, a telephone or a meeting, would be a device or a state of their agents.</summary>
[CollectionDefinition(Name)]
public sealed class GoogleHouse : ICollectionFixture<GrainHouse>
{
    public const string Name = "google house";
}
