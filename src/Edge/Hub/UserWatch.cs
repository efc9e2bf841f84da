using System.Collections.Concurrent;
using System.Collections.Immutable;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Hub;

/// <summary>Tells those at this edge who watch a user's grain what changes there. The grain knows the edge, the edge knows the watchers. Any thread.</summary>
/// <typeparam name="TWatcher">Who is told.</typeparam>
/// <typeparam name="TNews">What they are told.</typeparam>
/// <param name="grain">The grain's noun, in metrics.</param>
/// <param name="metrics">Counts grains that cannot be asked.</param>
internal abstract class UserWatch<TWatcher, TNews>(string grain, EdgeMetrics metrics) : BackgroundService
    where TWatcher : notnull
    where TNews : class
{
    // A grain forgets an edge that does not say so again (EdgeWatchers.WatchFor).
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(45);
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<UserId, ImmutableHashSet<TWatcher>> _watchers = new();
    private readonly ConcurrentDictionary<UserId, TNews> _known = new();

    /// <summary>Somebody watches from now on. Gives what is known; null when there is nothing, or the grain cannot be asked now and the watcher is told as soon as it can.</summary>
    public async Task<TNews?> WatchAsync(UserId user, TWatcher watcher)
    {
        _watchers.AddOrUpdate(user, _ => [watcher], (_, watchers) => watchers.Add(watcher));
        // Others of the same user may know it by now; this one does not.
        return await AskAsync(user) is { } now ? _known.AddOrUpdate(user, now, (_, before) => VersionOf(before) > VersionOf(now) ? before : now) : null;
    }

    /// <summary>Somebody watches no more.</summary>
    public void Forget(UserId user, TWatcher watcher)
    {
        while (_watchers.TryGetValue(user, out var watchers))
        {
            var rest = watchers.Remove(watcher);
            if (rest.IsEmpty ? _watchers.TryRemove(new(user, watchers)) : _watchers.TryUpdate(user, rest, watchers))
            {
                if (rest.IsEmpty)
                {
                    _known.TryRemove(user, out _);
                }

                return;
            }
        }
    }

    /// <summary>Something changed; what is not newer than what is known is late.</summary>
    public void Changed(UserId user, TNews news)
    {
        if (!_watchers.TryGetValue(user, out var watchers)
            || _known.AddOrUpdate(user, news, (_, before) => VersionOf(before) >= VersionOf(news) ? before : news) != news)
        {
            return;
        }

        foreach (var watcher in watchers)
        {
            Tell(watcher, news);
        }
    }

    /// <summary>Asks the grain to tell this edge of changes, and for what is now; null when there is nothing to tell.</summary>
    protected abstract Task<TNews?> AskGrainAsync(UserId user);

    /// <summary>Grows with each change.</summary>
    protected abstract long VersionOf(TNews news);

    /// <summary>Tells one watcher.</summary>
    protected abstract void Tell(TWatcher watcher, TNews news);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Also tells of what changed while a grain was moving.
            foreach (var some in _watchers.Keys.Chunk(AtOnce))
            {
                foreach (var (user, news) in some.Zip(await Task.WhenAll(some.Select(AskAsync))))
                {
                    if (news is not null)
                    {
                        Changed(user, news);
                    }
                }
            }
        }
    }

    private async Task<TNews?> AskAsync(UserId user)
    {
        try
        {
            using (TenantScope.Enter(user.Tenant.Value))
            {
                return await AskGrainAsync(user);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed(grain);
            return null;
        }
    }
}
