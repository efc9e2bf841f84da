using System.Diagnostics;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Calls;

/// <summary>Takes what browsers want of calls: begins them, answers and ends their legs at this edge. Any thread.</summary>
internal sealed class PhoneDesk
{
    private static readonly TimeSpan OfferPatience = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan AttemptMemory = TimeSpan.FromMinutes(2);

    private readonly Func<CallId, EdgeCall> _make;
    private readonly EdgeParts _parts;

    public PhoneDesk(Func<CallId, EdgeCall> make, EdgeParts parts)
    {
        _make = make;
        _parts = parts;
        parts.Devices.Lost += device => Everywhere(call => call.Browsers.DeviceLost(device));
        parts.Devices.Back += device => Everywhere(call => call.Browsers.DeviceBack(device));
    }

    /// <summary>Begins a call; an attempt that is repeated gives the call that it began.</summary>
    public async Task<DialReceipt> DialAsync(PhoneDevice device, Party caller, string attempt, string to, OfferCard offer, string source, CallId? consultFor = null)
    {
        if (_parts.IsDraining() || !_parts.Lease.IsHeld || _parts.Calls.Active >= _parts.Edge.MaxCalls)
        {
            _parts.Metrics.SipRefused(_parts.IsDraining() ? "draining" : "full");
            return new DialReceipt("", HubFailures.Unavailable(_parts.Edge.RetryAfterSeconds));
        }

        var at = _parts.Clock.Utc;
        var fresh = new CallId(device.User.Tenant, CallNames.New(at));
        var id = device.CallOf(attempt, fresh);
        if (id != fresh)
        {
            return new DialReceipt(id.Name);
        }

        if (!_parts.Admission.MayBegin(to))
        {
            device.Forget(attempt);
            _parts.Metrics.SipRefused("overload");
            return new DialReceipt("", HubFailures.Unavailable(_parts.Edge.RetryAfterSeconds));
        }

        var call = _parts.Calls.FindOrAdd(id, _make);
        await call.Shard.AskAsync(() =>
        {
            call.Reporter.IsHeld = true;
            call.Browsers.AddIncoming(device, offer.Number);
            call.Shard.After(AttemptMemory, () => device.Forget(attempt));
            return true;
        }).ConfigureAwait(false);
        var failure = await OfferAsync(device, call, new CallOffer
        {
            Edge = _parts.Identity.Edge,
            EdgeName = _parts.Identity.Name,
            Caller = caller,
            Dialled = to,
            Sdp = offer.Sdp,
            SignallingId = device.Uri,
            Source = source,
            At = at,
            AnchorsMedia = _parts.MediaSettings.Anchors,
            Device = device.Uri,
            ConsultFor = consultFor,
        }).ConfigureAwait(false);
        return new DialReceipt(id.Name, failure);
    }

    /// <summary>Takes a call that rings at the device; false when none does.</summary>
    public Task<bool> AnswerAsync(PhoneDevice device, CallId call, OfferCard offer) => OnCall(call, found => found.Browsers.Answer(device, offer));

    /// <summary>Ends, gives up or declines the device's leg; false when it has none here.</summary>
    public Task<bool> LeaveAsync(PhoneDevice device, CallId call) => OnCall(call, found => found.Browsers.Leave(device));

    /// <summary>The browser is muted or not; false when it has no leg here.</summary>
    public Task<bool> MuteAsync(PhoneDevice device, CallId call, bool muted) => OnCall(call, found => found.Browsers.Mute(device, muted));

    /// <summary>Notes the number of a new offer before the call's grain is asked to have it answered.</summary>
    public Task OfferingAsync(PhoneDevice device, CallId call, int number)
    {
        device.Offering(call.Name, number);
        return OnCall(call, found =>
        {
            found.Browsers.Offering(device, number);
            return true;
        });
    }

    /// <summary>The calls of a device at this edge.</summary>
    public async Task<CallCard[]> CardsAsync(PhoneDevice device)
    {
        var cards = await Task.WhenAll(
            _parts.Calls.Going().Where(call => call.Id.Tenant == device.User.Tenant).Select(call => call.Shard.AskAsync(() => call.Browsers.CardOf(device)))).ConfigureAwait(false);
        return [.. cards.OfType<CallCard>().OrderBy(card => card.StartedAt)];
    }

    /// <summary>Tells those who trace that a browser's user wants something of a call; null while nobody does.</summary>
    public Activity? Wish(CallId call, string what) => !EdgeSpans.Wanted ? null
        : _parts.Calls.TryFind(call, out var found) ? found.Spans.Wish(what) : new EdgeSpans(call, _parts.Identity.Name).Wish(what);

    private Task<bool> OnCall(CallId call, Func<EdgeCall, bool> work) =>
        _parts.Calls.TryFind(call, out var found) && !found.IsOver ? found.Shard.AskAsync(() => work(found)) : Task.FromResult(false);

    private void Everywhere(Action<EdgeCall> work)
    {
        foreach (var call in _parts.Calls.Going())
        {
            call.Shard.Post(() => work(call));
        }
    }

    private async Task<HubFailure?> OfferAsync(PhoneDevice device, EdgeCall call, CallOffer offer)
    {
        using var span = call.Spans.Begin("Dial");
        var isOffered = false;
        try
        {
            using var pending = _parts.Admission.Begin();
            await _parts.Lease.TrackAsync(call.Id).WaitAsync(OfferPatience).ConfigureAwait(false);
            isOffered = true;
            CallReceipt receipt;
            using (TenantScope.Enter(call.Id.Tenant.Value))
            {
                receipt = await AskAsync(call.Id, offer).ConfigureAwait(false);
            }

            call.Shard.Post(() =>
            {
                if (receipt.Refusal is { } refusal)
                {
                    // It also comes as a command; whichever is first tells the browser.
                    call.CarrySignalling(new RejectLeg(LegId.First, refusal));
                }

                call.Know(receipt.Epoch);
                call.Speak();
            });
            return receipt.Refusal is { } failure ? HubFailures.Of(failure) : null;
        }
        catch (Exception e) when (GrainFailure.IsTransient(e))
        {
            // Whether the grain took the offer before it failed is not known: if commands come, the event that the leg is over answers them.
            _parts.Metrics.GrainFailed("offer");
            call.Shard.Post(() =>
            {
                call.Browsers.Leave(device);
                call.Speak();
                call.Shard.After(AttemptMemory, call.DropSilently);
            });
            if (isOffered)
            {
                _ = UnknownOffer.SettleAsync(_parts, call.Id);
            }

            return HubFailures.Unavailable(_parts.Edge.RetryAfterSeconds);
        }
    }

    private async Task<CallReceipt> AskAsync(CallId call, CallOffer offer)
    {
        var grain = _parts.Grains.GetGrain<ICallGrain>(call.Key);
        try
        {
            return await grain.Offer(offer).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or Orleans.Runtime.SiloUnavailableException or Orleans.Runtime.OrleansMessageRejectionException)
        {
            // The silo that was to hold the call is gone, or the one that knew where it is:
            // a look-up in the directory that is given up comes as a cancellation. The next attempt finds another. The call id makes the second one harmless.
            return await grain.Offer(offer).ConfigureAwait(false);
        }
    }
}
