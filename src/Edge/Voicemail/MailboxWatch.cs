using System.Collections.Concurrent;
using System.Collections.Immutable;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Voicemail;

/// <summary>Lights the lamps at this edge: tells telephones and browsers how many messages their users have. A box knows the edge, the edge knows the lamps. Any thread.</summary>
internal sealed class MailboxWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : BackgroundService
{
    // A box forgets an edge that does not say so again (EdgeWatchers.WatchFor).
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(45);
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<UserId, ImmutableHashSet<IMailboxWatcher>> _watchers = new();
    private readonly ConcurrentDictionary<UserId, MailboxCounts> _known = new();

    /// <summary>Somebody watches; null when the box cannot be asked now, and the watcher is told as soon as it can.</summary>
    public async Task<MailboxCounts?> WatchAsync(UserId owner, IMailboxWatcher watcher)
    {
        _watchers.AddOrUpdate(owner, _ => [watcher], (_, watchers) => watchers.Add(watcher));
        return await AskAsync(owner) is { } now ? _known.AddOrUpdate(owner, now, (_, before) => before.Version > now.Version ? before : now) : null;
    }

    /// <summary>Somebody watches no more.</summary>
    public void Forget(UserId owner, IMailboxWatcher watcher)
    {
        while (_watchers.TryGetValue(owner, out var watchers))
        {
            var rest = watchers.Remove(watcher);
            if (rest.IsEmpty ? _watchers.TryRemove(new(owner, watchers)) : _watchers.TryUpdate(owner, rest, watchers))
            {
                if (rest.IsEmpty)
                {
                    _known.TryRemove(owner, out _);
                }

                return;
            }
        }
    }

    /// <summary>The numbers of a box changed.</summary>
    public void Changed(UserId owner, MailboxCounts counts)
    {
        if (!_watchers.TryGetValue(owner, out var watchers)
            || _known.AddOrUpdate(owner, counts, (_, before) => before.Version >= counts.Version ? before : counts) != counts)
        {
            return;
        }

        foreach (var watcher in watchers)
        {
            watcher.Changed(counts);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Also tells of what changed while a box was moving.
            foreach (var some in _watchers.Keys.Chunk(AtOnce))
            {
                foreach (var (owner, counts) in some.Zip(await Task.WhenAll(some.Select(AskAsync))))
                {
                    if (counts is not null)
                    {
                        Changed(owner, counts);
                    }
                }
            }
        }
    }

    private async Task<MailboxCounts?> AskAsync(UserId owner)
    {
        try
        {
            using (TenantScope.Enter(owner.Tenant.Value))
            {
                return await grains.GetGrain<IMailboxGrain>(owner.Key).Watch(identity.Edge);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("mailbox");
            return null;
        }
    }
}
