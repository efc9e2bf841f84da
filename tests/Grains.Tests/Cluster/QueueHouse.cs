namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>One house for all that is tested of queues as grains: a silo costs seconds.</summary>
[CollectionDefinition(Name)]
public sealed class QueueHouse : ICollectionFixture<GrainHouse>
{
    public const string Name = "queue house";
}
