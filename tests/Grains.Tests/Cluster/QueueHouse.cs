using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>One house for all that is tested of queues as grains: a silo costs seconds.</summary>
[CollectionDefinition(Name)]
public sealed class QueueHouse : ICollectionFixture<GrainHouse>
{
    public const string Name = "queue house";

    /// <summary>Takes out of a queue whom a test that failed has left in it: the next one would fail of that, and say nothing of its own.</summary>
    internal static async Task Clear(IQueueGrain queue)
    {
        foreach (var place in (await queue.View())?.Places ?? [])
        {
            if (place.Call is { } call)
            {
                await queue.Leave(call, visit: 1);
            }
        }
    }
}
