using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>What we change in an established session: offers by re-INVITE or UPDATE, and session refreshes. RFC 3261 §14.1, RFC 3311, RFC 4028 §7.4.</summary>
internal sealed class LocalOffers(Leg leg) : IClientUser
{
    // A peer that answers 491 more often does not let us through at all.
    private const int MaxGlares = 5;
    private Change? _current;
    private Change? _next;
    private ClientTransaction? _transaction;
    private SendMessage? _ack;
    private int _glares;

    /// <summary>Whether a request of ours is out.</summary>
    public bool IsPending => _transaction is not null;

    /// <summary>Offers the body, now or as soon as nothing else is going on; of several that wait, the last one counts.</summary>
    public bool Offer(ReadOnlyMemory<byte> body, bool byUpdate, long now)
    {
        if (leg.Phase != LegPhase.Established || body.IsEmpty)
        {
            return false;
        }

        if (_transaction is not null && _current is { IsRefresh: false } current && current.Body.Span.SequenceEqual(body.Span))
        {
            // It is being offered.
            _next = null;
            return true;
        }

        _next = new Change(body, byUpdate, IsRefresh: false);
        TryRunNext(now);
        return true;
    }

    /// <summary>The peer was just heard of: an offer that it has not answered is sent once more.</summary>
    public bool Urge(long now) => _transaction?.Urge(now) is true;

    /// <summary>Half the session interval is over and the refresh is ours.</summary>
    public void Refresh(long now)
    {
        leg.Session.RefreshSent();
        _next ??= new Change(leg.Dialog!.LocalBody, ByUpdate: true, IsRefresh: true);
        TryRunNext(now);
    }

    /// <summary>Starts what waits, when its time has come.</summary>
    public void TryRunNext(long now)
    {
        var busy = _transaction is not null || _current is not null || leg.RemoteOffers.IsPending || leg.Acks.IsPending || leg.Dialog?.Offers.IsOpen != false;
        if (_next is { } next && !busy && leg.Phase == LegPhase.Established)
        {
            _next = null;
            _glares = 0;
            _current = next;
            Send(next, now);
        }
    }

    /// <summary>The wait after 491 or 500 is over.</summary>
    public void TryAgain(long now)
    {
        if (_current is not { } again || _transaction is not null)
        {
            return;
        }

        if (leg.RemoteOffers.IsPending || leg.Acks.IsPending || leg.Dialog!.Offers.IsOpen)
        {
            leg.ArmIn(TimerReason.GlareOver, leg.Context.Options.Timers.T1, now);
            return;
        }

        Send(again, now);
    }

    /// <summary>A re-INVITE of ours had provisional responses and nothing else for longer than any telephone rings.</summary>
    public void GiveUp(long now) => leg.Fail(LegEndBy.TimeOut, 408, "No final response in dialog", null, now);

    /// <summary>Nobody answers a re-INVITE after BYE when its response was lost: it goes with its leg.</summary>
    public void Abandon(long now) => _transaction?.Abandon(now);

    /// <summary>The leg is over.</summary>
    public void Drop()
    {
        _current = null;
        _next = null;
    }

    /// <inheritdoc/>
    public void OnResponse(ClientTransaction transaction, SipMessage response, long now)
    {
        if (response.StatusCode < 200)
        {
            return;
        }

        if (transaction != _transaction)
        {
            // Our 2xx again: its ACK was lost. RFC 3261 §13.2.2.4.
            if (response.StatusCode < 300 && transaction.Request.Method == SipMethod.Invite && _ack is not null)
            {
                leg.Context.Counters.Resent++;
                leg.Emit(_ack);
            }

            return;
        }

        _transaction = null;
        leg.Disarm(TimerReason.RingTooLong);
        if (response.StatusCode < 300)
        {
            Succeed(transaction, response, now);
        }
        else if (leg.Phase == LegPhase.Established && _current is { } change)
        {
            Refused(transaction, response, change, now);
        }
    }

    /// <inheritdoc/>
    public void OnNoResponse(ClientTransaction transaction, int code, long now)
    {
        if (transaction != _transaction)
        {
            return;
        }

        _transaction = null;
        leg.Disarm(TimerReason.RingTooLong);
        if (leg.Phase != LegPhase.Established)
        {
            return;
        }

        var refresh = _current is { IsRefresh: true };
        if (code == 503 && refresh)
        {
            // The connection closed under the refresh: the next try opens a new one, and the session's expiry still bounds it.
            leg.Dialog!.Offers.Withdraw();
            leg.ArmIn(TimerReason.GlareOver, leg.Context.Options.Timers.T4, now);
            return;
        }

        // RFC 3261 §12.2.1.2: no answer in a dialog ends it.
        leg.Fail(code == 408 ? LegEndBy.TimeOut : LegEndBy.Transport, code, "No answer in dialog", null, now);
    }

    private void Send(Change change, long now)
    {
        var dialog = leg.Dialog!;
        var update = change.ByUpdate && dialog.AllowsUpdate;
        var body = change.IsRefresh && update ? default : change.Body;
        if (!update && body.IsEmpty)
        {
            // Adopted without a body to repeat: nothing to refresh with; expiry decides.
            _current = null;
            return;
        }

        if (!body.IsEmpty)
        {
            dialog.Offers.TrySendOffer();
        }

        var headers = new List<AddedHeader> { new("Supported", Abilities.Supported) };
        SessionHeaders.AddToRequest(leg, headers);
        var request = dialog.Request(update ? SipMethod.Update : SipMethod.Invite) with { Headers = headers, Body = body, ContentType = "application/sdp" };
        Launch(request, 0, now);
    }

    private void Launch(OutgoingRequest request, int attempt, long now)
    {
        _transaction = leg.Transactions.Prepare(request, this, attempt);
        leg.ArmIn(TimerReason.RingTooLong, leg.Context.Options.MaxRinging, now);
        leg.Transactions.Launch(_transaction, leg.Dialog!.Destination(leg.Context), now);
    }

    private void Succeed(ClientTransaction transaction, SipMessage response, long now)
    {
        var dialog = leg.Dialog!;
        if (transaction.Request.Method == SipMethod.Invite)
        {
            dialog.Learn(response);
            var credentials = transaction.Request.Headers.Where(line => line.Name is "Authorization" or "Proxy-Authorization").ToArray();
            var ack = dialog.Request(SipMethod.Ack, transaction.Request.CSeq) with { Headers = credentials };
            _ack = leg.Transactions.SendAck(ack, dialog.Destination(leg.Context));
        }

        if (leg.Phase != LegPhase.Established || _current is not { } change)
        {
            return;
        }

        dialog.Learn(response);
        leg.StartSession(SessionHeaders.Agreed(response), now);
        var body = SipText.BodyOf(response);
        _current = null;
        if (!transaction.Request.Body.IsEmpty)
        {
            if (body.IsEmpty || !dialog.Offers.TryReceiveAnswer())
            {
                leg.Fail(LegEndBy.Protocol, 488, "No answer in 2xx", null, now);
                return;
            }

            dialog.LocalBody = change.Body;
        }

        if (change.IsRefresh)
        {
            leg.Emit(new Refreshed(leg.Id));
        }

        if (!body.IsEmpty)
        {
            leg.Emit(new OfferAnswered(leg.Id, body));
        }

        TryRunNext(now);
    }

    private void Refused(ClientTransaction transaction, SipMessage response, Change change, long now)
    {
        var dialog = leg.Dialog!;
        var code = response.StatusCode;
        if (leg.Challenges.TryAnswer(transaction, response, dialog.LocalCSeq + 1, out var again))
        {
            dialog.LocalCSeq++;
            Launch(again, transaction.Attempt + 1, now);
            return;
        }

        dialog.Offers.Withdraw();
        var retryAfter = SipText.Seconds(response, SipHeader.RetryAfter);
        if (code == 422 && leg.Session.TryRaise(SipText.Seconds(response, SipHeader.MinSE)))
        {
            Send(change, now);
        }
        else if (code == 491 && ++_glares <= MaxGlares)
        {
            leg.ArmIn(TimerReason.GlareOver, GlareWait(dialog), now);
        }
        else if (code == 500 && retryAfter > TimeSpan.Zero && retryAfter <= TimeSpan.FromSeconds(10) && ++_glares <= MaxGlares)
        {
            leg.ArmIn(TimerReason.GlareOver, retryAfter, now);
        }
        else if (code is 481 or 408)
        {
            // RFC 3261 §12.2.1.2: the peer has no such dialog, or a proxy says that it is gone.
            leg.SendBye(null, now);
            leg.Close(new Ended(leg.Id, LegEnds.OfResponse(response)), now);
        }
        else if (code is 405 or 501 && transaction.Request.Method == SipMethod.Update)
        {
            _current = change with { ByUpdate = false };
            Send(_current.Value, now);
        }
        else
        {
            _current = null;
            if (!change.IsRefresh)
            {
                leg.Emit(new OfferRefused(leg.Id, code, SipText.Of(response.ReasonPhrase)));
            }

            TryRunNext(now);
        }
    }

    // RFC 3261 §14.1: the owner of the Call-ID waits 2.1 to 4 s, the other 0 to 2 s, in steps of 10 ms.
    private TimeSpan GlareWait(Dialog dialog)
    {
        var steps = dialog.OwnsCallId ? 210 + (leg.Context.RandomBelow(TimeSpan.FromTicks(191)).Ticks) : leg.Context.RandomBelow(TimeSpan.FromTicks(201)).Ticks;
        return TimeSpan.FromMilliseconds(10 * steps);
    }

    private readonly record struct Change(ReadOnlyMemory<byte> Body, bool ByUpdate, bool IsRefresh);
}
