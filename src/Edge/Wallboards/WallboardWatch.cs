using System.Collections.Concurrent;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Wallboards;

/// <summary>The wallboards that supervisors at this edge watch. The tenant's grain knows the edge, the edge knows the browsers. Any thread.</summary>
internal sealed class WallboardWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : BackgroundService
{
    private const int RetryAfterSeconds = 5;

    // A wallboard forgets an edge that does not say so again (EdgeWatchers.WatchFor).
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<TenantId, Wallboard> _boards = new();

    /// <summary>A browser watches the queues of its company from now on.</summary>
    public Task<HubReceipt> WatchQueuesAsync(PhoneDevice device)
    {
        var board = BoardOf(device);
        return AfterAsync(device.User.Tenant, board, board.WatchQueues(device));
    }

    /// <summary>A browser watches agents of its company from now on.</summary>
    public Task<HubReceipt> WatchAgentsAsync(PhoneDevice device, AgentsRequest request)
    {
        var board = BoardOf(device);
        return AfterAsync(device.User.Tenant, board, board.WatchAgents(device, new AgentsFilter(request)));
    }

    /// <summary>A browser watches the queues no longer.</summary>
    public void UnwatchQueues(PhoneDevice device) => BoardOf(device).UnwatchQueues(device);

    /// <summary>A browser watches agents no longer.</summary>
    public void UnwatchAgents(PhoneDevice device) => BoardOf(device).UnwatchAgents(device);

    /// <summary>A browser has left.</summary>
    public void Forget(PhoneDevice device)
    {
        if (_boards.TryGetValue(device.User.Tenant, out var board))
        {
            board.UnwatchQueues(device);
            board.UnwatchAgents(device);
        }
    }

    /// <summary>A wallboard changed.</summary>
    public void Changed(WallboardChange change)
    {
        if (_boards.TryGetValue(change.Tenant, out var board) && !board.Change(change) && board.Mark is not null)
        {
            _ = AskAsync(change.Tenant, board);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var (tenant, board) in _boards)
            {
                // Also finds what was missed while the grain was moving.
                if (board.IsWatched)
                {
                    await AskAsync(tenant, board);
                }
            }
        }
    }

    private Wallboard BoardOf(PhoneDevice device) => _boards.GetOrAdd(device.User.Tenant, _ => new Wallboard());

    private async Task<HubReceipt> AfterAsync(TenantId tenant, Wallboard board, bool isKnown) =>
        new(isKnown || await AskAsync(tenant, board) ? null : HubFailures.Unavailable(RetryAfterSeconds));

    private async Task<bool> AskAsync(TenantId tenant, Wallboard board)
    {
        try
        {
            using (TenantScope.Enter(tenant.Value))
            {
                var grain = grains.GetGrain<IWallboardGrain>(IWallboardGrain.KeyOf(tenant));
                while (await grain.Watch(identity.Edge, board.Mark) is { } view && !board.Replace(view))
                {
                    // Something came while the answer was under way: one more look has it.
                }
            }

            return true;
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("wallboard");
            return false;
        }
    }
}
