using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent.Subscriptions;
using RtcCluster.Sip.Events;

namespace RtcCluster.Edge.Subscriptions;

/// <summary>A telephone that watches a colleague: one subscription, whose documents are numbered. Lives in its SIP shard, but for what it is told.</summary>
/// <param name="shard">The shard of the subscription.</param>
/// <param name="watches">Tells of changes.</param>
/// <param name="isDialog">The dialog package, else presence.</param>
/// <param name="user">Who is watched.</param>
/// <param name="entity">The URI that they are known by there.</param>
/// <param name="viewer">Whose telephone it is.</param>
internal sealed class WatchedLine(SipShard shard, PresenceWatch watches, bool isDialog, UserId user, string entity, UserId viewer) : IPresenceWatcher, ISubscriber
{
    private SubscriptionId _subscription;
    private PresenceChange? _seen;
    private uint _version;

    /// <summary>Who is watched.</summary>
    public UserId User => user;

    /// <inheritdoc/>
    public UserId Viewer => viewer;

    /// <inheritdoc/>
    public bool ShowsCalls => isDialog;

    /// <summary>The subscription is made: its telephone is told at once.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="first">How the user was when it was asked for; not as new as what came since.</param>
    public void Begin(SubscriptionId subscription, PresenceChange first)
    {
        _subscription = subscription;
        _seen ??= first;
        Tell();
    }

    /// <inheritdoc/>
    public void Tell()
    {
        if (_seen is not { } seen || _subscription == default)
        {
            return;
        }

        if (isDialog)
        {
            shard.Agent.Notify(_subscription, DialogInfo.ContentType, DialogInfo.Write(entity, _version++, StateOf(seen.Line)), shard.Now);
        }
        else
        {
            var card = seen.Card;
            var open = card.Status is not (PresenceStatus.Offline or PresenceStatus.DoNotDisturb);
            shard.Agent.Notify(_subscription, PresenceDocument.ContentType, PresenceDocument.Write(entity, open, ActivityOf(card.Status), card.Reason), shard.Now);
        }
    }

    /// <inheritdoc/>
    public void Deactivate() => shard.Agent.EndSubscription(_subscription, "deactivated", shard.Now);

    /// <inheritdoc/>
    public void Forget() => watches.Unwatch(this, user.Tenant, [user.Name]);

    /// <inheritdoc/>
    public void Changed(IReadOnlyList<PresenceChange> changes) => shard.Post(() =>
    {
        _seen = changes[^1];
        Tell();
    });

    private static DialogState StateOf(UserCallState line) => line switch
    {
        UserCallState.Calling => DialogState.Calling,
        UserCallState.Talking => DialogState.Confirmed,
        UserCallState.Ringing => DialogState.Ringing,
        _ => DialogState.Terminated,
    };

    private static PresenceActivity ActivityOf(PresenceStatus status) => status switch
    {
        PresenceStatus.OnCall => PresenceActivity.OnThePhone,
        PresenceStatus.Busy or PresenceStatus.DoNotDisturb => PresenceActivity.Busy,
        PresenceStatus.Away => PresenceActivity.Away,
        _ => PresenceActivity.None,
    };
}
