using System.Collections.Concurrent;
using System.Collections.Immutable;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Hub;

/// <summary>Which browsers watch whom. A user's grain knows the edge, the edge knows the browsers. Any thread.</summary>
internal sealed class PresenceWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : BackgroundService
{
    /// <summary>Most users in one request: the largest wallboard.</summary>
    public const int MaxWatched = 2_000;

    // A user's grain forgets an edge that does not say so again (PresenceRules.WatchFor).
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<UserId, ImmutableHashSet<PhoneDevice>> _watchers = new();
    private readonly ConcurrentDictionary<UserId, PresenceCard> _known = new();

    /// <summary>A browser watches users from now on.</summary>
    public async Task<PresenceCard[]> WatchAsync(PhoneDevice device, ImmutableArray<string> users)
    {
        var ids = users.Select(user => new UserId(device.User.Tenant, user)).ToList();
        foreach (var id in ids)
        {
            _watchers.AddOrUpdate(id, _ => [device], (_, devices) => devices.Add(device));
        }

        var cards = await Task.WhenAll(ids.Select(AskAsync));
        return [.. cards.OfType<PresenceCard>()];
    }

    /// <summary>A browser watches users no longer.</summary>
    public void Unwatch(PhoneDevice device, IEnumerable<string> users)
    {
        foreach (var user in users)
        {
            Remove(new UserId(device.User.Tenant, user), device);
        }
    }

    /// <summary>A browser has left.</summary>
    public void Forget(PhoneDevice device)
    {
        foreach (var (user, devices) in _watchers)
        {
            if (devices.Contains(device))
            {
                Remove(user, device);
            }
        }
    }

    /// <summary>Users changed; each browser gets those that it watches in one message.</summary>
    public void Changed(IEnumerable<(UserId User, PresenceCard Card)> changes)
    {
        var messages = new Dictionary<PhoneDevice, List<PresenceCard>>();
        foreach (var (user, card) in changes)
        {
            if (_known.TryGetValue(user, out var known) && known == card)
            {
                continue;
            }

            _known[user] = card;
            foreach (var device in _watchers.GetValueOrDefault(user, []))
            {
                if (!messages.TryGetValue(device, out var cards))
                {
                    messages[device] = cards = [];
                }

                cards.Add(card);
            }
        }

        foreach (var (device, cards) in messages)
        {
            PresenceCard[] message = [.. cards];
            device.Tell(client => client.PresenceChanged(message));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RenewEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            foreach (var user in _watchers.Keys)
            {
                // Also tells of what changed while a user's grain was moving.
                if (await AskAsync(user) is { } card)
                {
                    Changed([(user, card)]);
                }
            }
        }
    }

    private void Remove(UserId user, PhoneDevice device)
    {
        while (_watchers.TryGetValue(user, out var devices))
        {
            var rest = devices.Remove(device);
            if (rest.IsEmpty ? _watchers.TryRemove(new(user, devices)) : _watchers.TryUpdate(user, rest, devices))
            {
                if (rest.IsEmpty)
                {
                    _known.TryRemove(user, out _);
                }

                return;
            }
        }
    }

    private async Task<PresenceCard?> AskAsync(UserId user)
    {
        try
        {
            using (TenantScope.Enter(user.Tenant.Value))
            {
                var card = await grains.GetGrain<IUserGrain>(user.Key).WatchPresence(identity.Edge);
                if (card is not null)
                {
                    _known.TryAdd(user, card);
                }

                return card;
            }
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            metrics.GrainFailed("presence");
            return null;
        }
    }
}
