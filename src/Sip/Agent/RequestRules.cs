using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>What a request outside of a dialog must fulfil before anybody else sees it. RFC 3261 §8.2 and §16.3.</summary>
/// <remarks>What the message reader refuses by itself (400, 414, 416, 505) never gets here.</remarks>
internal static class RequestRules
{
    /// <summary>The refusal; null when the request may pass.</summary>
    public static OutgoingResponse? Judge(AgentContext context, TransactionLayer transactions, ServerTransaction transaction)
    {
        var request = transaction.Request;
        var refusal = Method(request) ?? Way(request) ?? Loop(context, transactions, transaction) ?? Extensions(request) ?? Body(request);
        context.Counters.Refused += refusal is null ? 0 : 1;
        return refusal;
    }

    /// <summary>A body that is no session description where one is expected; also for requests in a dialog. RFC 3261 §8.2.3.</summary>
    public static OutgoingResponse? Body(SipMessage request)
    {
        if (request.Body.IsEmpty || request.Method is not (SipMethod.Invite or SipMethod.Update or SipMethod.Prack))
        {
            return null;
        }

        if (request.TryGet(SipHeader.ContentEncoding, out var encoding) && !SipGrammar.Same(encoding, "identity"u8))
        {
            return new OutgoingResponse(415) { Headers = [new AddedHeader("Accept-Encoding", "identity")] };
        }

        return MediaType.TryParse(request.ContentType, out var type) && type.Is("application"u8, "sdp"u8)
            ? null
            : new OutgoingResponse(415) { Headers = [new AddedHeader("Accept", "application/sdp")] };
    }

    private static OutgoingResponse? Method(SipMessage request) => request.Method switch
    {
        SipMethod.Unknown => new OutgoingResponse(501),

        // These live in a dialog only, or, as REFER and NOTIFY, we allow them there only.
        SipMethod.Bye or SipMethod.Prack or SipMethod.Update or SipMethod.Info or SipMethod.Notify => new OutgoingResponse(481),
        SipMethod.Refer => new OutgoingResponse(403, "REFER Needs a Dialog"),
        _ => null,
    };

    // We pass calls on, as a proxy does: an INVITE that may go no further ends here. OPTIONS asks us and is answered. RFC 3261 §16.3 step 3, §11.
    private static OutgoingResponse? Way(SipMessage request) =>
        request.MaxForwards == 0 && request.Method != SipMethod.Options ? new OutgoingResponse(483) : null;

    private static OutgoingResponse? Loop(AgentContext context, TransactionLayer transactions, ServerTransaction transaction)
    {
        var looped = false;
        var mark = context.LoopMark(SipText.Of(transaction.Request.RequestUri));
        foreach (var value in transaction.Request.Values(SipHeader.Via))
        {
            looped |= Via.TryParse(value, out var via) && SipText.Of(via.Branch).StartsWith(mark, StringComparison.Ordinal);
        }

        if (!looped && !transactions.IsMerged(transaction))
        {
            return null;
        }

        context.Counters.Loops++;
        return new OutgoingResponse(482);
    }

    private static OutgoingResponse? Extensions(SipMessage request)
    {
        var unknown = Abilities.Unknown(request);
        return unknown.Length == 0 ? null : new OutgoingResponse(420) { Headers = [new AddedHeader("Unsupported", unknown)] };
    }
}
