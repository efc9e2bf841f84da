using System.Collections.Concurrent;
using System.Collections.Immutable;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Hub;

/// <summary>Which browsers and telephones watch whom. A user's grain knows the edge, the edge knows the watchers. Any thread.</summary>
internal sealed class PresenceWatch(IGrainFactory grains, EdgeIdentity identity, VisibilityDesk visibility, EdgeMetrics metrics) : BackgroundService
{
    /// <summary>Most users in one request: the largest wallboard.</summary>
    public const int MaxWatched = 2_000;

    // A user's grain forgets an edge that does not say so again (EdgeWatchers.WatchFor).
    private const int RenewSeconds = 30;

    private readonly ConcurrentDictionary<UserId, ImmutableHashSet<IPresenceWatcher>> _watchers = new();
    private readonly ConcurrentDictionary<UserId, PresenceChange> _known = new();

    /// <summary>Somebody watches users from now on; gives how those are that exist, as far as they show it.</summary>
    public async Task<PresenceChange[]> WatchAsync(IPresenceWatcher watcher, TenantId tenant, IReadOnlyCollection<string> users)
    {
        var ids = users.Select(user => new UserId(tenant, user)).ToList();
        foreach (var id in ids)
        {
            _watchers.AddOrUpdate(id, _ => [watcher], (_, watchers) => watchers.Add(watcher));
        }

        var seen = await Task.WhenAll(ids.Select(AskAsync));
        return [.. await visibility.ShownAsync(watcher.Viewer, [.. seen.OfType<PresenceChange>()])];
    }

    /// <summary>Somebody watches users no longer.</summary>
    public void Unwatch(IPresenceWatcher watcher, TenantId tenant, IEnumerable<string> users)
    {
        foreach (var user in users)
        {
            Remove(new UserId(tenant, user), watcher);
        }
    }

    /// <summary>A watcher has left.</summary>
    public void Forget(IPresenceWatcher watcher)
    {
        foreach (var (user, watchers) in _watchers)
        {
            if (watchers.Contains(watcher))
            {
                Remove(user, watcher);
            }
        }
    }

    /// <summary>Users changed; each watcher gets those that it watches at once.</summary>
    public void Changed(IEnumerable<PresenceChange> changes)
    {
        var messages = new Dictionary<IPresenceWatcher, List<PresenceChange>>();
        foreach (var change in changes)
        {
            var known = _known.GetValueOrDefault(change.User);
            if (known == change)
            {
                continue;
            }

            _known[change.User] = change;
            List<IPresenceWatcher>? judged = null;
            var isNewRule = known is not null && (known.PresenceTo, known.LastSeenTo) != (change.PresenceTo, change.LastSeenTo);
            foreach (var watcher in _watchers.GetValueOrDefault(change.User, []))
            {
                if (!watcher.ShowsCalls && known?.Card == change.Card && !isNewRule)
                {
                    continue;
                }

                if (!VisibilityDesk.IsForAll(change))
                {
                    (judged ??= []).Add(watcher);
                    continue;
                }

                if (!messages.TryGetValue(watcher, out var theirs))
                {
                    messages[watcher] = theirs = [];
                }

                theirs.Add(change);
            }

            if (judged is not null)
            {
                _ = TellAsync(judged, change, isNewRule);
            }
        }

        foreach (var (watcher, theirs) in messages)
        {
            watcher.Changed(theirs);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var due in RenewalTurns.OfAsync(_watchers, RenewSeconds, TimeProvider.System, stoppingToken))
        {
            foreach (var user in due)
            {
                // Also tells of what changed while a user's grain was moving.
                if (await AskAsync(user) is { } seen)
                {
                    Changed([seen]);
                }
            }
        }
    }

    // Who is not shown a user is told nothing of what the user does, not even when: only once, that it is hidden from now on.
    private async Task TellAsync(List<IPresenceWatcher> watchers, PresenceChange change, bool isNewRule)
    {
        UserId[] viewers = [.. watchers.Select(static watcher => watcher.Viewer).Distinct()];
        while (true)
        {
            var shown = await visibility.ShownAsync(viewers, change);
            if (_known.GetValueOrDefault(change.User) is { } newer && newer != change)
            {
                // What came meanwhile is told in its place; it may have been told before this.
                isNewRule |= (newer.PresenceTo, newer.LastSeenTo) != (change.PresenceTo, change.LastSeenTo);
                change = newer;
                continue;
            }

            var watching = _watchers.GetValueOrDefault(change.User, []);
            foreach (var watcher in watchers)
            {
                var (seen, isHidden) = shown[watcher.Viewer];
                if ((isNewRule || !isHidden) && watching.Contains(watcher))
                {
                    watcher.Changed([seen]);
                }
            }

            return;
        }
    }

    private void Remove(UserId user, IPresenceWatcher watcher)
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

    private async Task<PresenceChange?> AskAsync(UserId user)
    {
        try
        {
            using (TenantScope.Enter(user.Tenant.Value))
            {
                var seen = await grains.GetGrain<IUserGrain>(user.Key).WatchPresence(identity.Edge);
                if (seen is not null)
                {
                    _known.TryAdd(user, seen);
                }

                return seen;
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("presence");
            return null;
        }
    }
}
