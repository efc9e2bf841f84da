using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Calls;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Agent.Subscriptions;
using RtcCluster.Sip.Events;
using RtcCluster.Sip.Messages;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Subscriptions;

/// <summary>Serves SUBSCRIBE: telephones that show by lamps what their colleagues do, where calls are parked, which rooms are in use, and that messages wait. Lives in its SIP shard. RFC 6665, RFC 4235, RFC 3856, RFC 3842.</summary>
internal sealed class SubscriptionDesk(SipShard shard, SipGate gate, EdgeParts parts)
{
    /// <summary>Value of Allow-Events.</summary>
    public const string Packages = $"{DialogInfo.Package}, {PresenceDocument.Package}, {MessageSummary.Package}";

    // The tag and Contact of a leg name its call; these name nothing.
    private const string Token = "events";

    private static readonly AddedHeader[] Offered = [new("Allow-Events", Packages)];

    private readonly Dictionary<SubscriptionId, ISubscriber> _lines = [];

    /// <summary>A SUBSCRIBE outside of any dialog.</summary>
    public void Receive(IncomingRequest request)
    {
        if (parts.IsDraining())
        {
            Respond(request.Request, gate.Unavailable());
            return;
        }

        var name = EventName.Of(request.Message);
        var number = SipUri.TryParse(request.Message.RequestUri, out var uri) ? SipEscape.Unescape(uri.User) : "";
        _ = ReceiveAsync(request.Request, request.Flow, request.Message.Raw.ToArray(), name?.Package, number);
    }

    /// <summary>The subscriber goes on: it is told the whole state.</summary>
    public void Refreshed(SubscriptionRefreshed refreshed) => _lines.GetValueOrDefault(refreshed.Subscription)?.Tell();

    /// <summary>A subscription is over.</summary>
    public void Ended(SubscriptionEnded ended)
    {
        if (_lines.Remove(ended.Subscription, out var line))
        {
            line.Forget();
        }
    }

    /// <summary>The edge stops.</summary>
    public void Close()
    {
        foreach (var line in _lines.Values)
        {
            line.Deactivate();
            line.Forget();
        }

        _lines.Clear();
    }

    private async Task ReceiveAsync(RequestId request, SipFlow flow, byte[] raw, string? package, string number)
    {
        // Whether a number exists is told only to whoever has proven who they are.
        var verdict = await gate.JudgeAsync(raw, flow.Remote, mayBeTrunk: false, proxy: false).ConfigureAwait(false);
        if (verdict.Account is not { } account)
        {
            shard.Post(() => Respond(request, verdict));
            return;
        }

        if (package == MessageSummary.Package)
        {
            await BoxAsync(request, account, number).ConfigureAwait(false);
            return;
        }

        if (package is not (DialogInfo.Package or PresenceDocument.Package))
        {
            parts.Metrics.SipRefused("event");
            shard.Post(() => Respond(request, SipVerdict.Answer(489, Offered)));
            return;
        }

        DirectoryUser? found;
        WatchedPlace? place = null;
        try
        {
            found = await parts.Directory.FindUserByExtensionAsync(account.TenantId, number).ConfigureAwait(false);
            place = found is null && package == DialogInfo.Package ? await FindPlaceAsync(account, number).ConfigureAwait(false) : null;
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            parts.Metrics.GrainFailed("subscribe");
            shard.Post(() => Respond(request, gate.Unavailable()));
            return;
        }

        if (place is not null)
        {
            var isKnown = await place.WatchAsync().ConfigureAwait(false);
            shard.Post(() => Begin(request, place, isKnown, place.Begin));
            return;
        }

        if (found is null)
        {
            shard.Post(() => Respond(request, SipVerdict.Answer(404)));
            return;
        }

        var tenant = new TenantId(account.TenantId);
        var line = new WatchedLine(
            shard, parts.Watches, package == DialogInfo.Package, new UserId(tenant, found.Name), $"sip:{number}@{account.Realm}", new UserId(tenant, account.User.Name));
        var seen = await parts.Watches.WatchAsync(line, line.User.Tenant, [line.User.Name]).ConfigureAwait(false);
        var first = seen.FirstOrDefault();
        shard.Post(() => Begin(request, line, first is not null, subscription => line.Begin(subscription, first!)));
    }

    // A lamp beside the colleagues': lit while somebody is in the room, or while a call waits in the slot.
    private async ValueTask<WatchedPlace?> FindPlaceAsync(SipAccount account, string number)
    {
        var tenant = new TenantId(account.TenantId);
        var entity = $"sip:{number}@{account.Realm}";
        return await parts.Directory.FindLineAsync(account.TenantId, number).ConfigureAwait(false) switch
        {
            { Kind: LineKind.ParkSlot, Enabled: true } => new WatchedSlot(shard, parts.ParkLots, tenant, number, entity),
            { Kind: LineKind.Conference, Enabled: true, Target.Length: > 0 } line => new WatchedRoom(shard, parts.Rooms, new RoomId(tenant, line.Target), entity),
            _ => null,
        };
    }

    // Only the own box: whoever else asks is told as little as of a number that does not exist.
    private async Task BoxAsync(RequestId request, SipAccount account, string number)
    {
        if (number != account.Username)
        {
            shard.Post(() => Respond(request, SipVerdict.Answer(404)));
            return;
        }

        var owner = new UserId(new TenantId(account.TenantId), account.User.Name);
        var box = new WatchedBox(shard, parts.Mailboxes, owner, $"sip:*97@{account.Realm}");
        var counts = await parts.Mailboxes.WatchAsync(owner, box).ConfigureAwait(false);
        shard.Post(() => Begin(request, box, counts is not null, subscription => box.Begin(subscription, counts!)));
    }

    private void Begin(RequestId request, ISubscriber subscriber, bool isKnown, Action<SubscriptionId> begin)
    {
        if (!isKnown)
        {
            subscriber.Forget();
            Respond(request, gate.Unavailable());
        }
        else if (shard.Agent.Subscribe(request, Token, shard.Now, out var subscription))
        {
            _lines.Add(subscription, subscriber);
            begin(subscription);
        }
        else
        {
            subscriber.Forget();
        }
    }

    private void Respond(RequestId request, SipVerdict verdict) => shard.Agent.Respond(request, verdict.Code, null, shard.Now, verdict.Headers);
}
