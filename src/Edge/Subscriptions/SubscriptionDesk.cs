using RtcCluster.Contracts.Edges;
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

/// <summary>Serves SUBSCRIBE: telephones that show by lamps what their colleagues do, and that messages wait. Lives in its SIP shard. RFC 6665, RFC 4235, RFC 3856, RFC 3842.</summary>
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
        try
        {
            found = await parts.Directory.FindUserByExtensionAsync(account.TenantId, number).ConfigureAwait(false);
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            parts.Metrics.GrainFailed("subscribe");
            shard.Post(() => Respond(request, gate.Unavailable()));
            return;
        }

        if (found is null)
        {
            shard.Post(() => Respond(request, SipVerdict.Answer(404)));
            return;
        }

        var line = new WatchedLine(shard, parts.Watches, package == DialogInfo.Package, new UserId(new TenantId(account.TenantId), found.Name), $"sip:{number}@{account.Realm}");
        var seen = await parts.Watches.WatchAsync(line, line.User.Tenant, [line.User.Name]).ConfigureAwait(false);
        shard.Post(() => Begin(request, line, seen.FirstOrDefault()));
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
        shard.Post(() =>
        {
            if (counts is null)
            {
                box.Forget();
                Respond(request, gate.Unavailable());
            }
            else if (shard.Agent.Subscribe(request, Token, shard.Now, out var subscription))
            {
                _lines.Add(subscription, box);
                box.Begin(subscription, counts);
            }
            else
            {
                box.Forget();
            }
        });
    }

    private void Begin(RequestId request, WatchedLine line, PresenceChange? seen)
    {
        if (seen is null)
        {
            line.Forget();
            Respond(request, gate.Unavailable());
        }
        else if (shard.Agent.Subscribe(request, Token, shard.Now, out var subscription))
        {
            _lines.Add(subscription, line);
            line.Begin(subscription, seen);
        }
        else
        {
            line.Forget();
        }
    }

    private void Respond(RequestId request, SipVerdict verdict) => shard.Agent.Respond(request, verdict.Code, null, shard.Now, verdict.Headers);
}
