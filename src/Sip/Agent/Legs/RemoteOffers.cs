using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>What the peer changes in a session: re-INVITE, UPDATE, and an offer in PRACK. One at a time. RFC 3261 §14.2, RFC 3311 §5.2.</summary>
internal sealed class RemoteOffers(Leg leg) : IServerUser
{
    private ServerTransaction? _pending;
    private SessionTerms _terms;
    private bool _hasOffer;

    /// <summary>Whether the host owes an answer.</summary>
    public bool IsPending => _pending is not null;

    /// <summary>A re-INVITE, an UPDATE, or a PRACK with an offer came, in sequence.</summary>
    public void Receive(ServerTransaction transaction, long now)
    {
        var request = transaction.Request;
        if (_pending is not null)
        {
            // RFC 3261 §14.2 and RFC 3311 §5.2: a second one before our final response to the first.
            var wait = SipText.Seconds(leg.Context.RandomBelow(TimeSpan.FromSeconds(11)));
            Turn(transaction, new OutgoingResponse(500) { Headers = [new AddedHeader("Retry-After", wait)] }, now);
            return;
        }

        if (transaction.Method != SipMethod.Prack && !SessionHeaders.TryAccept(leg.Session, request, out _terms))
        {
            var minimum = SipText.Seconds(leg.Context.Options.MinSessionInterval);
            transaction.Respond(new OutgoingResponse(422) { Headers = [new AddedHeader("Min-SE", minimum)] }, now);
            return;
        }

        _hasOffer = !request.Body.IsEmpty;
        if (transaction.Method == SipMethod.Invite && (leg.LocalOffers.IsPending || leg.Acks.IsPending || leg.Dialog!.Offers.IsOpen))
        {
            Turn(transaction, new OutgoingResponse(491), now);
            return;
        }

        if (_hasOffer && !leg.Dialog!.Offers.TryReceiveOffer())
        {
            Turn(transaction, new OutgoingResponse(leg.Dialog.Offers.State == OfferAnswerState.LocalOffer ? 491 : 500), now);
            return;
        }

        if (transaction.Method == SipMethod.Update && !_hasOffer)
        {
            // A session refresh that changes nothing. RFC 4028 §7.4.
            leg.Dialog!.Learn(request);
            Respond(transaction, default, now);
            RestartSession(now);
            leg.Emit(new Refreshed(leg.Id));
            return;
        }

        _pending = transaction;
        transaction.User = this;
        leg.ArmIn(TimerReason.OfferUnanswered, leg.Context.Options.HostPatience, now);
        leg.Emit(new Offered(leg.Id, transaction.Method, SipText.BodyOf(request)));
    }

    /// <summary>The host answers the offer, or makes the one that it was asked for.</summary>
    public bool Answer(ReadOnlyMemory<byte> body, long now)
    {
        var offers = leg.Dialog?.Offers;
        if (_pending is not { } transaction || body.IsEmpty || offers is null || !(_hasOffer ? offers.TrySendAnswer() : offers.TrySendOffer()))
        {
            return false;
        }

        Clear();
        leg.Dialog!.Learn(transaction.Request);
        leg.Dialog.LocalBody = body;
        Respond(transaction, body, now);
        if (transaction.Method != SipMethod.Prack)
        {
            RestartSession(now);
        }

        if (transaction.Method == SipMethod.Invite)
        {
            leg.Acks.Start(transaction, needsAnswer: !_hasOffer, initial: false, now);
        }

        leg.LocalOffers.TryRunNext(now);
        return true;
    }

    /// <summary>The host, or its silence, refuses the offer: what was agreed before stays.</summary>
    public bool Refuse(int code, string? phrase, long now)
    {
        if (_pending is not { } transaction)
        {
            return false;
        }

        Clear();
        Withdraw();
        transaction.Respond(new OutgoingResponse(code, phrase), now);
        leg.LocalOffers.TryRunNext(now);
        return true;
    }

    /// <summary>The leg is over: the peer's open request gets 487. RFC 3261 §15.1.2.</summary>
    public void Drop(long now)
    {
        if (_pending is { } transaction)
        {
            Clear();
            transaction.Respond(new OutgoingResponse(487), now);
        }
    }

    /// <summary>The leg vanishes: the peer's open request gets no answer from us.</summary>
    public void Abandon(long now)
    {
        _pending?.Abandon(now);
        Clear();
    }

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction transaction, SipMessage cancel, long now)
    {
        if (transaction != _pending)
        {
            return;
        }

        Clear();
        Withdraw();
        transaction.Respond(new OutgoingResponse(487), now);
        leg.Emit(new OfferWithdrawn(leg.Id));
        leg.LocalOffers.TryRunNext(now);
    }

    /// <inheritdoc/>
    public void OnUnacknowledged(ServerTransaction transaction, long now)
    {
        if (transaction == _pending)
        {
            Clear();
            Withdraw();
            leg.Emit(new OfferWithdrawn(leg.Id));
        }
    }

    private void RestartSession(long now)
    {
        // In an early dialog the session's terms are still the INVITE's to agree on.
        if (leg.Phase == LegPhase.Established)
        {
            leg.StartSession(_terms, now);
        }
    }

    private void Clear()
    {
        _pending = null;
        leg.Disarm(TimerReason.OfferUnanswered);
    }

    private void Withdraw()
    {
        if (_hasOffer)
        {
            leg.Dialog!.Offers.Withdraw();
        }
    }

    private void Turn(ServerTransaction transaction, OutgoingResponse response, long now)
    {
        leg.Context.Counters.OutOfTurn++;
        transaction.Respond(response, now);
    }

    private void Respond(ServerTransaction transaction, ReadOnlyMemory<byte> body, long now)
    {
        var headers = new List<AddedHeader>();
        if (transaction.Method != SipMethod.Prack)
        {
            SessionHeaders.AddToResponse(_terms, transaction.Request, headers);
        }

        transaction.Respond(
            new OutgoingResponse(200)
            {
                ContactUser = transaction.Method == SipMethod.Prack ? null : leg.Token,
                CopiesRoute = transaction.Method == SipMethod.Invite,
                Headers = headers,
                ContentType = "application/sdp",
                Body = body,
            },
            now);
    }
}
