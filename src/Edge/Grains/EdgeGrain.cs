using System.Collections.Immutable;
using Orleans.Concurrency;
using RtcCluster.Cluster.Placement;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Edge.Agents;
using RtcCluster.Edge.Conversations;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Edge.ParkLots;
using RtcCluster.Edge.Rooms;
using RtcCluster.Edge.Voicemail;
using RtcCluster.Edge.Wallboards;

namespace RtcCluster.Edge.Grains;

/// <summary>This process in the cluster: what grains want of it goes into its mailboxes. Lives here and nowhere else.</summary>
/// <remarks>Reentrant, and no method waits for anything: a caller's turn never hangs on a socket or a phone.</remarks>
[Reentrant, EdgePlacement]
internal sealed class EdgeGrain(
    EdgeHost host, PresenceWatch watches, AgentWatch agents, MailboxWatch mailboxes, InboxWatch inboxes, WallboardWatch wallboards, RoomWatch rooms, ParkLotWatch lots, MailDesk mails, DrainDesk drains) : Grain, IEdgeGrain
{
    /// <inheritdoc/>
    public Task<ApplyReceipt> Apply(CallBatch batch) => Task.FromResult(host.Apply(batch));

    /// <inheritdoc/>
    public Task<ImmutableArray<CallId>> Calls(TenantId tenant, int limit) => Task.FromResult(host.CallsOf(tenant, limit));

    /// <inheritdoc/>
    public async Task<EdgeDrain> Drain(bool? hold)
    {
        if (hold is true)
        {
            drains.Hold();
        }
        else if (hold is false)
        {
            await drains.ReleaseAsync();
        }

        return drains.State;
    }

    /// <inheritdoc/>
    public Task<DialogHold> FindDialog(DialogName dialog) => host.FindDialogAsync(dialog);

    /// <inheritdoc/>
    public Task<bool> ReceiveBy(SipPath path, byte[] message) => Task.FromResult(host.ReceiveBy(path, message));

    /// <inheritdoc/>
    public Task<bool> SendBy(SipPath path, byte[] message) => Task.FromResult(host.SendBy(path, message));

    /// <inheritdoc/>
    public Task Probe(TrunkId trunk, ImmutableArray<TrunkPeer> peers)
    {
        host.Probe(trunk, peers);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task KeepRegistered(TrunkId trunk, TrunkRegistration? registration)
    {
        host.KeepRegistered(trunk, registration);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task PresenceChanged(ImmutableArray<PresenceChange> changes)
    {
        watches.Changed(changes);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AgentChanged(AgentChange change)
    {
        agents.Changed(change.Agent, change);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task MailboxChanged(UserId owner, MailboxCounts counts)
    {
        mailboxes.Changed(owner, counts);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task InboxesChanged(ImmutableArray<InboxChange> changes)
    {
        foreach (var change in changes)
        {
            inboxes.Changed(change.User, change.News);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> SendMail(MailOrder order) => Task.FromResult(mails.Take(order));

    /// <inheritdoc/>
    public Task WallboardChanged(WallboardChange change)
    {
        wallboards.Changed(change);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RoomChanged(RoomNews news)
    {
        rooms.Changed(news.Room, news);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ParkLotChanged(ParkLotNews news)
    {
        lots.Changed(news.Tenant, news);
        return Task.CompletedTask;
    }
}
