using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>The setting up of a leg that a peer called: provisional responses, reliable ones too, answer, refusal, CANCEL. RFC 3261 §13.3, RFC 3262 §3.</summary>
internal sealed class IncomingCall : IServerUser
{
    private readonly Leg _leg;
    private readonly ServerTransaction _transaction;
    private readonly SessionTerms _terms;
    private readonly bool _supports100Rel;
    private readonly bool _requires100Rel;
    private Queue<Provisional>? _waiting;
    private uint _rseq;
    private uint _unacknowledged;
    private bool _carriesBody;
    private TimeSpan _interval;
    private (ReadOnlyMemory<byte> Body, IReadOnlyList<AddedHeader> Headers)? _deferredAnswer;

    public IncomingCall(Leg leg, ServerTransaction transaction, SessionTerms terms)
    {
        _leg = leg;
        _transaction = transaction;
        _terms = terms;
        var invite = transaction.Request;
        _requires100Rel = invite.Values(SipHeader.Require).Contains("100rel"u8);
        _supports100Rel = _requires100Rel || invite.Values(SipHeader.Supported).Contains("100rel"u8);

        // RFC 3262 §3: from 1 to 2^31 - 1, and room to grow.
        _rseq = 1 + (uint)(leg.Context.RandomBelow(TimeSpan.FromTicks(1_000_000)).Ticks);
        transaction.User = this;
    }

    /// <summary>Whether the INVITE carried an offer.</summary>
    public bool HasOffer => !_transaction.Request.Body.IsEmpty;

    /// <summary>Sends a provisional response, 101 to 199.</summary>
    public bool Progress(int code, string? phrase, ReadOnlyMemory<byte> body, bool reliable, IReadOnlyList<AddedHeader> headers, long now)
    {
        if (_leg.Phase != LegPhase.Setup || code is <= 100 or >= 200)
        {
            return false;
        }

        var provisional = new Provisional(code, phrase, body, _requires100Rel || (reliable && _supports100Rel), headers);
        if (_unacknowledged != 0)
        {
            // Its retransmissions must stay the transaction's last response; what comes later waits for the PRACK.
            (_waiting ??= new Queue<Provisional>()).Enqueue(provisional);
            return true;
        }

        Send(provisional, now);
        return true;
    }

    /// <summary>Sends the 2xx.</summary>
    public bool Answer(ReadOnlyMemory<byte> body, IReadOnlyList<AddedHeader> headers, long now)
    {
        if (_leg.Phase != LegPhase.Setup || _deferredAnswer is not null)
        {
            return false;
        }

        if (_unacknowledged != 0 && _carriesBody)
        {
            // RFC 3262 §3: no 2xx while a reliable response with an offer or answer is not acknowledged.
            _deferredAnswer = (body, headers);
            return true;
        }

        var offers = Dialog().Offers;
        var before = offers.State;
        if ((before == OfferAnswerState.RemoteOffer && (body.IsEmpty || !offers.TrySendAnswer()))
            || (before == OfferAnswerState.None && (body.IsEmpty || !offers.TrySendOffer()))
            || before == OfferAnswerState.LocalOffer)
        {
            return false;
        }

        var sent = before == OfferAnswerState.Agreed ? default : body;
        var lines = new List<AddedHeader>(headers);
        SessionHeaders.AddToResponse(_terms, _transaction.Request, lines);
        StopProvisionals();
        Remember(sent);
        Respond(200, null, sent, lines, now);
        _leg.Establish(_terms, now);
        _leg.Acks.Start(_transaction, needsAnswer: before == OfferAnswerState.None, initial: true, now);
        return true;
    }

    /// <summary>Refuses the call.</summary>
    public bool Reject(int code, string? phrase, IReadOnlyList<AddedHeader> headers, long now)
    {
        if (_leg.Phase != LegPhase.Setup)
        {
            return false;
        }

        Refuse(code is >= 300 and <= 699 ? code : 500, phrase, headers, now);
        _leg.Close(new Ended(_leg.Id, new LegEnd(LegEndBy.Local, code, phrase ?? SipText.Of(SipReasonPhrase.Of(code)))), now);
        return true;
    }

    /// <summary>A PRACK of the dialog came. RFC 3262 §3.</summary>
    public void Receive(ServerTransaction prack, long now)
    {
        if (_unacknowledged == 0 || !Matches(prack.Request))
        {
            _leg.Context.Counters.OutOfTurn++;
            prack.Respond(new OutgoingResponse(481), now);
            return;
        }

        _unacknowledged = 0;
        _leg.Disarm(TimerReason.ProvisionalAgain);
        _leg.Disarm(TimerReason.PrackMissing);
        ReceiveBody(prack, now);
        while (_unacknowledged == 0 && _leg.Phase == LegPhase.Setup && _waiting is not null && _waiting.TryDequeue(out var next))
        {
            Send(next, now);
        }

        if (_deferredAnswer is { } answer && _unacknowledged == 0)
        {
            _deferredAnswer = null;
            Answer(answer.Body, answer.Headers, now);
        }
    }

    /// <summary>The leg vanishes: an INVITE that has no final response yet gets none from us.</summary>
    public void Abandon(long now)
    {
        if (!_transaction.IsAnswered)
        {
            _transaction.Abandon(now);
        }
    }

    /// <inheritdoc/>
    public void OnCancel(ServerTransaction transaction, SipMessage cancel, long now)
    {
        if (_leg.Phase != LegPhase.Setup)
        {
            return;
        }

        Refuse(487, null, [], now);
        _leg.Close(new Cancelled(_leg.Id, LegEnds.OfRequest(cancel, 487)), now);
    }

    /// <summary>The caller ends its early dialog with BYE, which it may. RFC 3261 §15.</summary>
    public void ReceiveBye(SipMessage bye, long now)
    {
        Refuse(487, null, [], now);
        _leg.Close(new Cancelled(_leg.Id, LegEnds.OfRequest(bye, 487)), now);
    }

    /// <inheritdoc/>
    public void OnUnacknowledged(ServerTransaction transaction, long now)
    {
        // The leg is over already; the counter of time-outs has it.
    }

    /// <summary>A timer of ours is due.</summary>
    public void Fire(TimerReason reason, long now)
    {
        if (_leg.Phase != LegPhase.Setup)
        {
            return;
        }

        switch (reason)
        {
            case TimerReason.PrackMissing:
                Refuse(504, "No PRACK", [], now);
                _leg.Close(new Ended(_leg.Id, new LegEnd(LegEndBy.TimeOut, 504, "No PRACK")), now);
                break;
            case TimerReason.ProvisionalAgain:
                _transaction.Repeat();
                _interval *= 2;
                _leg.ArmIn(TimerReason.ProvisionalAgain, _interval, now);
                break;
            default:
                _transaction.Repeat();
                _leg.ArmIn(TimerReason.KeepProceeding, TimeSpan.FromMinutes(1), now);
                break;
        }
    }

    private Dialog Dialog()
    {
        if (_leg.Dialog is { } known)
        {
            return known;
        }

        _transaction.ToTag = _leg.Context.NewTag(_leg.Token);
        var dialog = Dialogs.Dialog.FromInvite(_transaction.Request, _transaction.Flow, _transaction.ToTag, _leg.Token);
        if (HasOffer)
        {
            dialog.Offers.TryReceiveOffer();
        }

        _leg.Dialog = dialog;
        return dialog;
    }

    private void Send(Provisional provisional, long now)
    {
        var offers = Dialog().Offers;
        var headers = provisional.Headers;
        var body = provisional.Body;
        if (provisional.Reliable)
        {
            // An answer or offer counts from here on; once agreed, another body would be an offer, which is UPDATE's to make.
            var counts = !body.IsEmpty && (offers.State == OfferAnswerState.None ? offers.TrySendOffer() : offers.TrySendAnswer());
            body = counts ? body : default;
            _carriesBody = counts;
            _unacknowledged = ++_rseq;
            headers = [.. headers, new AddedHeader("Require", "100rel"), new AddedHeader("RSeq", SipText.Number(_rseq))];
            _interval = _leg.Context.Options.Timers.T1;
            _leg.Disarm(TimerReason.KeepProceeding);
            _leg.ArmIn(TimerReason.ProvisionalAgain, _interval, now);
            _leg.ArmIn(TimerReason.PrackMissing, _leg.Context.Options.Timers.Timeout, now);
        }
        else
        {
            // Without 100rel only a preview of the answer is allowed, never an offer. RFC 3261 §13.2.1.
            body = offers.State == OfferAnswerState.RemoteOffer ? body : default;
            _leg.ArmIn(TimerReason.KeepProceeding, TimeSpan.FromMinutes(1), now);
        }

        Remember(body);
        Respond(provisional.Code, provisional.ReasonPhrase, body, headers, now);
    }

    private void Remember(ReadOnlyMemory<byte> body)
    {
        if (!body.IsEmpty)
        {
            _leg.Dialog!.LocalBody = body;
        }
    }

    private void Respond(int code, string? phrase, ReadOnlyMemory<byte> body, IReadOnlyList<AddedHeader> headers, long now) => _transaction.Respond(
        new OutgoingResponse(code, phrase)
        {
            ContactUser = _leg.Token,
            CopiesRoute = true,
            Headers = headers,
            ContentType = "application/sdp",
            Body = body,
        },
        now);

    private void Refuse(int code, string? phrase, IReadOnlyList<AddedHeader> headers, long now)
    {
        StopProvisionals();
        _transaction.Respond(new OutgoingResponse(code, phrase) { Headers = headers }, now);
    }

    private void StopProvisionals()
    {
        _waiting = null;
        _unacknowledged = 0;
        _leg.Disarm(TimerReason.ProvisionalAgain);
        _leg.Disarm(TimerReason.PrackMissing);
        _leg.Disarm(TimerReason.KeepProceeding);
    }

    private bool Matches(SipMessage prack) => prack.TryGet(SipHeader.RAck, out var value)
        && RAck.TryParse(value, out var rack)
        && rack.ResponseNumber == _unacknowledged
        && rack.CSeqNumber == _transaction.Request.CSeqNumber
        && rack.Method == SipMethod.Invite;

    private void ReceiveBody(ServerTransaction prack, long now)
    {
        var body = SipText.BodyOf(prack.Request);
        var offers = _leg.Dialog!.Offers;
        if (body.IsEmpty)
        {
            prack.Respond(new OutgoingResponse(200), now);
        }
        else if (offers.TryReceiveAnswer())
        {
            prack.Respond(new OutgoingResponse(200), now);
            _leg.Emit(new OfferAnswered(_leg.Id, body));
        }
        else
        {
            _leg.RemoteOffers.Receive(prack, now);
        }
    }

    private readonly record struct Provisional(int Code, string? ReasonPhrase, ReadOnlyMemory<byte> Body, bool Reliable, IReadOnlyList<AddedHeader> Headers);
}
