using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Wallboards;

namespace RtcCluster.Grains.Wallboards;

/// <summary>Collects changes of queues and agents of this process and tells each tenant's wallboard of many at once. Any thread.</summary>
/// <remarks>One message per tenant and 50 ms, or as soon as 100 wait, as <see cref="Users.PresenceFan"/>; a newer change replaces an older one.</remarks>
internal sealed class WallboardFan(IGrainFactory grains)
{
    private const int MostTogether = 100;
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, Waiting> _waiting = [];

    /// <summary>Tells of a queue, soon.</summary>
    public void Tell(QueueChange change) => Tell(change.Queue.Tenant, waiting => waiting.Queues[change.Queue] = change);

    /// <summary>Tells of an agent, soon.</summary>
    public void Tell(AgentChange change) => Tell(change.Agent.Tenant, waiting => waiting.Agents[change.Agent] = change);

    private void Tell(TenantId tenant, Action<Waiting> add)
    {
        var first = false;
        var full = false;
        lock (_lock)
        {
            if (!_waiting.TryGetValue(tenant, out var waiting))
            {
                _waiting[tenant] = waiting = new Waiting();
                first = true;
            }

            add(waiting);
            full = waiting.Queues.Count + waiting.Agents.Count >= MostTogether;
        }

        if (full)
        {
            Send(tenant);
        }
        else if (first)
        {
            _ = SendSoonAsync(tenant);
        }
    }

    private async Task SendSoonAsync(TenantId tenant)
    {
        // Real time on purpose: this is a batch on the wire, not a rule that a test moves a clock for.
        await Task.Delay(Together, TimeProvider.System).ConfigureAwait(false);
        Send(tenant);
    }

    private void Send(TenantId tenant)
    {
        WallboardNews news;
        lock (_lock)
        {
            if (!_waiting.Remove(tenant, out var waiting))
            {
                return;
            }

            news = new WallboardNews([.. waiting.Queues.Values], [.. waiting.Agents.Values]);
        }

        grains.GetGrain<IWallboardGrain>(IWallboardGrain.KeyOf(tenant)).Told(news).Ignore();
    }

    private sealed class Waiting
    {
        public Dictionary<QueueId, QueueChange> Queues { get; } = [];

        public Dictionary<UserId, AgentChange> Agents { get; } = [];
    }
}
