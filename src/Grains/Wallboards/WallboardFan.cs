using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Wallboards;

namespace RtcCluster.Grains.Wallboards;

/// <summary>Collects changes of queues and agents of this process and tells each tenant's wallboard of many at once; a newer change replaces an older one. Any thread.</summary>
internal sealed class WallboardFan(IGrainFactory grains)
{
    private readonly Coalescer<TenantId, Waiting> _waiting = new((tenant, waiting) =>
        grains.GetGrain<IWallboardGrain>(IWallboardGrain.KeyOf(tenant)).Told(new WallboardNews([.. waiting.Queues.Values], [.. waiting.Agents.Values])).Ignore());

    /// <summary>Tells of a queue, soon.</summary>
    public void Tell(QueueChange change) => _waiting.Add(change.Queue.Tenant, change, static (waiting, change) =>
    {
        waiting.Queues[change.Queue] = change;
        return waiting.Count;
    });

    /// <summary>Tells of an agent, soon.</summary>
    public void Tell(AgentChange change) => _waiting.Add(change.Agent.Tenant, change, static (waiting, change) =>
    {
        waiting.Agents[change.Agent] = change;
        return waiting.Count;
    });

    private sealed class Waiting
    {
        public Dictionary<QueueId, QueueChange> Queues { get; } = [];

        public Dictionary<UserId, AgentChange> Agents { get; } = [];

        public int Count => Queues.Count + Agents.Count;
    }
}
