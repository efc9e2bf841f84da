using System.Text;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>Blind transfer by REFER, as the one who asks and as the one who is asked, with its NOTIFYs. RFC 3515, RFC 4488.</summary>
internal sealed class Transfers(Leg leg)
{
    private ServerTransaction? _asked;
    private bool _asksSubscription;
    private bool _notifies;
    private string _event = "refer";
    private int _referCount;
    private bool _awaitsNotify;

    /// <summary>Whether a REFER of the peer waits for the host's answer, or its outcome for a NOTIFY.</summary>
    public bool IsOpen => _asked is not null || _notifies;

    /// <summary>Whether we still owe the peer the outcome of its REFER.</summary>
    public bool IsNotifying => _notifies;

    /// <summary>A REFER came in the dialog.</summary>
    public void Receive(ServerTransaction refer, long now)
    {
        var request = refer.Request;
        if (_asked is not null || _notifies)
        {
            leg.Context.Counters.OutOfTurn++;
            refer.Respond(new OutgoingResponse(491), now);
            return;
        }

        // RFC 3515 §2.4.2: exactly one Refer-To.
        var targets = SipText.All(request, SipHeader.ReferTo);
        var target = targets.Count == 1 ? SipText.UriOf(targets[0]) : "";
        if (target.Length == 0)
        {
            leg.Context.Counters.Refused++;
            refer.Respond(new OutgoingResponse(400, "One Refer-To Needed"), now);
            return;
        }

        _asked = refer;
        _asksSubscription = !(request.TryGet(SipHeader.ReferSub, out var wants) && SipGrammar.Same(wants, "false"u8));
        _referCount++;
        _event = _referCount == 1 ? "refer" : $"refer;id={request.CSeqNumber}";
        leg.ArmIn(TimerReason.ReferExpiry, leg.Context.Options.HostPatience, now);
        var by = SipText.First(request, SipHeader.ReferredBy);
        leg.Emit(new ReferRequested(leg.Id, target, by.Length == 0 ? null : by, _asksSubscription));
    }

    /// <summary>The host accepts (2xx) or refuses.</summary>
    public bool Answer(int code, string? phrase, long now)
    {
        if (_asked is not { } refer)
        {
            return false;
        }

        _asked = null;
        leg.Disarm(TimerReason.ReferExpiry);
        if (code >= 300)
        {
            refer.Respond(new OutgoingResponse(code, phrase) { ContactUser = leg.Token }, now);
            return true;
        }

        IReadOnlyList<AddedHeader> headers = _asksSubscription ? [] : [new AddedHeader("Refer-Sub", "false")];
        refer.Respond(new OutgoingResponse(_asksSubscription ? 202 : 200) { ContactUser = leg.Token, Headers = headers }, now);
        if (_asksSubscription)
        {
            _notifies = true;
            leg.ArmIn(TimerReason.ReferExpiry, leg.Context.Options.ReferLifetime, now);
            Notify(100, "Trying", now);
        }

        return true;
    }

    /// <summary>Tells the peer how the transfer goes; a final code ends the subscription.</summary>
    public bool Notify(int code, string? phrase, long now)
    {
        if (!_notifies)
        {
            return false;
        }

        var final = code >= 200;
        var remaining = SipText.Seconds(leg.Context.Options.ReferLifetime);
        SendNotify($"SIP/2.0 {code} {phrase ?? SipText.Of(SipReasonPhrase.Of(code))}\r\n", final ? "terminated;reason=noresource" : $"active;expires={remaining}", now);
        if (final)
        {
            _notifies = false;
            leg.Disarm(TimerReason.ReferExpiry);
        }

        return true;
    }

    /// <summary>The host was silent for too long, or the subscription ran out.</summary>
    public void Expire(long now)
    {
        if (_asked is not null)
        {
            Answer(480, null, now);
            return;
        }

        if (_notifies)
        {
            _notifies = false;
            SendNotify("SIP/2.0 408 Request Timeout\r\n", "terminated;reason=timeout", now);
        }
    }

    /// <summary>Asks the peer to call somebody else.</summary>
    public bool Ask(string target, string? referredBy, long now)
    {
        if (leg.Phase != LegPhase.Established)
        {
            return false;
        }

        var refer = leg.Dialog!.Request(SipMethod.Refer).With("Refer-To", $"<{target}>").With("Supported", "norefersub");
        _awaitsNotify = true;
        leg.Run(referredBy is null ? refer : refer.With("Referred-By", referredBy), Answered, now);
        return true;
    }

    /// <summary>A NOTIFY came in the dialog.</summary>
    public void ReceiveNotify(ServerTransaction notify, long now)
    {
        var request = notify.Request;
        request.TryGet(SipHeader.Event, out var package);
        var semicolon = package.IndexOf((byte)';');
        var name = SipGrammar.Trim(semicolon < 0 ? package : package[..semicolon]);
        if (!SipGrammar.Same(name, "refer"u8) || !_awaitsNotify)
        {
            leg.Context.Counters.OutOfTurn++;
            notify.Respond(new OutgoingResponse(SipGrammar.Same(name, "refer"u8) || name.IsEmpty ? 481 : 489), now);
            return;
        }

        notify.Respond(new OutgoingResponse(200), now);
        request.TryGet(SipHeader.SubscriptionState, out var state);
        var terminated = state.Length >= 10 && SipGrammar.Same(state[..10], "terminated"u8);
        var read = TryReadFragment(request.Body, out var code, out var phrase);
        var final = terminated || (read && code >= 200);
        _awaitsNotify = !terminated;
        if (read || final)
        {
            leg.Emit(new ReferProgressed(leg.Id, code, phrase, final));
        }
    }

    private void Answered(SipMessage? response, int code, long now)
    {
        var unsubscribed = response is not null && response.TryGet(SipHeader.ReferSub, out var value) && SipGrammar.Same(value, "false"u8);
        _awaitsNotify &= code < 300 && !unsubscribed;
        leg.Emit(new ReferAnswered(leg.Id, code, response is null ? SipText.Of(SipReasonPhrase.Of(code)) : SipText.Of(response.ReasonPhrase)));
    }

    private void SendNotify(string fragment, string state, long now)
    {
        var notify = leg.Dialog!.Request(SipMethod.Notify).With("Event", _event).With("Subscription-State", state) with
        {
            ContentType = "message/sipfrag;version=2.0",
            Body = Encoding.UTF8.GetBytes(fragment),
        };
        leg.Run(notify, Notified, now);
    }

    // A peer that does not know the subscription wants to hear no more. RFC 6665 §4.2.2.
    private void Notified(SipMessage? response, int code, long now)
    {
        if (code is 481 or 408 or 489 && _notifies)
        {
            _notifies = false;
            leg.Disarm(TimerReason.ReferExpiry);
        }
    }

    //   SIP/2.0 SP Status-Code SP Reason-Phrase CRLF, with or without the line's end. RFC 3515 §2.4.5.
    private static bool TryReadFragment(ReadOnlySpan<byte> body, out int code, out string phrase)
    {
        code = 0;
        phrase = "";
        var end = body.IndexOfAny((byte)'\r', (byte)'\n');
        var line = end < 0 ? body : body[..end];
        if (line.Length < 11 || !line.StartsWith("SIP/2.0 "u8) || !SipGrammar.TryReadNumber(line.Slice(8, 3), 699, out var number, out _) || number < 100)
        {
            return false;
        }

        code = (int)number;
        phrase = SipText.Of(SipGrammar.Trim(line[11..]));
        return true;
    }
}
