using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>The setting up of a leg that we call: early dialogs of forks, the first 2xx, CANCEL and its races, challenges, 422. RFC 3261 §13.2, §9.1.</summary>
internal sealed class OutgoingCall(Leg leg, OutgoingRequest invite, Dialog dialog, Destination destination) : IClientUser
{
    private readonly Forks _forks = new(leg, dialog);
    private OutgoingRequest _invite = invite;
    private ClientTransaction? _transaction;
    private Fork? _winner;
    private string? _cancelReason;
    private bool _cancelled;
    private bool _cancelSent;
    private bool _rangTooLong;
    private bool _owesAck;

    /// <summary>The dialog before any response.</summary>
    public Dialog Dialog => dialog;

    /// <summary>Sends the INVITE.</summary>
    public void Start(TimeSpan firstResponseWithin, long now)
    {
        if (firstResponseWithin > TimeSpan.Zero)
        {
            leg.ArmIn(TimerReason.FirstResponseMissing, firstResponseWithin, now);
        }

        if (!_invite.Body.IsEmpty)
        {
            dialog.Offers.TrySendOffer();
        }

        leg.ArmIn(TimerReason.RingTooLong, leg.Context.Options.MaxRinging, now);
        Send(0, now);
    }

    /// <summary>Gives up before an answer. RFC 3261 §9.1: CANCEL only after a provisional response.</summary>
    public bool Cancel(string? reason, long now)
    {
        if (leg.Phase != LegPhase.Setup || _cancelled)
        {
            return false;
        }

        _cancelled = true;
        _cancelReason = reason;
        SendCancel(now);
        return true;
    }

    /// <summary>The host's answer to the offer that came in the 2xx.</summary>
    public bool Acknowledge(ReadOnlyMemory<byte> body, long now)
    {
        if (_winner is null || leg.Dialog!.Offers.State != OfferAnswerState.RemoteOffer || !leg.Dialog.Offers.TrySendAnswer())
        {
            return false;
        }

        leg.Dialog.LocalBody = body;
        _owesAck = false;
        _forks.Acknowledge(_winner, _invite, body);
        return true;
    }

    /// <summary>The leg vanishes: whatever its INVITE still brings is not ours any more.</summary>
    public void Abandon(long now) => _transaction?.Abandon(now);

    /// <summary>The leg ends while the host still owes the answer to the 2xx's offer: BYE may only follow an ACK. RFC 3261 §13.2.2.4.</summary>
    public void EnsureAck()
    {
        if (_winner is { } winner && winner.Dialog.Offers.State == OfferAnswerState.RemoteOffer && _owesAck)
        {
            _owesAck = false;
            _forks.Acknowledge(winner, _invite, default);
        }
    }

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        if (transaction != _transaction)
        {
            return;
        }

        leg.Disarm(TimerReason.FirstResponseMissing);
        if (response.StatusCode < 200)
        {
            ReceiveProvisional(response, now);
        }
        else if (response.StatusCode < 300)
        {
            ReceiveSuccess(response, now);
        }
        else if (leg.Phase == LegPhase.Setup)
        {
            ReceiveFailure(response, now);
        }
    }

    /// <inheritdoc/>
    public void OnNoResponse(ClientTransaction transaction, int code, long now)
    {
        if (transaction == _transaction && leg.Phase == LegPhase.Setup)
        {
            var by = _cancelled ? LegEndBy.Local : code == 408 ? LegEndBy.TimeOut : LegEndBy.Transport;
            Fail(new LegEnd(by, _cancelled ? 487 : code, SipText.Of(SipReasonPhrase.Of(_cancelled ? 487 : code))), [], now);
        }
    }

    /// <summary>A timer of ours is due.</summary>
    public void Fire(TimerReason reason, long now)
    {
        if (leg.Phase != LegPhase.Setup)
        {
            return;
        }

        if (reason == TimerReason.CancelUnanswered)
        {
            _transaction!.Abandon(now);
            FailCancelled(now);
            return;
        }

        _rangTooLong = true;
        if (reason == TimerReason.FirstResponseMissing)
        {
            // The transaction goes on behind the closed leg, for what may still come.
            _cancelled = true;
            Fail(new LegEnd(LegEndBy.TimeOut, 408, "No response"), [], now);
            return;
        }

        if (!_cancelled)
        {
            Cancel("SIP ;cause=408 ;text=\"No answer\"", now);
        }

        if (!_cancelSent)
        {
            // Not even a 100 came: nothing to cancel, and timer B is long gone or the name is still being resolved.
            _transaction!.Abandon(now);
            FailCancelled(now);
        }
    }

    private void Send(int attempt, long now)
    {
        _forks.Clear();
        _cancelSent = false;
        _transaction = null;

        // The transaction may fail while it starts, before we hold it: its user must know it by then.
        _transaction = leg.Transactions.Prepare(_invite, this, attempt);
        leg.Transactions.Launch(_transaction, destination, now);
    }

    private void SendCancel(long now)
    {
        if (_cancelSent || _transaction is not { IsProceeding: true, Flow: { } flow })
        {
            return;
        }

        _cancelSent = true;
        leg.Transactions.Start(_invite.Cancel(_cancelReason), new Destination(flow), new Errand(leg, dialog, null), now, _transaction.Branch);
        leg.ArmIn(TimerReason.CancelUnanswered, leg.Context.Options.Timers.Timeout, now);
    }

    private void ReceiveProvisional(SipMessage response, long now)
    {
        if (_cancelled)
        {
            SendCancel(now);
            return;
        }

        if (leg.Phase != LegPhase.Setup)
        {
            return;
        }

        if (response.StatusCode == 100 || response.ToTag.IsEmpty || !_forks.TryFind(response, _invite, _transaction!.Flow, out var fork))
        {
            return;
        }

        // Timer C starts anew with each of them: a queue of somebody else's may hold the caller for long. RFC 3261 §16.7 step 2.
        leg.ArmIn(TimerReason.RingTooLong, leg.Context.Options.MaxRinging, now);

        var reliable = response.Values(SipHeader.Require).Contains("100rel"u8) && response.Has(SipHeader.RSeq);
        if (reliable && !_forks.TryPrack(fork, response, _invite, now))
        {
            return;
        }

        var body = SipText.BodyOf(response);
        if (reliable && !body.IsEmpty && !fork.Dialog.Offers.TryReceiveAnswer())
        {
            body = default;
        }

        leg.Emit(new Progressed(leg.Id, response.StatusCode, SipText.Of(response.ReasonPhrase), body, fork.Dialog.RemoteTag, reliable));
    }

    private void ReceiveSuccess(SipMessage response, long now)
    {
        if (_forks.TryRepeatAck(response) || !_forks.TryFind(response, _invite, _transaction!.Flow, out var fork))
        {
            return;
        }

        fork.Dialog.Confirm(response, _transaction!.Flow);
        fork.Dialog.LocalCSeq = Math.Max(fork.Dialog.LocalCSeq, _invite.CSeq);
        if (_winner is not null || leg.Phase == LegPhase.Closing || _cancelled)
        {
            _forks.Refuse(fork, _invite, _cancelReason ?? "SIP ;cause=200 ;text=\"Call completed elsewhere\"", now);
            if (leg.Phase == LegPhase.Setup)
            {
                FailCancelled(now);
            }

            return;
        }

        Win(fork, response, now);
    }

    private void Win(Fork fork, SipMessage response, long now)
    {
        var offers = fork.Dialog.Offers;
        var body = SipText.BodyOf(response);
        var isOffer = offers.State == OfferAnswerState.None;
        if (!(offers.State == OfferAnswerState.Agreed || (!body.IsEmpty && (isOffer ? offers.TryReceiveOffer() : offers.TryReceiveAnswer()))))
        {
            _forks.Refuse(fork, _invite, "SIP ;cause=488 ;text=\"No session description in 2xx\"", now);
            Fail(new LegEnd(LegEndBy.Protocol, 488, "No session description in 2xx"), [], now);
            return;
        }

        _winner = fork;
        leg.Dialog = fork.Dialog;
        leg.Disarm(TimerReason.RingTooLong);
        leg.Establish(SessionHeaders.Agreed(response), now);
        _owesAck = isOffer;
        if (isOffer)
        {
            _forks.OweAck(fork);
        }
        else
        {
            _forks.Acknowledge(fork, _invite, default);
        }

        leg.Emit(new Answered(leg.Id, response, body, isOffer));
    }

    private void ReceiveFailure(SipMessage response, long now)
    {
        if (_cancelled)
        {
            FailCancelled(now);
            return;
        }

        if (leg.Challenges.TryAnswer(_transaction!, response, _invite.CSeq + 1, out var again))
        {
            Retry(again, now);
            return;
        }

        if (response.StatusCode == 422 && leg.Session.TryRaise(SipText.Seconds(response, SipHeader.MinSE)))
        {
            var headers = new List<AddedHeader>(_invite.Without("Session-Expires").Without("Min-SE").Headers);
            SessionHeaders.AddToRequest(leg, headers);
            Retry(_invite with { CSeq = _invite.CSeq + 1, Headers = headers }, now);
            return;
        }

        var contacts = response.StatusCode < 400 ? SipText.All(response, SipHeader.Contact) : [];
        Fail(LegEnds.OfResponse(response), contacts, now);
    }

    private void Retry(OutgoingRequest request, long now)
    {
        var attempt = _transaction!.Attempt + 1;
        _invite = request;
        dialog.LocalCSeq = request.CSeq;
        Send(attempt, now);
    }

    private void FailCancelled(long now) => Fail(
        _rangTooLong ? new LegEnd(LegEndBy.TimeOut, 408, "No answer") : new LegEnd(LegEndBy.Local, 487, "Request Terminated"), [], now);

    private void Fail(LegEnd end, IReadOnlyList<string> contacts, long now) => leg.Close(new Failed(leg.Id, end, contacts), now);
}
