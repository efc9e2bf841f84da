using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Edges;

namespace RtcCluster.Grains.Users;

/// <summary>A user's presence and who is told of it; held in memory but for what the user chose.</summary>
internal sealed class UserPresence(UserState state)
{
    private readonly EdgeWatchers _watchers = new();
    private DateTimeOffset? _lastDevice;
    private PresenceCard? _card;
    private IReadOnlyList<Engagement> _engagements = [];

    /// <summary>Edges that watch now.</summary>
    public IReadOnlyList<EdgeId> Watchers(DateTimeOffset now) => _watchers.Now(now);

    /// <summary>When the user goes offline if no device comes; null when one is there or the time is over.</summary>
    public DateTimeOffset? OfflineAt { get; private set; }

    /// <summary>When the user is seen differently if nothing happens: offline, or as the calendar says; null when that is never.</summary>
    public DateTimeOffset? NextAt { get; private set; }

    /// <summary>A calendar says when the user is engaged; gives whether that is new.</summary>
    public bool Engage(IReadOnlyList<Engagement> engagements)
    {
        var isNew = !_engagements.SequenceEqual(engagements);
        _engagements = engagements;
        return isNew;
    }

    /// <summary>An edge watches.</summary>
    public void Watch(EdgeId edge, DateTimeOffset now) => _watchers.Watch(edge, now);

    /// <summary>How the user is now; <paramref name="changed"/> tells whether that is new.</summary>
    public PresenceCard Card(string user, bool hasDevice, bool inCall, DateTimeOffset now, out bool changed)
    {
        _lastDevice = hasDevice ? now : _lastDevice;
        var isThere = hasDevice || now - _lastDevice < PresenceRules.Grace;
        OfflineAt = hasDevice || !isThere ? null : _lastDevice + PresenceRules.Grace;
        NextAt = _engagements.SelectMany(static each => new[] { each.From, each.Until }).Where(at => at > now).Cast<DateTimeOffset?>().Append(OfflineAt).Min();
        var status = PresenceRules.Of(state.Presence, isThere, inCall, _engagements.Any(each => each.From <= now && now < each.Until));
        var reason = status == state.Presence ? state.PresenceReason : null;
        changed = _card is null || _card.Status != status || _card.Reason != reason;
        if (changed)
        {
            var since = status == state.Presence && state.PresenceSince is { } chosen ? chosen : now;
            _card = new PresenceCard(user, status, reason, _card is null ? since : now);
        }

        return _card!;
    }
}
