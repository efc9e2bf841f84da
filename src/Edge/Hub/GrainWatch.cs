using System.Collections.Concurrent;
using System.Collections.Immutable;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Hub;

/// <summary>Tells those at this edge who watch a grain what changes there. The grain knows the edge, the edge knows the watchers. Any thread.</summary>
/// <typeparam name="TKey">Which grain.</typeparam>
/// <typeparam name="TWatcher">Who is told.</typeparam>
/// <typeparam name="TNews">What they are told.</typeparam>
/// <param name="grain">The grain's noun, in metrics.</param>
/// <param name="metrics">Counts grains that cannot be asked.</param>
internal abstract class GrainWatch<TKey, TWatcher, TNews>(string grain, EdgeMetrics metrics) : BackgroundService
    where TKey : notnull
    where TWatcher : notnull
    where TNews : class
{
    // A grain forgets an edge that does not say so again (EdgeWatchers.WatchFor).
    private const int RenewSeconds = 45;
    private const int AtOnce = 64;

    private readonly ConcurrentDictionary<TKey, ImmutableHashSet<TWatcher>> _watchers = new();
    private readonly ConcurrentDictionary<TKey, TNews> _known = new();

    /// <summary>Somebody watches from now on. Gives what is known; null when there is nothing, or the grain cannot be asked now and the watcher is told as soon as it can.</summary>
    public async Task<TNews?> WatchAsync(TKey key, TWatcher watcher)
    {
        _watchers.AddOrUpdate(key, _ => [watcher], (_, watchers) => watchers.Add(watcher));
        if (await AskAsync(key) is not { } now)
        {
            return null;
        }

        // What the grain has sent meanwhile may come after its answer and is late then: those who watched before learn it here.
        Changed(key, now, except: watcher);
        return _known.GetValueOrDefault(key, now);
    }

    /// <summary>Somebody watches no more.</summary>
    public void Forget(TKey key, TWatcher watcher)
    {
        while (_watchers.TryGetValue(key, out var watchers))
        {
            var rest = watchers.Remove(watcher);
            if (rest.IsEmpty ? _watchers.TryRemove(new(key, watchers)) : _watchers.TryUpdate(key, rest, watchers))
            {
                if (rest.IsEmpty)
                {
                    _known.TryRemove(key, out _);
                }

                return;
            }
        }
    }

    /// <summary>Somebody watches nothing any more.</summary>
    public void Forget(TWatcher watcher)
    {
        foreach (var (key, watchers) in _watchers)
        {
            if (watchers.Contains(watcher))
            {
                Forget(key, watcher);
            }
        }
    }

    /// <summary>Something changed; what is not newer than what is known is late.</summary>
    public void Changed(TKey key, TNews news) => Changed(key, news, except: default);

    /// <summary>Asks the grain to tell this edge of changes, and for what is now; null when there is nothing to tell.</summary>
    protected abstract Task<TNews?> AskGrainAsync(TKey key);

    /// <summary>Whose grain it is.</summary>
    protected abstract TenantId TenantOf(TKey key);

    /// <summary>Grows with each change.</summary>
    protected abstract long VersionOf(TNews news);

    /// <summary>Tells one watcher.</summary>
    protected abstract void Tell(TWatcher watcher, TNews news);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var due in RenewalTurns.OfAsync(_watchers, RenewSeconds, TimeProvider.System, stoppingToken))
        {
            // Also tells of what changed while a grain was moving.
            foreach (var some in due.Chunk(AtOnce))
            {
                foreach (var (key, news) in some.Zip(await Task.WhenAll(some.Select(AskAsync))))
                {
                    if (news is not null)
                    {
                        Changed(key, news);
                    }
                }
            }
        }
    }

    private void Changed(TKey key, TNews news, TWatcher? except)
    {
        if (!_watchers.TryGetValue(key, out var watchers)
            || _known.AddOrUpdate(key, news, (_, before) => VersionOf(before) >= VersionOf(news) ? before : news) != news)
        {
            return;
        }

        foreach (var watcher in watchers)
        {
            if (!EqualityComparer<TWatcher?>.Default.Equals(watcher, except))
            {
                Tell(watcher, news);
            }
        }
    }

    private async Task<TNews?> AskAsync(TKey key)
    {
        try
        {
            using (TenantScope.Enter(TenantOf(key).Value))
            {
                return await AskGrainAsync(key);
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed(grain);
            return null;
        }
    }
}
