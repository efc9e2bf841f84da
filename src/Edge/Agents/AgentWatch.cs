using System.Collections.Concurrent;
using System.Collections.Immutable;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Agents;

/// <summary>Tells the browsers of agents at this edge what their agent does. An agent's grain knows the edge, the edge knows the browsers. Any thread.</summary>
internal sealed class AgentWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : BackgroundService
{
    // An agent's grain forgets an edge that does not say so again (EdgeWatchers.WatchFor).
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(45);
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<UserId, ImmutableHashSet<PhoneDevice>> _watchers = new();
    private readonly ConcurrentDictionary<UserId, AgentChange> _known = new();

    /// <summary>A browser has attached: it is told of its user's work in queues, now and from now on, when there is any.</summary>
    public async Task WatchAsync(PhoneDevice device)
    {
        _watchers.AddOrUpdate(device.User, _ => [device], (_, watchers) => watchers.Add(device));
        if (await AskAsync(device.User) is { } now)
        {
            // Others of the same user may know it by now; this one does not.
            var known = _known.AddOrUpdate(device.User, now, (_, before) => before.Version > now.Version ? before : now);
            device.Tell(client => client.AgentChanged(known.Card));
        }
    }

    /// <summary>A browser has left.</summary>
    public void Forget(PhoneDevice device)
    {
        while (_watchers.TryGetValue(device.User, out var watchers))
        {
            var rest = watchers.Remove(device);
            if (rest.IsEmpty ? _watchers.TryRemove(new(device.User, watchers)) : _watchers.TryUpdate(device.User, rest, watchers))
            {
                if (rest.IsEmpty)
                {
                    _known.TryRemove(device.User, out _);
                }

                return;
            }
        }
    }

    /// <summary>An agent changed.</summary>
    public void Changed(AgentChange change)
    {
        if (!_watchers.TryGetValue(change.Agent, out var watchers))
        {
            return;
        }

        if (_known.AddOrUpdate(change.Agent, change, (_, before) => before.Version >= change.Version ? before : change) != change)
        {
            return;
        }

        foreach (var device in watchers)
        {
            device.Tell(client => client.AgentChanged(change.Card));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Also tells of what changed while an agent's grain was moving.
            foreach (var some in _watchers.Keys.Chunk(AtOnce))
            {
                foreach (var change in (await Task.WhenAll(some.Select(AskAsync))).OfType<AgentChange>())
                {
                    Changed(change);
                }
            }
        }
    }

    private async Task<AgentChange?> AskAsync(UserId user)
    {
        try
        {
            using (TenantScope.Enter(user.Tenant.Value))
            {
                return await grains.GetGrain<IAgentGrain>(user.Key).Watch(identity.Edge);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("agent");
            return null;
        }
    }
}
