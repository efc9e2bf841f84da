using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Agent.Legs;
using RtcCluster.Sip.Agent.Subscriptions;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>Where each request that a peer sends goes: to its transaction, its leg, the host, or back with a refusal.</summary>
internal sealed class IncomingRequests(AgentContext context, TransactionLayer transactions, LegTable legs, SubscriptionTable subscriptions)
{
    private readonly Dictionary<RequestId, HostedRequest> _hosts = [];

    /// <summary>A request came. It is the transaction's, or goes back to the pool at the next input.</summary>
    public void Receive(SipMessage request, in SipFlow flow, long now)
    {
        context.Counters.Requests++;
        if (transactions.TryAbsorb(request, now))
        {
            context.Retire(request);
        }
        else if (request.Method == SipMethod.Ack)
        {
            ReceiveAck(request, flow, now);
        }
        else if (IsOverloaded(request))
        {
            Overload(request, flow);
        }
        else
        {
            Open(request, flow, now);
        }
    }

    /// <summary>The host answers a request that it was given.</summary>
    public bool Respond(RequestId id, OutgoingResponse response, long now)
    {
        if (!_hosts.TryGetValue(id, out var hosted))
        {
            return false;
        }

        if (response.Code >= 200)
        {
            Take(id);
        }

        hosted.Transaction.Respond(response, now);
        return true;
    }

    /// <summary>The request of a leg that the host adopted: it is the leg's now. False when it is gone, or was answered meanwhile.</summary>
    public bool GiveToLeg(RequestId id, Leg leg, long now)
    {
        if (!_hosts.TryGetValue(id, out var hosted) || hosted.Transaction.IsAnswered)
        {
            return false;
        }

        Take(id);
        LegRequests.Receive(legs, leg, hosted.Transaction, now);
        return true;
    }

    /// <summary>The host gave a request to somebody else; false when it is gone, or was answered meanwhile.</summary>
    public bool Forget(RequestId id, long now)
    {
        if (!_hosts.TryGetValue(id, out var hosted) || hosted.Transaction.IsAnswered)
        {
            return false;
        }

        Take(id);
        hosted.Transaction.Abandon(now);
        return true;
    }

    /// <summary>A SUBSCRIBE that the host serves; null when it is gone, or is something else.</summary>
    public ServerTransaction? TakeSubscribe(RequestId id) =>
        _hosts.TryGetValue(id, out var hosted) && hosted.Transaction is { Method: SipMethod.Subscribe } transaction && transaction.Request.ToTag.IsEmpty
            ? Take(id)!.Transaction
            : null;

    private HostedRequest? Take(RequestId id)
    {
        if (!_hosts.Remove(id, out var hosted))
        {
            return null;
        }

        hosted.Transaction.Ended = null;
        context.Timers.Cancel(hosted.Timer);
        return hosted;
    }

    private void Open(SipMessage request, in SipFlow flow, long now)
    {
        var transaction = transactions.Open(request, flow, now);
        if (request.Method == SipMethod.Cancel)
        {
            ReceiveCancel(transaction, now);
        }
        else if (!request.ToTag.IsEmpty)
        {
            ReceiveInDialog(transaction, now);
        }
        else if (RequestRules.Judge(context, transactions, transaction) is { } refusal)
        {
            transaction.Respond(refusal, now);
        }
        else if (request.Method == SipMethod.Invite)
        {
            ReceiveInvite(transaction, now);
        }
        else
        {
            var id = GiveToHost(transaction, now);
            context.Emit(new IncomingRequest(id, request, flow, SipText.BodyOf(request)));
        }
    }

    private void ReceiveInvite(ServerTransaction transaction, long now)
    {
        transaction.Respond(new OutgoingResponse(100), now);
        var leg = legs.Add(null);
        if (!SessionHeaders.TryAccept(leg.Session, transaction.Request, out var terms))
        {
            legs.Remove(leg);
            var minimum = SipText.Seconds(context.Options.MinSessionInterval);
            transaction.Respond(new OutgoingResponse(422) { Headers = [new AddedHeader("Min-SE", minimum)] }, now);
            return;
        }

        leg.Incoming = new IncomingCall(leg, transaction, terms);
        var hops = transaction.Request.MaxForwards < 0 ? 70 : transaction.Request.MaxForwards;
        context.Emit(new IncomingInvite(leg.Id, transaction.Request, transaction.Flow, SipText.BodyOf(transaction.Request), hops));
    }

    private void ReceiveInDialog(ServerTransaction transaction, long now)
    {
        if (legs.Find(transaction.Request) is { } leg)
        {
            LegRequests.Receive(legs, leg, transaction, now);
            return;
        }

        if (subscriptions.Find(transaction.Request) is { } subscription)
        {
            subscriptions.Receive(subscription, transaction, now);
            return;
        }

        if (transaction.Method == SipMethod.Invite)
        {
            transaction.Respond(new OutgoingResponse(100), now);
        }

        GiveAway(transaction, now);
    }

    private void GiveAway(ServerTransaction transaction, long now)
    {
        var id = GiveToHost(transaction, now);
        context.Emit(new ForeignRequest(id, transaction.Request, transaction.Flow, TokenOf(transaction.Request)));
    }

    private void ReceiveAck(SipMessage ack, in SipFlow flow, long now)
    {
        context.Retire(ack);
        if (legs.Find(ack) is { } leg)
        {
            if (leg.Dialog is { } dialog && dialog.RemoteTag == SipText.Of(ack.FromTag) && leg.Phase == LegPhase.Established)
            {
                leg.Acks.Receive(ack, now);
            }

            return;
        }

        if (ack.ToTag.IsEmpty)
        {
            context.Counters.Strays++;
            return;
        }

        context.Emit(new ForeignRequest(default, ack, flow, TokenOf(ack)));
    }

    private void ReceiveCancel(ServerTransaction cancel, long now)
    {
        var found = transactions.FindCancelled(cancel.Request);
        if (!cancel.Request.ToTag.IsEmpty && found is null or { User: null } && legs.Find(cancel.Request) is null)
        {
            // Of a re-INVITE that somebody else answers.
            GiveAway(cancel, now);
            return;
        }

        if (found is not { } invite)
        {
            context.Counters.OutOfTurn++;
            cancel.Respond(new OutgoingResponse(481), now);
            return;
        }

        // RFC 3261 §9.2: 200 in any case; it only has an effect before the final response.
        cancel.ToTag = invite.ToTag;
        cancel.Respond(new OutgoingResponse(200), now);
        if (invite.IsAnswered)
        {
            return;
        }

        if (invite.User is { } user)
        {
            user.OnCancel(invite, cancel.Request, now);
        }
        else
        {
            invite.Respond(new OutgoingResponse(487), now);
        }
    }

    private RequestId GiveToHost(ServerTransaction transaction, long now)
    {
        var id = new RequestId(context.NextId());
        var hosted = new HostedRequest(transaction);
        _hosts.Add(id, hosted);
        transaction.Ended = () => Take(id);

        // A non-INVITE transaction ends by itself; an INVITE's never would.
        if (transaction.Method == SipMethod.Invite)
        {
            context.Timers.Schedule(hosted.Timer, now + context.Options.Timers.Timeout.Ticks);
        }

        return id;
    }

    // In-dialog requests have a tenth more room: a flood of new calls must not keep the running ones from ending.
    private bool IsOverloaded(SipMessage request)
    {
        var max = context.Options.MaxTransactions;
        return context.Counters.Transactions >= (request.ToTag.IsEmpty ? max : max + (max / 10))
            || (request.Method == SipMethod.Invite && request.ToTag.IsEmpty && legs.IsFull);
    }

    // Without state: RFC 3261 §8.2.7. A refusal that made a transaction would fill what is full.
    private void Overload(SipMessage request, in SipFlow flow)
    {
        context.Counters.Overloaded++;
        var response = new OutgoingResponse(503)
        {
            ToTag = context.NewTag(""),
            Headers = [new AddedHeader("Retry-After", SipText.Seconds(context.Options.OverloadRetryAfter))],
        };
        context.Emit(new SendMessage(ResponseWay.Of(request, flow), MessageText.Response(context, request, response, flow), 0));
        context.Retire(request);
    }

    private static string TokenOf(SipMessage request)
    {
        var tag = SipText.Of(request.ToTag);
        var dot = tag.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? "" : tag[..dot];
    }
}
