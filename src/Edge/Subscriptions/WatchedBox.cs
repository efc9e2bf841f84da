using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Edge.Sip;
using RtcCluster.Edge.Voicemail;
using RtcCluster.Sip.Agent.Subscriptions;
using RtcCluster.Sip.Events;

namespace RtcCluster.Edge.Subscriptions;

/// <summary>A telephone whose lamp shows that messages wait. RFC 3842. Lives in its SIP shard, but for what it is told.</summary>
/// <param name="shard">The shard of the subscription.</param>
/// <param name="watch">Tells of changes.</param>
/// <param name="owner">Whose box.</param>
/// <param name="account">The URI that the box is heard at.</param>
internal sealed class WatchedBox(SipShard shard, MailboxWatch watch, UserId owner, string account) : IMailboxWatcher, ISubscriber
{
    private SubscriptionId _subscription;
    private MailboxCounts? _counts;

    /// <summary>The subscription is made: its telephone is told at once.</summary>
    public void Begin(SubscriptionId subscription, MailboxCounts first)
    {
        _subscription = subscription;
        _counts ??= first;
        Tell();
    }

    /// <inheritdoc/>
    public void Tell()
    {
        if (_counts is { } counts && _subscription != default)
        {
            shard.Agent.Notify(_subscription, MessageSummary.ContentType, MessageSummary.Write(account, counts.New, counts.Saved), shard.Now);
        }
    }

    /// <inheritdoc/>
    public void Deactivate() => shard.Agent.EndSubscription(_subscription, "deactivated", shard.Now);

    /// <inheritdoc/>
    public void Forget() => watch.Forget(owner, this);

    /// <inheritdoc/>
    public void Changed(MailboxCounts counts) => shard.Post(() =>
    {
        _counts = counts;
        Tell();
    });
}
