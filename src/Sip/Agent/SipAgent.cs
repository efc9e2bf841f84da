using System.Net;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Agent.Legs;
using RtcCluster.Sip.Agent.Subscriptions;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent;

/// <summary>
/// A SIP user agent for many calls: transactions, dialogs and legs of one shard in one single-threaded machine without sockets or clock.
/// RFC 3261, 3262, 3264, 3311, 3326, 3515, 3581, 4028, 4488, 6026, 6086, 6665.
/// </summary>
/// <remarks>
/// <para>
/// The run loop. <c>now</c> is in ticks of 100 ns of any monotonic clock. Change once, drain all effects, then change again:
/// </para>
/// <code>
/// while (running)
/// {
///     var wait = agent.Deadline - clock.Now;               // long.MaxValue: nothing is due
///     switch (NextEvent(wait))
///     {
///         case datagram or framed message:
///             if (SipMessage.TryParse(bytes, limits, out var message) == SipParseStatus.Ok)
///                 agent.Receive(message, flow, now);        // the agent owns the message from here on
///             break;
///         case command from the call bridge:
///             agent.Answer(leg, sdp, now);                  // false: too late, the effect that says why is out already
///             break;
///         case time is up:
///             agent.Tick(now);
///             break;
///     }
///     while (agent.TryTake(out var effect))
///         switch (effect)
///         {
///             case SendMessage send: transport.Send(send.Flow, send.Bytes); break;     // on failure: agent.SendFailed(send.Transaction, now), later
///             case ResolveName ask: resolver.Ask(ask); break;                          // agent.Resolved(ask.Query, transport, address, now), later
///             case IncomingInvite call: bridge.Offer(call); break;
///             ...
///         }
/// }
/// </code>
/// <para>
/// A leg that calls us: <see cref="IncomingInvite"/> (100 is out), then <see cref="Bind"/>, <see cref="Progress"/> as often as wanted,
/// and <see cref="Answer"/> or <see cref="Reject"/>; after Answer comes <see cref="Confirmed"/>, or <see cref="Ended"/> when no ACK comes.
/// </para>
/// <para>
/// A leg that we call: <see cref="Invite"/>, then <see cref="Progressed"/> as often as the peer likes, then <see cref="Answered"/> (ACK is out) or
/// <see cref="Failed"/>. <see cref="Cancel"/> ends in <see cref="Failed"/> with 487, whatever crosses it on the way.
/// </para>
/// <para>
/// Each leg is ended exactly once: by <see cref="Failed"/>, <see cref="Cancelled"/> or <see cref="Ended"/>. Afterwards its id only serves
/// <see cref="NotifyRefer"/>. Messages that effects name (<c>Message</c> members) are valid until the next input; bodies are copies.
/// Commands give false when they come too late or at the wrong time; that is counted, never thrown.
/// </para>
/// </remarks>
public sealed class SipAgent
{
    // What each owner of a dialog may ask in it before the next one's numbers begin.
    private const uint Ahead = 1_000;

    private static readonly IReadOnlyList<AddedHeader> NoHeaders = [];
    private readonly AgentContext _context;
    private readonly TransactionLayer _transactions;
    private readonly ChallengeAnswers _challenges;
    private readonly LegTable _legs;
    private readonly SubscriptionTable _subscriptions;
    private readonly IncomingRequests _requests;

    /// <summary>An agent without calls.</summary>
    /// <param name="options">Listeners, timers and bounds.</param>
    /// <param name="entropy">Where tags and branches come from.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public SipAgent(SipAgentOptions options, ISipEntropy entropy, long now)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(entropy);
        _context = new AgentContext(options, entropy);
        _transactions = new TransactionLayer(_context);
        _challenges = new ChallengeAnswers(_context);
        _legs = new LegTable(_context, _transactions, _challenges);
        _subscriptions = new SubscriptionTable(_context, _transactions, _challenges);
        _requests = new IncomingRequests(_context, _transactions, _legs, _subscriptions);
        Now = now;
    }

    /// <summary>The time of the last input.</summary>
    public long Now { get; private set; }

    /// <summary>When <see cref="Tick"/> must be called; <see cref="long.MaxValue"/> when nothing is due.</summary>
    public long Deadline => _context.Timers.Deadline;

    /// <summary>What it counted and holds.</summary>
    public SipAgentCounters Counters => _context.Counters;

    /// <summary>Takes the next effect; false when there is none.</summary>
    /// <param name="effect">The effect.</param>
    public bool TryTake(out SipEffect effect) => _context.TryTake(out effect);

    /// <summary>A message came. The agent owns it from here on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="flow">Where it came from.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void Receive(SipMessage message, in SipFlow flow, long now)
    {
        ArgumentNullException.ThrowIfNull(message);
        Begin(now);
        if (message.IsRequest)
        {
            _requests.Receive(message, flow, now);
            return;
        }

        _context.Counters.Responses++;
        _context.Retire(message);
        _transactions.Deliver(message, now);
    }

    /// <summary>Fires every timer that is due.</summary>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void Tick(long now)
    {
        Begin(now);
        while (_context.Timers.TryTake(now, out var timer))
        {
            timer.Owner.Fire(timer, now);
        }
    }

    /// <summary>A connection closed: requests of ours on it fail, the rest finds another way.</summary>
    /// <param name="connection">The number that its flow had.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void FlowClosed(long connection, long now)
    {
        Begin(now);
        _legs.FlowClosed(connection);
        _subscriptions.FlowClosed(connection);
        _transactions.FlowClosed(connection, now);
    }

    /// <summary>A send failed: its transaction ends as with 503. RFC 3261 §8.1.3.1.</summary>
    /// <param name="transaction">What <see cref="SendMessage"/> named.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void SendFailed(long transaction, long now)
    {
        Begin(now);
        _transactions.SendFailed(transaction, now);
    }

    /// <summary>The answer to <see cref="ResolveName"/>.</summary>
    /// <param name="query">What it named.</param>
    /// <param name="transport">The transport to use.</param>
    /// <param name="address">The address; null when there is none.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public void Resolved(long query, SipTransport transport, IPEndPoint? address, long now)
    {
        Begin(now);
        _transactions.Resolved(query, transport, address, now);
    }

    /// <summary>Calls somebody.</summary>
    /// <param name="call">Whom, from whom, with which offer.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public LegId Invite(InviteRequest call, long now)
    {
        ArgumentNullException.ThrowIfNull(call);
        Begin(now);
        if (call.MaxForwards < 1 || _legs.IsFull || _transactions.IsFull)
        {
            return Refuse(call.MaxForwards < 1 ? 483 : 503);
        }

        var leg = _legs.Add(call.Token is { } given && AgentContext.IsToken(given) ? given : null);
        var tag = _context.NewTag(leg.Token);
        RouteSet.Apply(call.Target, call.Routes, out var uri, out var routes);

        // Without an offer of ours a reliable provisional response would bring one that only PRACK could answer: not worth its cost here.
        var reliable = call.Supports100Rel && !call.Body.IsEmpty;
        var headers = new List<AddedHeader>(call.Headers) { new("Supported", reliable ? Abilities.Supported : "timer, norefersub") };
        SessionHeaders.AddToRequest(leg, headers);
        var request = new OutgoingRequest
        {
            Method = SipMethod.Invite,
            Uri = uri,
            From = $"{call.From};tag={tag}",
            To = call.To,
            CallId = _context.NewCallId(),
            CSeq = 1,
            Routes = routes,
            ContactUser = leg.Token,
            MaxForwards = call.MaxForwards,
            Headers = headers,
            ContentType = call.ContentType,
            Body = call.Body,
        };
        var dialog = Dialog.FromRequest(request, tag, leg.Token);
        dialog.LocalBody = call.Body;
        var destination = call.Flow is { } flow ? new Destination(flow) : NextHop.Of(_context, call.Routes.Count > 0 ? call.Routes[0] : call.Target);
        leg.Outgoing = new OutgoingCall(leg, request, dialog, destination);
        _legs.Index(leg, dialog);
        leg.Outgoing.Start(call.FirstResponseWithin, now);
        return leg.Id;
    }

    /// <summary>The leg of a dialog that a Replaces, Target-Dialog or Join header names.</summary>
    /// <param name="callId">Its Call-ID.</param>
    /// <param name="localTag">The tag that we gave: the header's to-tag as its receiver sees it. RFC 3891 §3.</param>
    /// <param name="remoteTag">The peer's tag.</param>
    /// <param name="leg">The leg.</param>
    public bool TryFind(string callId, string localTag, string remoteTag, out LegId leg)
    {
        var found = _legs.Find(callId, localTag);
        var matches = found?.Dialog is { } dialog && dialog.RemoteTag == remoteTag && found.Phase != LegPhase.Closing;
        leg = matches ? found!.Id : default;
        return matches;
    }

    /// <summary>Gives an incoming leg the token that its Contact and tag will carry; before its first Progress or Answer.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="token">Letters, digits, <c>-</c> and <c>_</c>, at most 128.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Bind(LegId leg, string token, long now)
    {
        ArgumentNullException.ThrowIfNull(token);
        var found = Find(leg, now);
        if (found is not { Incoming: not null, Dialog: null, Phase: LegPhase.Setup } || !AgentContext.IsToken(token))
        {
            return Late(false);
        }

        found.Token = token;
        return true;
    }

    /// <summary>Sends a provisional response (101 to 199) on an incoming leg.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="code">Status code.</param>
    /// <param name="body">Early media's answer, or empty.</param>
    /// <param name="reliable">Whether to send it reliably when the peer can (RFC 3262); a peer that requires it gets it so anyhow.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="headers">Other headers.</param>
    public bool Progress(LegId leg, int code, ReadOnlyMemory<byte> body, bool reliable, long now, IReadOnlyList<AddedHeader>? headers = null) =>
        Late(Find(leg, now)?.Incoming?.Progress(code, null, body, reliable, headers ?? NoHeaders, now));

    /// <summary>Answers an incoming leg with 200.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="body">The answer to the INVITE's offer, or our offer when it had none.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="headers">Other headers.</param>
    public bool Answer(LegId leg, ReadOnlyMemory<byte> body, long now, IReadOnlyList<AddedHeader>? headers = null) =>
        Late(Find(leg, now)?.Incoming?.Answer(body, headers ?? NoHeaders, now));

    /// <summary>Refuses an incoming leg; <see cref="Ended"/> follows.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="code">Status code, 300 to 699.</param>
    /// <param name="phrase">Its text; null for the usual one.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="headers">Challenges, Retry-After, Reason and the like.</param>
    public bool Reject(LegId leg, int code, string? phrase, long now, IReadOnlyList<AddedHeader>? headers = null) =>
        Late(Find(leg, now)?.Incoming?.Reject(code, phrase, headers ?? NoHeaders, now));

    /// <summary>Gives up calling; <see cref="Failed"/> follows.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="reason">Value of a Reason header such as <c>SIP ;cause=200 ;text="Call completed elsewhere"</c>; null for none.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Cancel(LegId leg, string? reason, long now) => Late(Find(leg, now)?.Outgoing?.Cancel(reason, now));

    /// <summary>Ends a leg in whatever way its state asks for: BYE, CANCEL or a refusal.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="reason">Value of a Reason header; null for none.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="code">Status code when an incoming leg is not answered yet.</param>
    public bool Hangup(LegId leg, string? reason, long now, int code = 480) => Late(Find(leg, now)?.Hangup(code, reason, now));

    /// <summary>Forgets a leg without a word to anybody: somebody else owns it now. No effect follows.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Drop(LegId leg, long now)
    {
        if (Find(leg, now) is not { } found)
        {
            return Late(false);
        }

        found.Vanish(now);
        return true;
    }

    /// <summary>Offers anew on an established leg: hold, resume, another anchor. Waits for its turn; crossing offers are tried again.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="body">The offer.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="byUpdate">UPDATE instead of re-INVITE when the peer allows it.</param>
    public bool Offer(LegId leg, ReadOnlyMemory<byte> body, long now, bool byUpdate = false) =>
        Late(Find(leg, now)?.LocalOffers.Offer(body, byUpdate, now));

    /// <summary>The peer was just heard of otherwise, by its registration say: an offer that it has not answered over UDP is sent at once instead of when that is due.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <returns>False when no offer waits for a first answer.</returns>
    public bool Urge(LegId leg, long now) => Find(leg, now)?.LocalOffers.Urge(now) is true;

    /// <summary>Answers <see cref="Offered"/>, or the offer of <see cref="Answered"/>.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="body">The answer, or our offer when the peer asked for one.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool AnswerOffer(LegId leg, ReadOnlyMemory<byte> body, long now)
    {
        var found = Find(leg, now);
        return Late(found is { RemoteOffers.IsPending: true } ? found.RemoteOffers.Answer(body, now) : found?.Outgoing?.Acknowledge(body, now));
    }

    /// <summary>Refuses <see cref="Offered"/>: what was agreed before stays.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="code">Status code, usually 488.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool RefuseOffer(LegId leg, int code, long now) => Late(Find(leg, now)?.RemoteOffers.Refuse(code, null, now));

    /// <summary>Asks the peer to call somebody else (blind transfer); <see cref="ReferAnswered"/> and <see cref="ReferProgressed"/> follow.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="target">URI to call.</param>
    /// <param name="referredBy">Value of Referred-By; null for none.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Refer(LegId leg, string target, string? referredBy, long now) => Late(Find(leg, now)?.Transfers.Ask(target, referredBy, now));

    /// <summary>Answers <see cref="ReferRequested"/>: 202 or a refusal.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="code">Status code.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool AnswerRefer(LegId leg, int code, long now) => Late(Find(leg, now)?.Transfers.Answer(code, null, now));

    /// <summary>Tells the peer how its transfer goes, also after the leg's end; a final code is the last word.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="code">Status code of the new call.</param>
    /// <param name="phrase">Its text; null for the usual one.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool NotifyRefer(LegId leg, int code, string? phrase, long now) => Late(Find(leg, now)?.Transfers.Notify(code, phrase, now));

    /// <summary>Sends an INFO.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="contentType">Type of the body, such as <c>application/dtmf-relay</c>.</param>
    /// <param name="body">The body.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Info(LegId leg, string contentType, ReadOnlyMemory<byte> body, long now)
    {
        if (Find(leg, now) is not { Phase: LegPhase.Established } found)
        {
            return Late(false);
        }

        found.Run(found.Dialog!.Request(SipMethod.Info) with { ContentType = contentType, Body = body }, null, now);
        return true;
    }

    /// <summary>Asks whether the peer lives (OPTIONS in the dialog); <see cref="PingAnswered"/> follows.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Ping(LegId leg, long now)
    {
        if (Find(leg, now) is not { Phase: LegPhase.Established } found)
        {
            return Late(false);
        }

        found.Run(found.Dialog!.Request(SipMethod.Options), (_, code, _) => _context.Emit(new PingAnswered(leg, code)), now);
        return true;
    }

    /// <summary>Sends a request outside of any leg; <see cref="ResponseReceived"/> follows.</summary>
    /// <param name="request">The request.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public RequestId Request(OutboundRequest request, long now)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method is SipMethod.Unknown or SipMethod.Invite or SipMethod.Ack or SipMethod.Cancel)
        {
            throw new ArgumentException($"{request.Method} is no request of its own.", nameof(request));
        }

        Begin(now);
        RouteSet.Apply(request.Target, request.Routes, out var uri, out var routes);
        var outgoing = new OutgoingRequest
        {
            Method = request.Method,
            Uri = uri,
            From = $"{request.From};tag={_context.Random(8)}",
            To = request.To,
            CallId = request.CallId ?? _context.NewCallId(),
            CSeq = request.CSeq,
            Routes = routes,
            ContactUser = request.ContactUser,
            ContactParameters = request.ContactParameters,
            MaxForwards = request.MaxForwards,
            Headers = request.Headers,
            ContentType = request.ContentType,
            Body = request.Body,
        };
        var id = new RequestId(_context.NextId());
        var destination = request.Flow is { } flow ? new Destination(flow) : NextHop.Of(_context, request.Routes.Count > 0 ? request.Routes[0] : request.Target);
        _transactions.Start(outgoing, destination, new OutsideRequest(_context, _transactions, _challenges, id, destination), now);
        return id;
    }

    /// <summary>Answers <see cref="IncomingRequest"/> or <see cref="ForeignRequest"/>.</summary>
    /// <param name="request">Which request.</param>
    /// <param name="code">Status code.</param>
    /// <param name="phrase">Its text; null for the usual one.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="headers">Other headers.</param>
    /// <param name="contentType">Type of the body; null for none.</param>
    /// <param name="body">The body.</param>
    public bool Respond(
        RequestId request, int code, string? phrase, long now, IReadOnlyList<AddedHeader>? headers = null, string? contentType = null, ReadOnlyMemory<byte> body = default)
    {
        Begin(now);
        return Late(_requests.Respond(request, new OutgoingResponse(code, phrase) { Headers = headers ?? NoHeaders, ContentType = contentType, Body = body }, now));
    }

    /// <summary>
    /// Serves a SUBSCRIBE: 200 goes out, and the host gives the state to <see cref="Notify"/> at once. RFC 6665 §4.2.1.
    /// <see cref="SubscriptionRefreshed"/> and <see cref="SubscriptionEnded"/> follow.
    /// </summary>
    /// <param name="request">What <see cref="IncomingRequest"/> named.</param>
    /// <param name="token">What our Contact and tag carry: letters, digits, <c>-</c> and <c>_</c>, at most 128.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="subscription">The subscription; default when it came to none.</param>
    /// <param name="headers">Other headers of the 200.</param>
    /// <returns>False when the request is gone, or was answered with a refusal (400, 423, 489, 503).</returns>
    public bool Subscribe(RequestId request, string token, long now, out SubscriptionId subscription, IReadOnlyList<AddedHeader>? headers = null)
    {
        ArgumentNullException.ThrowIfNull(token);
        Begin(now);
        subscription = default;
        if (!AgentContext.IsToken(token) || _requests.TakeSubscribe(request) is not { } transaction)
        {
            return Late(false);
        }

        var opened = _subscriptions.Open(transaction, token, headers ?? NoHeaders, now);
        subscription = opened?.Id ?? default;
        return opened is not null;
    }

    /// <summary>Tells a subscriber the state. While a NOTIFY is on its way the newest state waits for its answer, those between are left out.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="contentType">Type of the body.</param>
    /// <param name="body">The whole state; empty for a NOTIFY without one.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Notify(SubscriptionId subscription, string contentType, ReadOnlyMemory<byte> body, long now)
    {
        Begin(now);
        var found = _subscriptions.Find(subscription);
        found?.Notify(contentType, body, now);
        return Late(found is not null);
    }

    /// <summary>Ends a subscription; no effect follows.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="reason"><c>deactivated</c> to have it made anew at once, <c>rejected</c> or <c>noresource</c> for good. RFC 6665 §4.1.3.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool EndSubscription(SubscriptionId subscription, string reason, long now)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Begin(now);
        var found = _subscriptions.Find(subscription);
        found?.End(reason, now);
        return Late(found is not null);
    }

    /// <summary>The dialog of an established leg as bytes for another edge; null when there is none. See <see cref="DialogSnapshot"/>.</summary>
    /// <param name="leg">The leg.</param>
    public byte[]? Snapshot(LegId leg) =>
        _legs.Find(leg) is { Phase: LegPhase.Established, Dialog: { } dialog } found ? dialog.Snapshot(found.Session.Terms).ToBytes() : null;

    /// <summary>
    /// Takes over a leg of an edge that is gone: its own numbers go on 1,000 higher for each move, so that what an edge before may still have sent is older.
    /// Offer anew afterwards: the re-INVITE tells the peer our Contact.
    /// </summary>
    /// <param name="snapshot">The bytes of <see cref="Snapshot"/>.</param>
    /// <param name="flow">The flow to reach the peer by when there is one that lives; null to go by the dialog's routes.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <param name="leg">The leg.</param>
    /// <param name="moves">How many edges have taken it over since the bytes were made, this one counted.</param>
    public bool Adopt(ReadOnlySpan<byte> snapshot, SipFlow? flow, long now, out LegId leg, int moves = 1)
    {
        Begin(now);
        leg = default;
        if (!DialogSnapshot.TryRead(snapshot, out var read) || _legs.Find(read!.CallId, read.LocalTag) is not null)
        {
            return Late(false);
        }

        var adopted = _legs.Add(read.Token);
        var dialog = Dialog.FromSnapshot(read);
        dialog.LocalCSeq += Ahead * (uint)Math.Clamp(moves, 1, 1_000);
        dialog.Flow = flow ?? FlowOf(read);
        adopted.Dialog = dialog;
        adopted.Establish(read.Session, now);
        leg = adopted.Id;
        return true;
    }

    /// <summary>Somebody else has asked things in the dialog, and it is ours again: our numbers go on after theirs, as in <see cref="Adopt"/>.</summary>
    /// <param name="leg">The leg.</param>
    /// <param name="moves">How many others there have been since the last snapshot, counted as in <see cref="Adopt"/>.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Skip(LegId leg, int moves, long now)
    {
        if (Find(leg, now)?.Dialog is not { } dialog)
        {
            return Late(false);
        }

        dialog.LocalCSeq += Ahead * (uint)Math.Clamp(moves, 1, 1_000);
        return true;
    }

    /// <summary>Gives a request that was foreign to the leg that the host adopted for it.</summary>
    /// <param name="request">What <see cref="ForeignRequest"/> named.</param>
    /// <param name="leg">The adopted leg.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public bool Deliver(RequestId request, LegId leg, long now)
    {
        var found = Find(leg, now);
        return Late(found is not null && _requests.GiveToLeg(request, found, now));
    }

    /// <summary>
    /// Forgets a request that was foreign, without an answer: the host gives it, and whatever else comes of it, to whoever has its dialog. Repetitions come as foreign ones anew.
    /// </summary>
    /// <param name="request">What <see cref="ForeignRequest"/> named.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    /// <returns>False when it is gone, or its sender has taken it back meanwhile.</returns>
    public bool Forget(RequestId request, long now)
    {
        Begin(now);
        return Late(_requests.Forget(request, now));
    }

    private LegId Refuse(int code)
    {
        var leg = new LegId(_context.NextId());
        _context.Counters.Overloaded += code == 503 ? 1 : 0;
        _context.Emit(new Failed(leg, new LegEnd(LegEndBy.Local, code, SipText.Of(SipReasonPhrase.Of(code))), []));
        return leg;
    }

    private SipFlow? FlowOf(DialogSnapshot snapshot) =>
        snapshot.Transport == SipTransport.Udp && IPEndPoint.TryParse(snapshot.Remote, out var remote) && _context.ListenerFor(SipTransport.Udp, remote.Address) is { } local
            ? new SipFlow(SipTransport.Udp, local, remote)
            : null;

    private Leg? Find(LegId leg, long now)
    {
        Begin(now);
        return _legs.Find(leg);
    }

    private void Begin(long now)
    {
        Now = now;
        _context.BeginInput();
    }

    private bool Late(bool? done)
    {
        if (done != true)
        {
            _context.Counters.LateCommands++;
        }

        return done == true;
    }
}
