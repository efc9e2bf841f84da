using System.Net;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Transactions;

/// <summary>A request of a peer that we answer, with its last response's bytes and its state machine. It owns the request until nobody needs it any more.</summary>
/// <remarks>
/// An answered transaction stays for 64·T1 only to know what comes again, for which its key is enough: the requests of that time would be 2 kB each, 38 MB at 300 calls
/// a second.
/// </remarks>
internal sealed class ServerTransaction : ISipTimerOwner
{
    private readonly AgentContext _context;
    private readonly TransactionLayer _layer;
    private readonly SipTimer _timer;
    private readonly InviteServer? _invite;
    private readonly NonInviteServer? _other;
    private SipFlow _back;
    private IPEndPoint? _sentBy;
    private byte[] _bytes = [];
    private string? _toTag;
    private SipMessage? _request;
    private bool _isForgotten;

    public ServerTransaction(AgentContext context, TransactionLayer layer, SipMessage request, in SipFlow flow, long now)
    {
        _context = context;
        _layer = layer;
        _timer = new SipTimer(this, TimerReason.Transaction);
        _request = request;
        Method = request.Method;
        Flow = flow;
        _back = ResponseWay.Of(request, flow);
        Key = TransactionKey.Server(request, request.MethodToken);
        MergedKey = request.ToTag.IsEmpty ? TransactionKey.Merged(request) : "";
        if (request.Method == SipMethod.Invite)
        {
            _invite = new InviteServer(context.Options.Timers, flow.IsReliable);
        }
        else
        {
            _other = new NonInviteServer(context.Options.Timers, flow.IsReliable, now);
            context.Timers.Schedule(_timer, _other.Deadline);
        }
    }

    /// <summary>The request; at the next input after its final response, or after the ACK to that, it is gone.</summary>
    /// <exception cref="InvalidOperationException">It is gone.</exception>
    public SipMessage Request => _request ?? throw new InvalidOperationException($"The request of {Key} was answered and is gone.");

    public SipMethod Method { get; }

    public SipFlow Flow { get; }

    public string Key { get; }

    public string MergedKey { get; }

    public IServerUser? User { get; set; }

    /// <summary>Called when it is over; null when nobody cares.</summary>
    public Action? Ended { get; set; }

    /// <summary>The tag that our responses add to a To without one: the same in all of them, and in that of a CANCEL. RFC 3261 §8.2.6.2, §9.2.</summary>
    public string ToTag
    {
        get => _toTag ??= _context.NewTag("");
        set => _toTag = value;
    }

    /// <summary>Whether the final response is given, or none may be any more.</summary>
    public bool IsAnswered => _invite is not null ? _invite.State != InviteServerState.Proceeding
        : _other!.State is NonInviteServerState.Completed or NonInviteServerState.Terminated;

    /// <summary>Whether a 2xx to INVITE is out.</summary>
    public bool IsAccepted => _invite?.State == InviteServerState.Accepted;

    public bool IsOver { get; private set; }

    /// <summary>Sends a response; after the final one nothing more goes out.</summary>
    public void Respond(OutgoingResponse response, long now)
    {
        var effects = _invite?.Respond(response.Code, now) ?? _other!.Respond(response.Code, now);
        if ((effects & TransactionEffects.Send) != 0)
        {
            _bytes = MessageText.Response(_context, Request, response.Code > 100 ? response with { ToTag = ToTag } : response, Flow);
        }

        Apply(effects, now);
    }

    /// <summary>Sends the last response again.</summary>
    public void Repeat()
    {
        if (_bytes.Length > 0)
        {
            _context.Counters.Resent++;
            _context.Emit(new SendMessage(_back, _bytes, 0));
        }
    }

    /// <summary>The ACK of its 2xx came, which is not said again: what it was is forgotten, though the transaction stays for what comes late.</summary>
    public void Settle()
    {
        _bytes = [];
        Forget();
    }

    /// <summary>Its request goes back to the pool when the host can no longer look at it.</summary>
    public void Forget()
    {
        if (!_isForgotten)
        {
            _isForgotten = true;
            if (Flow.Connection != 0 && !IsOver)
            {
                // What came by another process is repeated as by UDP, and its way can be lost.
                _sentBy = ResponseWay.WithoutConnection(Request, Flow).Remote;
            }

            _context.Retire(this);
        }
    }

    /// <summary>The host can no longer look at the request.</summary>
    public void GiveBack()
    {
        _request?.Dispose();
        _request = null;
    }

    /// <summary>The request came again.</summary>
    public void ReceiveAgain(long now)
    {
        _context.Counters.Retransmissions++;
        Apply(_invite?.ReceiveInvite() ?? _other!.ReceiveRequest(), now);
    }

    /// <summary>An ACK with the transaction's branch came.</summary>
    public void ReceiveAck(long now) => Apply(_invite!.ReceiveAck(now), now);

    /// <summary>The connection of the request is closed: responses go over a new one to the Via's sent-by. RFC 3261 §18.2.2.</summary>
    public void LoseConnection()
    {
        if (!_isForgotten)
        {
            _back = ResponseWay.WithoutConnection(Request, Flow);
        }
        else if (_sentBy is not null)
        {
            _back = Flow with { Connection = 0, Remote = _sentBy };
        }
    }

    /// <summary>Forgets it.</summary>
    public void Abandon(long now)
    {
        if (!IsOver)
        {
            Apply(_invite?.Abandon() ?? _other!.Abandon(), now);
        }
    }

    /// <inheritdoc/>
    public void Fire(SipTimer timer, long now)
    {
        var effects = _invite?.Tick(now) ?? _other!.Tick(now);
        if ((effects & TransactionEffects.Send) != 0)
        {
            _context.Counters.Resent++;
        }

        Apply(effects, now);
    }

    private void Apply(TransactionEffects effects, long now)
    {
        if ((effects & TransactionEffects.Send) != 0 && _bytes.Length > 0)
        {
            _context.Emit(new SendMessage(_back, _bytes, 0));
        }

        IsOver |= (effects & TransactionEffects.Terminated) != 0;
        if (IsOver)
        {
            _context.Timers.Cancel(_timer);
            _layer.Remove(this);
            Ended?.Invoke();
            Ended = null;
        }
        else
        {
            _context.Timers.Schedule(_timer, _invite?.Deadline ?? _other!.Deadline);
            if (_invite?.State == InviteServerState.Confirmed)
            {
                Settle();
            }
            else if (_other?.State == NonInviteServerState.Completed)
            {
                Forget();
            }
        }

        if ((effects & TransactionEffects.TimedOut) != 0)
        {
            _context.Counters.TimedOut++;
            User?.OnUnacknowledged(this, now);
        }
    }
}
