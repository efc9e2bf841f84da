using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Dialogs;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Timers;
using RtcCluster.Sip.Transactions;

namespace RtcCluster.Sip.Agent.Legs;

/// <summary>One invite usage: a dialog, and what sets it up, changes it and ends it. The parts live in classes of their own and share this one.</summary>
internal sealed class Leg : ISipTimerOwner
{
    private readonly SipTimer?[] _timers = new SipTimer?[(int)TimerReason.HostSilent + 1];
    private readonly LegTable _table;
    private Dialog? _dialog;
    private string? _hangupReason;
    private bool _hangupWaits;

    public Leg(LegTable table, LegId id, string token)
    {
        _table = table;
        Id = id;
        Token = token;
        Session = new SessionTimer(Context.Options.SessionInterval, Context.Options.MinSessionInterval);
        Acks = new AckWait(this);
        LocalOffers = new LocalOffers(this);
        RemoteOffers = new RemoteOffers(this);
        Transfers = new Transfers(this);
    }

    public LegId Id { get; }

    public string Token { get; set; }

    public AgentContext Context => _table.Context;

    public TransactionLayer Transactions => _table.Transactions;

    public ChallengeAnswers Challenges => _table.Challenges;

    public LegPhase Phase { get; private set; }

    public SessionTimer Session { get; }

    public AckWait Acks { get; }

    public LocalOffers LocalOffers { get; }

    public RemoteOffers RemoteOffers { get; }

    public Transfers Transfers { get; }

    public IncomingCall? Incoming { get; set; }

    public OutgoingCall? Outgoing { get; set; }

    /// <summary>The dialog that the leg settled on; an incoming leg has it from its first tagged response on, an outgoing one from its 2xx on.</summary>
    public Dialog? Dialog
    {
        get => _dialog;
        set
        {
            _dialog = value;
            _table.Index(this, value!);
            _table.BindFlow(this, value!.Flow?.Connection ?? 0);
        }
    }

    /// <summary>True once it has ended and only stays for what comes late; the table's to set.</summary>
    public bool Lingers { get; set; }

    public void Emit(SipEffect effect) => Context.Emit(effect);

    public void Arm(TimerReason reason, long due) => Context.Timers.Schedule(_timers[(int)reason] ??= new SipTimer(this, reason), due);

    public void ArmIn(TimerReason reason, TimeSpan wait, long now) => Arm(reason, now + wait.Ticks);

    public void Disarm(TimerReason reason)
    {
        if (_timers[(int)reason] is { } timer)
        {
            Context.Timers.Cancel(timer);
        }
    }

    public bool IsArmed(TimerReason reason) => _timers[(int)reason]?.IsScheduled == true;

    /// <summary>A 2xx was sent or received.</summary>
    public void Establish(SessionTerms terms, long now)
    {
        Phase = LegPhase.Established;
        StartSession(terms, now);
    }

    /// <summary>The session's clock starts anew.</summary>
    public void StartSession(SessionTerms terms, long now)
    {
        Session.Start(terms, now);
        Arm(TimerReason.SessionRefresh, Session.RefreshAt);
        Arm(TimerReason.SessionExpiry, Session.ExpiresAt);
    }

    /// <summary>Sends a non-INVITE request of the leg's dialog.</summary>
    public void Run(OutgoingRequest request, Action<SipMessage?, int, long>? done, long now) => new Errand(this, Dialog!, done).Run(request, now);

    /// <summary>The host wants the leg gone, whatever it is doing.</summary>
    public bool Hangup(int code, string? reason, long now)
    {
        if (Phase == LegPhase.Closing)
        {
            return false;
        }

        if (Phase == LegPhase.Setup)
        {
            return Outgoing is { } call ? call.Cancel(reason, now) : Incoming!.Reject(code, null, reason is null ? [] : [new AddedHeader("Reason", reason)], now);
        }

        // The callee may not send BYE before its 2xx is acknowledged. RFC 3261 §15.
        if (Incoming is not null && Acks.IsInitial)
        {
            _hangupWaits = true;
            _hangupReason = reason;
            return true;
        }

        SendBye(reason, now);
        Close(new Ended(Id, new LegEnd(LegEndBy.Local, 200, "OK")), now);
        return true;
    }

    /// <summary>The ACK of our first 2xx came: a hang-up that waited for it goes out.</summary>
    public void Acknowledged(long now)
    {
        if (_hangupWaits && Phase == LegPhase.Established)
        {
            SendBye(_hangupReason, now);
            Close(new Ended(Id, new LegEnd(LegEndBy.Local, 200, "OK")), now);
        }
    }

    /// <summary>Ends an established leg for a reason of ours.</summary>
    public void Fail(LegEndBy by, int code, string phrase, string? reason, long now)
    {
        SendBye(reason ?? $"SIP ;cause={code} ;text=\"{phrase}\"", now);
        Close(new Ended(Id, new LegEnd(_hangupWaits ? LegEndBy.Local : by, code, phrase)), now);
    }

    /// <summary>Sends BYE; its outcome changes nothing. RFC 3261 §15.1.1.</summary>
    public void SendBye(string? reason, long now)
    {
        Outgoing?.EnsureAck();
        var bye = Dialog!.Request(SipMethod.Bye);
        Run(reason is null ? bye : bye.With("Reason", reason), null, now);
    }

    /// <summary>Tells the host the end, once, and stops everything but what other parties still expect.</summary>
    public void Close(SipEffect end, long now)
    {
        if (Phase == LegPhase.Closing)
        {
            return;
        }

        Phase = LegPhase.Closing;
        foreach (ref var timer in _timers.AsSpan())
        {
            if (timer is not null && timer.Reason != TimerReason.ReferExpiry)
            {
                Context.Timers.Cancel(timer);
                timer = null;
            }
        }

        Session.Stop();
        RemoteOffers.Drop(now);
        LocalOffers.Drop();
        Acks.Drop();
        Emit(end);

        // Forked 2xx, crossing BYEs and retransmitted ACKs come for 64·T1 at most; a transfer's NOTIFYs go on until its subscription ends.
        ArmIn(TimerReason.Lingering, Context.Options.Timers.Timeout, now);
        if (!Transfers.IsOpen)
        {
            // A leg whose transfer is not over has work to do yet: it takes its room until then.
            _table.Linger(this, now);
        }
    }

    /// <summary>Goes: its time is over, or there is no room for what has ended.</summary>
    public void Go(long now)
    {
        foreach (ref var timer in _timers.AsSpan())
        {
            if (timer is not null)
            {
                Context.Timers.Cancel(timer);
                timer = null;
            }
        }

        Outgoing?.Abandon(now);
        LocalOffers.Abandon(now);
        _table.Remove(this);
    }

    /// <summary>Stops everything at once, without effect or message; what peers repeat for us is somebody else's now.</summary>
    public void Vanish(long now)
    {
        Phase = LegPhase.Closing;
        foreach (var timer in _timers)
        {
            if (timer is not null)
            {
                Context.Timers.Cancel(timer);
            }
        }

        Session.Stop();
        Acks.Drop();
        Incoming?.Abandon(now);
        Outgoing?.Abandon(now);
        RemoteOffers.Abandon(now);
        LocalOffers.Drop();
        LocalOffers.Abandon(now);
        _table.Remove(this);
    }

    /// <inheritdoc/>
    public void Fire(SipTimer timer, long now)
    {
        switch (timer.Reason)
        {
            case TimerReason.Lingering:
                Leave(now);
                break;
            case TimerReason.AnswerAgain or TimerReason.AckMissing:
                Acks.Fire(timer.Reason, now);
                break;
            case TimerReason.ProvisionalAgain or TimerReason.PrackMissing or TimerReason.KeepProceeding:
                Incoming?.Fire(timer.Reason, now);
                break;
            case TimerReason.RingTooLong when Phase == LegPhase.Established:
                LocalOffers.GiveUp(now);
                break;
            case TimerReason.RingTooLong or TimerReason.CancelUnanswered or TimerReason.FirstResponseMissing:
                Outgoing?.Fire(timer.Reason, now);
                break;
            case TimerReason.SessionRefresh:
                LocalOffers.Refresh(now);
                break;
            case TimerReason.SessionExpiry:
                Fail(LegEndBy.TimeOut, 408, "Session expired", null, now);
                break;
            case TimerReason.GlareOver:
                LocalOffers.TryAgain(now);
                break;
            case TimerReason.OfferUnanswered:
                RemoteOffers.Refuse(500, "Server Internal Error", now);
                break;
            case TimerReason.ReferExpiry:
                Transfers.Expire(now);
                break;
            default:
                break;
        }
    }

    private void Leave(long now)
    {
        if (Transfers.IsNotifying)
        {
            ArmIn(TimerReason.Lingering, Context.Options.Timers.Timeout, now);
            return;
        }

        Go(now);
    }
}
