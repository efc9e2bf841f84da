using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>Gives each request of a leg's dialog to the part that it is for. RFC 3261 §12.2.2.</summary>
internal static class LegRequests
{
    /// <summary>A request other than ACK and CANCEL came.</summary>
    public static void Receive(LegTable table, Leg leg, ServerTransaction transaction, long now)
    {
        var request = transaction.Request;
        if (leg.Dialog is not { } dialog)
        {
            // Our INVITE is not answered, so no branch is ours yet: it must wait, or is none of ours.
            Refuse(leg, transaction, request.Method is SipMethod.Update or SipMethod.Invite ? 491 : 481, now);
            return;
        }

        if (dialog.RemoteTag != SipText.Of(request.FromTag))
        {
            Refuse(leg, transaction, 481, now);
            return;
        }

        if (!dialog.TryAdvance(request.CSeqNumber))
        {
            Refuse(leg, transaction, 500, now);
            return;
        }

        if (IsBetter(transaction.Flow, dialog.Flow))
        {
            dialog.Flow = transaction.Flow;
            table.BindFlow(leg, transaction.Flow.Connection);
        }

        if (leg.Phase == LegPhase.Closing)
        {
            ReceiveLate(leg, transaction, now);
            return;
        }

        var refusal = Extensions(request) ?? RequestRules.Body(request);
        if (refusal is not null)
        {
            leg.Context.Counters.Refused++;
            transaction.Respond(refusal, now);
            return;
        }

        Dispatch(leg, transaction, now);
    }

    // What came to another process says nothing of how this one reaches the peer, unless there is no other way to it: the connection that the peer opened is there and none is here.
    private static bool IsBetter(in SipFlow flow, SipFlow? known) => !flow.IsPassedOn || (flow.IsReliable && known is not { Connection: > 0 });

    private static void Dispatch(Leg leg, ServerTransaction transaction, long now)
    {
        switch (transaction.Method)
        {
            case SipMethod.Bye:
                ReceiveBye(leg, transaction, now);
                break;
            case SipMethod.Invite when leg.Phase == LegPhase.Setup:
                Refuse(leg, transaction, 491, now);
                break;
            case SipMethod.Invite:
                transaction.Respond(new OutgoingResponse(100), now);
                leg.RemoteOffers.Receive(transaction, now);
                break;
            case SipMethod.Update:
                leg.RemoteOffers.Receive(transaction, now);
                break;
            case SipMethod.Prack when leg.Incoming is { } call:
                call.Receive(transaction, now);
                break;
            case SipMethod.Refer when leg.Phase == LegPhase.Established:
                leg.Transfers.Receive(transaction, now);
                break;
            case SipMethod.Notify:
                leg.Transfers.ReceiveNotify(transaction, now);
                break;
            case SipMethod.Info:
                ReceiveInfo(leg, transaction, now);
                break;
            case SipMethod.Options:
                transaction.Respond(new OutgoingResponse(200) { ContactUser = leg.Token, Headers = [new AddedHeader("Accept", Abilities.Accept)] }, now);
                break;
            case SipMethod.Prack or SipMethod.Refer:
                Refuse(leg, transaction, 481, now);
                break;
            default:
                leg.Context.Counters.Refused++;
                transaction.Respond(new OutgoingResponse(transaction.Method == SipMethod.Unknown ? 501 : 405), now);
                break;
        }
    }

    private static void ReceiveBye(Leg leg, ServerTransaction transaction, long now)
    {
        transaction.Respond(new OutgoingResponse(200), now);
        if (leg.Phase == LegPhase.Setup)
        {
            leg.Incoming!.ReceiveBye(transaction.Request, now);
        }
        else
        {
            leg.Close(new Ended(leg.Id, LegEnds.OfRequest(transaction.Request, 200)), now);
        }
    }

    // The DTMF relay of older gateways; anything else we would only lose. RFC 6086 §4.2.2.
    private static void ReceiveInfo(Leg leg, ServerTransaction transaction, long now)
    {
        var request = transaction.Request;
        var known = MediaType.TryParse(request.ContentType, out var type) && (type.Is("application"u8, "dtmf-relay"u8) || type.Is("application"u8, "dtmf"u8));
        if (!known && !request.Body.IsEmpty)
        {
            leg.Context.Counters.Refused++;
            transaction.Respond(new OutgoingResponse(415) { Headers = [new AddedHeader("Accept", "application/dtmf-relay, application/dtmf")] }, now);
            return;
        }

        transaction.Respond(new OutgoingResponse(200), now);
        if (known)
        {
            leg.Emit(new InfoReceived(leg.Id, SipText.Of(request.ContentType), SipText.BodyOf(request)));
        }
    }

    // The host has been told the end: crossing BYEs are fine, a transfer's outcome still counts, the rest is too late.
    private static void ReceiveLate(Leg leg, ServerTransaction transaction, long now)
    {
        if (transaction.Method == SipMethod.Bye)
        {
            transaction.Respond(new OutgoingResponse(200), now);
        }
        else if (transaction.Method == SipMethod.Notify)
        {
            leg.Transfers.ReceiveNotify(transaction, now);
        }
        else
        {
            Refuse(leg, transaction, 481, now);
        }
    }

    private static OutgoingResponse? Extensions(SipMessage request)
    {
        var unknown = Abilities.Unknown(request);
        return unknown.Length == 0 ? null : new OutgoingResponse(420) { Headers = [new AddedHeader("Unsupported", unknown)] };
    }

    private static void Refuse(Leg leg, ServerTransaction transaction, int code, long now)
    {
        leg.Context.Counters.OutOfTurn++;
        transaction.Respond(new OutgoingResponse(code), now);
    }
}
