using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Edge.ParkLots;
using RtcCluster.Edge.Rooms;
using RtcCluster.Edge.Sip;
using RtcCluster.Sip.Agent.Subscriptions;
using RtcCluster.Sip.Events;

namespace RtcCluster.Edge.Subscriptions;

/// <summary>A telephone whose lamp is lit while somebody is at a place: a conference room, or a slot for parked calls. RFC 4235. Lives in its SIP shard, but for what it is told.</summary>
/// <param name="shard">The shard of the subscription.</param>
/// <param name="entity">The URI that the place is dialled by.</param>
internal abstract class WatchedPlace(SipShard shard, string entity) : ISubscriber
{
    private SubscriptionId _subscription;
    private bool? _isTaken;
    private uint _version;

    /// <summary>Watches from now on. False when it cannot be said now whether somebody is there.</summary>
    public abstract Task<bool> WatchAsync();

    /// <summary>The subscription is made: its telephone is told at once.</summary>
    public void Begin(SubscriptionId subscription)
    {
        _subscription = subscription;
        Tell();
    }

    /// <inheritdoc/>
    public void Tell()
    {
        if (_isTaken is { } isTaken && _subscription != default)
        {
            shard.Agent.Notify(
                _subscription, DialogInfo.ContentType, DialogInfo.Write(entity, _version++, isTaken ? DialogState.Confirmed : DialogState.Terminated), shard.Now);
        }
    }

    /// <inheritdoc/>
    public void Deactivate() => shard.Agent.EndSubscription(_subscription, "deactivated", shard.Now);

    /// <inheritdoc/>
    public abstract void Forget();

    /// <summary>Somebody is there, or nobody is.</summary>
    protected void Changed(bool isTaken) => shard.Post(() =>
    {
        if (_isTaken != isTaken)
        {
            _isTaken = isTaken;
            Tell();
        }
    });
}

/// <summary>The lamp of a conference room.</summary>
internal sealed class WatchedRoom(SipShard shard, RoomWatch watch, RoomId room, string entity) : WatchedPlace(shard, entity), IRoomWatcher
{
    /// <inheritdoc/>
    public override async Task<bool> WatchAsync()
    {
        if (await watch.WatchAsync(room, this).ConfigureAwait(false) is not { } now)
        {
            return false;
        }

        Changed(now);
        return true;
    }

    /// <inheritdoc/>
    public override void Forget() => watch.Forget(room, this);

    /// <inheritdoc/>
    public void Changed(RoomNews news) => Changed(!news.Members.IsEmpty);
}

/// <summary>The lamp of a slot for parked calls.</summary>
internal sealed class WatchedSlot(SipShard shard, ParkLotWatch watch, TenantId tenant, string slot, string entity) : WatchedPlace(shard, entity), IParkLotWatcher
{
    /// <inheritdoc/>
    public override async Task<bool> WatchAsync()
    {
        if (await watch.WatchAsync(tenant, this).ConfigureAwait(false) is not { } now)
        {
            return false;
        }

        Changed(now);
        return true;
    }

    /// <inheritdoc/>
    public override void Forget() => watch.Forget(tenant, this);

    /// <inheritdoc/>
    public void Changed(ParkLotNews news) => Changed(news.Taken.Contains(slot));
}
