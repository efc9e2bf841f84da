using System.Text;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Transactions;

/// <summary>A request of ours on its way, with its bytes and its state machine.</summary>
internal sealed class ClientTransaction : ISipTimerOwner
{
    private readonly AgentContext _context;
    private readonly TransactionLayer _layer;
    private readonly SipTimer _timer;
    private InviteClient? _invite;
    private NonInviteClient? _other;
    private byte[] _bytes = [];
    private bool _over;

    public ClientTransaction(AgentContext context, TransactionLayer layer, OutgoingRequest request, IClientUser user, string branch)
    {
        _context = context;
        _layer = layer;
        _timer = new SipTimer(this, TimerReason.Transaction);
        Request = request;
        User = user;
        Branch = branch;
        Key = TransactionKey.Client(Encoding.Latin1.GetBytes(branch), SipMethods.NameOf(request.Method));
        Id = context.NextId();
    }

    public long Id { get; }

    public string Branch { get; }

    public OutgoingRequest Request { get; }

    public IClientUser User { get; }

    /// <summary>The flow that it was sent by; null until its name is resolved.</summary>
    public SipFlow? Flow { get; private set; }

    /// <summary>How often this request was tried before with other credentials or a longer session interval.</summary>
    public int Attempt { get; init; }

    /// <summary>Whether a provisional response came, so that an INVITE may be cancelled. RFC 3261 §9.1.</summary>
    public bool IsProceeding => _invite?.State == InviteClientState.Proceeding;

    /// <summary>Whether a final response came or none will.</summary>
    public bool IsDecided => _over
        || _invite?.State is InviteClientState.Completed or InviteClientState.Accepted
        || _other?.State == NonInviteClientState.Completed;

    public string Key { get; }

    // An INVITE that was heard of is not said again, whatever else is when nobody has decided on it yet.
    private bool MayBeSentAgain => _invite is { State: InviteClientState.Calling } || _other is { State: NonInviteClientState.Trying or NonInviteClientState.Proceeding };

    /// <summary>Waits for the addresses of a name, no longer than a response may take.</summary>
    public void AwaitName(long now) => _context.Timers.Schedule(_timer, now + _context.Options.Timers.Timeout.Ticks);

    /// <summary>The way is known: writes the request and sends it.</summary>
    public void Send(SipFlow flow, long now)
    {
        if (_over || Flow is not null)
        {
            return;
        }

        Flow = flow;
        _bytes = MessageText.Request(_context, Request, flow, Branch);
        if (_bytes.Length == 0)
        {
            // Something of the host's cannot be written; it learns it as a failed send.
            Apply(TransactionEffects.Failed | TransactionEffects.Terminated, null, 503, now);
            return;
        }

        var effects = TransactionEffects.None;
        if (Request.Method == SipMethod.Invite)
        {
            _invite = new InviteClient(_context.Options.Timers, flow.IsReliable);
            effects = _invite.Start(now);
        }
        else
        {
            _other = new NonInviteClient(_context.Options.Timers, flow.IsReliable);
            effects = _other.Start(now);
        }

        _layer.Bind(this, flow.Connection);
        Apply(effects, null, 0, now);
    }

    /// <summary>A response with our branch came.</summary>
    public void Receive(SipMessage response, long now)
    {
        if (Flow is null)
        {
            _context.Counters.Strays++;
            return;
        }

        var effects = _invite?.Receive(response.StatusCode, now) ?? _other!.Receive(response.StatusCode, now);
        if ((effects & TransactionEffects.Inform) == 0)
        {
            _context.Counters.Retransmissions++;
        }

        Apply(effects, response, 0, now);
    }

    /// <summary>The transport could not send, or the name has no address.</summary>
    public void Fail(long now)
    {
        if (_over)
        {
            return;
        }

        var effects = _invite?.Fail() ?? _other?.Fail() ?? TransactionEffects.Failed | TransactionEffects.Terminated;
        Apply(effects, null, 503, now);
    }

    /// <summary>The peer was just heard of: an INVITE that it has not answered is sent once more.</summary>
    /// <returns>Whether there was one to send.</returns>
    public bool Urge(long now)
    {
        if (_over || _invite is null || _invite.Urge(now) is var effects && effects == TransactionEffects.None)
        {
            return false;
        }

        _context.Counters.Resent++;
        Apply(effects, null, 0, now);
        return true;
    }

    /// <summary>Forgets it: its user hears no more.</summary>
    public void Abandon(long now)
    {
        if (!_over)
        {
            Apply(_invite?.Abandon() ?? _other?.Abandon() ?? TransactionEffects.Terminated, null, 0, now);
        }
    }

    /// <inheritdoc/>
    public void Fire(SipTimer timer, long now)
    {
        if (Flow is null)
        {
            Apply(TransactionEffects.TimedOut | TransactionEffects.Terminated, null, 408, now);
            return;
        }

        var effects = _invite?.Tick(now) ?? _other!.Tick(now);
        if ((effects & TransactionEffects.Send) != 0)
        {
            _context.Counters.Resent++;
        }

        Apply(effects, null, 408, now);
    }

    private void Apply(TransactionEffects effects, SipMessage? message, int code, long now)
    {
        if ((effects & TransactionEffects.Send) != 0)
        {
            _context.Emit(new SendMessage(Flow!.Value, _bytes, Id));
        }

        if ((effects & TransactionEffects.Ack) != 0)
        {
            // Its To is that of the response, with the tag; all the rest is the INVITE's. RFC 3261 §17.1.1.3.
            message!.TryGet(SipHeader.To, out var to);
            _context.Emit(new SendMessage(Flow!.Value, MessageText.Request(_context, Request.Ack(SipText.Of(to)), Flow.Value, Branch), 0));
        }

        if (!MayBeSentAgain)
        {
            // It lives for half a minute more: the less of it there is, the less a collection has to carry along.
            _bytes = [];
        }

        _over = (effects & TransactionEffects.Terminated) != 0;
        if (_over)
        {
            _context.Timers.Cancel(_timer);
            _layer.Remove(this);
        }
        else
        {
            _context.Timers.Schedule(_timer, _invite?.Deadline ?? _other!.Deadline);
        }

        if ((effects & TransactionEffects.Inform) != 0)
        {
            User.OnResponse(this, message!, now);
        }
        else if ((effects & (TransactionEffects.TimedOut | TransactionEffects.Failed)) != 0)
        {
            _context.Counters.TimedOut += code == 408 ? 1 : 0;
            User.OnNoResponse(this, code, now);
        }
    }
}
