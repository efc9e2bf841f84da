using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Transactions;

/// <summary>INVITE server transaction. RFC 3261 §17.2.1 with the Accepted state of RFC 6026 §7.1.</summary>
/// <param name="timers">T1, T2 and T4.</param>
/// <param name="reliable">Whether the transport retransmits by itself.</param>
public sealed class InviteServer(SipTimers timers, bool reliable)
{
    private long _retransmit = long.MaxValue;
    private long _lifetime = long.MaxValue;
    private long _interval;

    /// <summary>Where it stands.</summary>
    public InviteServerState State { get; private set; }

    /// <summary>When <see cref="Tick"/> must be called, in ticks of 100 ns.</summary>
    public long Deadline => Math.Min(_retransmit, _lifetime);

    /// <summary>The timer that <see cref="Deadline"/> belongs to.</summary>
    public SipTimerName Running => Deadline == long.MaxValue ? SipTimerName.None : _retransmit <= _lifetime ? SipTimerName.G : State switch
    {
        InviteServerState.Completed => SipTimerName.H,
        InviteServerState.Confirmed => SipTimerName.I,
        InviteServerState.Accepted => SipTimerName.L,
        _ => SipTimerName.None,
    };

    /// <summary>The INVITE came again: the last response goes out again, but a 2xx is the user's to repeat.</summary>
    public TransactionEffects ReceiveInvite() => State is InviteServerState.Proceeding or InviteServerState.Completed
        ? TransactionEffects.Send
        : TransactionEffects.None;

    /// <summary>An ACK that matches the transaction came.</summary>
    public TransactionEffects ReceiveAck(long now) => State switch
    {
        InviteServerState.Completed => Confirm(now),
        InviteServerState.Accepted => TransactionEffects.Inform,
        _ => TransactionEffects.None,
    };

    /// <summary>The user gives a response; one after the final response is refused with no effect, except a 2xx repeated in Accepted.</summary>
    public TransactionEffects Respond(int status, long now) => State switch
    {
        InviteServerState.Proceeding when status < 200 => TransactionEffects.Send,
        InviteServerState.Proceeding when status < 300 => Accept(now),
        InviteServerState.Proceeding => Complete(now),
        InviteServerState.Accepted when status is >= 200 and < 300 => TransactionEffects.Send,
        _ => TransactionEffects.None,
    };

    /// <summary>Fires what is due.</summary>
    public TransactionEffects Tick(long now)
    {
        if (now >= _lifetime)
        {
            var unacknowledged = State == InviteServerState.Completed;
            return Terminate() | (unacknowledged ? TransactionEffects.TimedOut : TransactionEffects.None);
        }

        if (now < _retransmit)
        {
            return TransactionEffects.None;
        }

        _interval = Math.Min(_interval * 2, timers.T2.Ticks);
        _retransmit = now + _interval;
        return TransactionEffects.Send;
    }

    /// <summary>The user gives up: nothing more is sent or told.</summary>
    public TransactionEffects Abandon() => State == InviteServerState.Terminated ? TransactionEffects.None : Terminate();

    private TransactionEffects Accept(long now)
    {
        State = InviteServerState.Accepted;
        _lifetime = now + timers.Timeout.Ticks;
        return TransactionEffects.Send;
    }

    private TransactionEffects Complete(long now)
    {
        State = InviteServerState.Completed;
        _interval = timers.T1.Ticks;
        _retransmit = reliable ? long.MaxValue : now + _interval;
        _lifetime = now + timers.Timeout.Ticks;
        return TransactionEffects.Send;
    }

    private TransactionEffects Confirm(long now)
    {
        State = InviteServerState.Confirmed;
        _retransmit = long.MaxValue;
        var wait = timers.I(reliable);
        _lifetime = now + wait.Ticks;
        return wait == TimeSpan.Zero ? Terminate() : TransactionEffects.None;
    }

    private TransactionEffects Terminate()
    {
        State = InviteServerState.Terminated;
        _retransmit = long.MaxValue;
        _lifetime = long.MaxValue;
        return TransactionEffects.Terminated;
    }
}
