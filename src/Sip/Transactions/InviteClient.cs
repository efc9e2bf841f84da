using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Transactions;

/// <summary>INVITE client transaction. RFC 3261 §17.1.1 with the Accepted state of RFC 6026 §7.2.</summary>
/// <param name="timers">T1, T2 and T4.</param>
/// <param name="reliable">Whether the transport retransmits by itself.</param>
public sealed class InviteClient(SipTimers timers, bool reliable)
{
    private long _retransmit = long.MaxValue;
    private long _lifetime = long.MaxValue;
    private long _interval;

    /// <summary>Where it stands.</summary>
    public InviteClientState State { get; private set; }

    /// <summary>When <see cref="Tick"/> must be called, in ticks of 100 ns.</summary>
    public long Deadline => Math.Min(_retransmit, _lifetime);

    /// <summary>The timer that <see cref="Deadline"/> belongs to.</summary>
    public SipTimerName Running => Deadline == long.MaxValue ? SipTimerName.None : _retransmit <= _lifetime ? SipTimerName.A : State switch
    {
        InviteClientState.Calling => SipTimerName.B,
        InviteClientState.Completed => SipTimerName.D,
        InviteClientState.Accepted => SipTimerName.M,
        _ => SipTimerName.None,
    };

    /// <summary>Sends the INVITE; starts timer B and, over UDP, timer A.</summary>
    public TransactionEffects Start(long now)
    {
        _interval = timers.T1.Ticks;
        _retransmit = reliable ? long.MaxValue : now + _interval;
        _lifetime = now + timers.Timeout.Ticks;
        return TransactionEffects.Send;
    }

    /// <summary>A response that matches the transaction came.</summary>
    public TransactionEffects Receive(int status, long now) => State switch
    {
        InviteClientState.Calling or InviteClientState.Proceeding when status < 200 => Proceed(),
        InviteClientState.Calling or InviteClientState.Proceeding when status < 300 => Accept(now),
        InviteClientState.Calling or InviteClientState.Proceeding => Complete(now),
        InviteClientState.Accepted when status is >= 200 and < 300 => TransactionEffects.Inform,
        InviteClientState.Completed when status >= 300 => TransactionEffects.Ack,
        _ => TransactionEffects.None,
    };

    /// <summary>Fires what is due.</summary>
    public TransactionEffects Tick(long now)
    {
        if (now >= _lifetime)
        {
            var calling = State == InviteClientState.Calling;
            return Terminate() | (calling ? TransactionEffects.TimedOut : TransactionEffects.None);
        }

        if (now < _retransmit)
        {
            return TransactionEffects.None;
        }

        // Timer A doubles without the T2 cap that timer E has. RFC 3261 §17.1.1.2.
        _interval *= 2;
        _retransmit = now + _interval;
        return TransactionEffects.Send;
    }

    /// <summary>The peer was just heard of: what it has not answered over UDP is sent once more, and again as if it were new. It may be the first that gets through a NAT.</summary>
    public TransactionEffects Urge(long now)
    {
        if (State != InviteClientState.Calling || reliable)
        {
            return TransactionEffects.None;
        }

        _interval = timers.T1.Ticks;
        _retransmit = now + _interval;
        return TransactionEffects.Send;
    }

    /// <summary>The transport could not send.</summary>
    public TransactionEffects Fail() => State == InviteClientState.Terminated
        ? TransactionEffects.None
        : (State is InviteClientState.Calling or InviteClientState.Proceeding ? TransactionEffects.Failed : TransactionEffects.None) | Terminate();

    /// <summary>The user gives up: nothing more is sent or told. RFC 3261 §9.1 wants it 64·T1 after a CANCEL that brought no final response.</summary>
    public TransactionEffects Abandon() => State == InviteClientState.Terminated ? TransactionEffects.None : Terminate();

    private TransactionEffects Proceed()
    {
        State = InviteClientState.Proceeding;
        _retransmit = long.MaxValue;
        _lifetime = long.MaxValue;
        return TransactionEffects.Inform;
    }

    private TransactionEffects Accept(long now)
    {
        State = InviteClientState.Accepted;
        _retransmit = long.MaxValue;
        _lifetime = now + timers.Timeout.Ticks;
        return TransactionEffects.Inform;
    }

    private TransactionEffects Complete(long now)
    {
        State = InviteClientState.Completed;
        _retransmit = long.MaxValue;
        var wait = timers.D(reliable);
        _lifetime = now + wait.Ticks;
        return TransactionEffects.Ack | TransactionEffects.Inform | (wait == TimeSpan.Zero ? Terminate() : TransactionEffects.None);
    }

    private TransactionEffects Terminate()
    {
        State = InviteClientState.Terminated;
        _retransmit = long.MaxValue;
        _lifetime = long.MaxValue;
        return TransactionEffects.Terminated;
    }
}
