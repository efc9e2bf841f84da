using System.Collections.Immutable;
using System.Text;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Sip;

namespace RtcCluster.Edge.Calls;

/// <summary>The legs of one call that browsers of this edge signal: commands become messages of the phone hub. Lives in the call's SIP shard.</summary>
internal sealed class BrowserSignalling(EdgeCall call, SipShard shard, EdgeParts parts)
{
    // Few calls of a carrier's have a browser here, and each is remembered for a while.
    private Dictionary<int, BrowserLeg>? _legs;

    private IEnumerable<BrowserLeg> Live => _legs?.Values.Where(static leg => !leg.IsOver) ?? [];

    /// <summary>The card of a device's leg; null when it has none here.</summary>
    public CallCard? CardOf(PhoneDevice device) => Find(device)?.Card;

    /// <summary>The call's first leg is a browser that dialled.</summary>
    public void AddIncoming(PhoneDevice device, int offerNumber) =>
        Add(new BrowserLeg(LegId.First, device, isIncoming: true) { OfferNumber = offerNumber, IsShown = true });

    /// <summary>Carries out a command of a browser's leg; false when it is not one.</summary>
    public bool Carry(CallCommand command)
    {
        switch (command)
        {
            case InviteLeg { Target.IsBrowser: true } invite:
                Ring(invite);
                return true;
            case AdoptLeg adopt:
                Adopt(adopt);
                return true;
        }

        if (_legs is null || !_legs.TryGetValue(command.Leg.Number, out var leg))
        {
            return false;
        }

        if (!leg.IsOver)
        {
            Carry(leg, command);
        }

        return true;
    }

    /// <summary>The person takes the call that rings.</summary>
    /// <returns>False when it does not ring at this device.</returns>
    public bool Answer(PhoneDevice device, OfferCard offer)
    {
        if (Find(device) is not { IsIncoming: false, IsEstablished: false } leg)
        {
            return false;
        }

        leg.IsEstablished = true;
        leg.OfferNumber = offer.Number;
        call.Report(new LegAnswered(leg.Leg, parts.Clock.Utc, offer.Sdp, null));
        return true;
    }

    /// <summary>The person ends the call, gives it up or declines it.</summary>
    /// <returns>False when the device has no leg here.</returns>
    public bool Leave(PhoneDevice device)
    {
        if (Find(device) is not { } leg)
        {
            return false;
        }

        var at = parts.Clock.Utc;
        if (!leg.IsIncoming && !leg.IsEstablished)
        {
            Over(leg, new EndCard("declined"));
            call.Report(new LegFailed(leg.Leg, at, new CallFailure(603, "Declined", 21, CallResult.Declined)));
        }
        else if (leg.IsEstablished)
        {
            Over(leg, new EndCard("hangup"));
            call.Report(new LegClosed(leg.Leg, at, new EndCause(EndKind.Hangup, null, 16)));
        }
        else
        {
            Over(leg, new EndCard("cancelled"));
            call.Report(new LegClosed(leg.Leg, at, new EndCause(EndKind.Cancelled, 487, null, "The caller gave up")));
        }

        return true;
    }

    /// <summary>The browser is muted or not.</summary>
    /// <returns>False when the device has no leg here.</returns>
    public bool Mute(PhoneDevice device, bool muted)
    {
        if (Find(device) is not { } leg)
        {
            return false;
        }

        leg.IsMuted = muted;
        if (leg.Card is { } card)
        {
            Show(leg, card);
        }

        return true;
    }

    /// <summary>The browser offers anew; the call's grain is asked beside this.</summary>
    public void Offering(PhoneDevice device, int offerNumber)
    {
        if (Find(device) is { } leg)
        {
            leg.OfferNumber = offerNumber;
        }
    }

    /// <summary>The browser has no connection any more: what rings is not reachable, what talks waits for it to come back.</summary>
    public void DeviceLost(PhoneDevice device)
    {
        if (Find(device) is not { } leg)
        {
            return;
        }

        leg.Absence++;
        if (!leg.IsIncoming && !leg.IsEstablished)
        {
            Over(leg, new EndCard("unavailable"));
            call.Report(new LegFailed(leg.Leg, parts.Clock.Utc, new CallFailure(480, "The browser has left", 20, CallResult.Unavailable)));
            return;
        }

        AwaitReturn(leg);
    }

    /// <summary>The browser has a connection again.</summary>
    public void DeviceBack(PhoneDevice device)
    {
        if (Find(device) is { } leg)
        {
            leg.Absence++;
        }
    }

    /// <summary>
    /// Media of a leg has been missing for the configured time. A browser that is connected is asked for a new connection; one that is not is
    /// waited for anyway. False when it is not a browser's leg.
    /// </summary>
    public bool AskWhetherAlive(LegId leg)
    {
        if (_legs is null || !_legs.TryGetValue(leg.Number, out var found) || found.IsOver)
        {
            return false;
        }

        Renegotiate(found, "lost");
        return true;
    }

    /// <summary>Ends every leg that is not over.</summary>
    public void HangUpAll(EndCause cause)
    {
        foreach (var leg in Live.ToArray())
        {
            Over(leg, BrowserEnds.Of(cause, leg.IsEstablished));
        }
    }

    /// <summary>Forgets every leg but those that stay, as if it had never been here.</summary>
    public void Leave(ImmutableArray<LegId> staying)
    {
        foreach (var leg in _legs?.Values.Where(leg => !staying.Contains(leg.Leg)).ToArray() ?? [])
        {
            if (!leg.IsOver)
            {
                Over(leg, null);
            }

            _legs!.Remove(leg.Leg.Number);
        }
    }

    /// <summary>Forgets every leg without a word.</summary>
    public void DropAll()
    {
        foreach (var leg in Live.ToArray())
        {
            Over(leg, null);
        }
    }

    private void Carry(BrowserLeg leg, CallCommand command)
    {
        switch (command)
        {
            case ShowCall show:
                Show(leg, show.Card);
                break;
            case ProgressLeg progress:
                Describe(leg, progress.Sdp);
                break;
            case AnswerLeg answer:
                leg.IsEstablished = true;
                Describe(leg, answer.Sdp);
                break;
            case AnswerReoffer answer:
                Describe(leg, answer.Sdp);
                break;
            case RejectReoffer:
                Tell(leg, new OfferCard(leg.OfferNumber, ""));
                break;
            case ReofferLeg:
                Renegotiate(leg, leg.OfferNumber == 0 ? "moved" : "codec");
                break;
            case ParkLeg park:
                Over(leg, new EndCard("transferred", Into: park.Into.Name));
                break;
            case RejectLeg reject:
                Over(leg, BrowserEnds.Of(reject.Failure));
                break;
            case EndLeg end:
                Over(leg, BrowserEnds.Of(end.Cause, leg.IsEstablished));
                break;
            case ReleaseLeg:
                Over(leg, null);
                break;
            default:
                break;
        }
    }

    private void Ring(InviteLeg command)
    {
        if (_legs?.ContainsKey(command.Leg.Number) is true)
        {
            return;
        }

        var target = command.Target;
        if (target.User is not { } user || parts.Devices.Find(user, target.Uri) is not { Connection: { } connection } device || (target.Flow != 0 && connection.Flow != target.Flow))
        {
            call.Report(new LegFailed(command.Leg, parts.Clock.Utc, new CallFailure(480, "The browser has left", 20, CallResult.Unavailable)));
            return;
        }

        Add(new BrowserLeg(command.Leg, device, isIncoming: false));
        call.Report(new LegRinging(command.Leg, parts.Clock.Utc, 180));
    }

    private void Adopt(AdoptLeg command)
    {
        if (_legs is null || !_legs.TryGetValue(command.Leg.Number, out var leg) || leg.IsOver)
        {
            if (parts.Devices.Find(command.User, command.Device) is not { } device)
            {
                call.Report(new LegClosed(command.Leg, parts.Clock.Utc, new EndCause(EndKind.MediaLost, null, 27, "The browser has left")));
                return;
            }

            var adopted = new BrowserLeg(command.Leg, device, isIncoming: false) { IsEstablished = true, IsShown = true, OfferNumber = device.OfferOf(call.Id.Name) };
            Add(adopted);
            if (device.Connection is null)
            {
                AwaitReturn(adopted);
            }
        }
    }

    // What talks waits for its browser to come back.
    private void AwaitReturn(BrowserLeg leg)
    {
        var absence = leg.Absence;
        shard.After(TimeSpan.FromSeconds(parts.Edge.KeepBrowserSeconds), () =>
        {
            if (!leg.IsOver && leg.Absence == absence)
            {
                Over(leg, new EndCard("lost"));
                call.Report(new LegClosed(leg.Leg, parts.Clock.Utc, new EndCause(EndKind.MediaLost, null, 27, "The browser did not come back")));
            }
        });
    }

    private static void Show(BrowserLeg leg, CallCard card)
    {
        leg.Card = card with { Muted = leg.IsMuted };
        if (leg.IsShown)
        {
            Tell(leg, null);
        }
        else
        {
            leg.IsShown = true;
            var shown = leg.Card;
            leg.Device.Tell(client => client.Incoming(shown));
        }
    }

    private void Describe(BrowserLeg leg, SdpBody body) => call.Describe(leg.Leg, body, sdp =>
    {
        if (!sdp.IsEmpty)
        {
            Tell(leg, new OfferCard(leg.OfferNumber, Encoding.UTF8.GetString(sdp.Span)));
        }
    });

    private static void Tell(BrowserLeg leg, OfferCard? answer)
    {
        if (leg.Card is { } card)
        {
            answer ??= leg.PendingAnswer;
            leg.PendingAnswer = null;
            leg.Device.Tell(client => client.CallChanged(new CallUpdate(card, answer)));
        }
        else if (answer is not null)
        {
            // The card of an adopted leg comes behind; the answer is not held up for it.
            leg.PendingAnswer = answer;
        }
    }

    private void Renegotiate(BrowserLeg leg, string reason)
    {
        var order = new RenegotiateOrder(call.Id.Name, ++leg.Epoch, reason);
        leg.Device.Tell(client => client.Renegotiate(order));
    }

    private void Add(BrowserLeg leg)
    {
        (_legs ??= [])[leg.Leg.Number] = leg;
        parts.Calls.LegAdded();
    }

    private void Over(BrowserLeg leg, EndCard? end)
    {
        leg.IsOver = true;
        parts.Calls.LegRemoved();
        if (end is not null && leg.Card is { } card)
        {
            var ended = card with { State = HubCallState.Ended, End = end };
            leg.Card = ended;
            leg.Device.Tell(client => client.CallChanged(new CallUpdate(ended)));
        }
    }

    private BrowserLeg? Find(PhoneDevice device) => Live.FirstOrDefault(leg => leg.Device == device);
}
