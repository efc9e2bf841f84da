using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Transactions;

/// <summary>Non-INVITE client transaction. RFC 3261 §17.1.2.</summary>
/// <param name="timers">T1, T2 and T4.</param>
/// <param name="reliable">Whether the transport retransmits by itself.</param>
public sealed class NonInviteClient(SipTimers timers, bool reliable)
{
    private long _retransmit = long.MaxValue;
    private long _lifetime = long.MaxValue;
    private long _interval;

    /// <summary>Where it stands.</summary>
    public NonInviteClientState State { get; private set; }

    /// <summary>When <see cref="Tick"/> must be called, in ticks of 100 ns.</summary>
    public long Deadline => Math.Min(_retransmit, _lifetime);

    /// <summary>The timer that <see cref="Deadline"/> belongs to.</summary>
    public SipTimerName Running => Deadline == long.MaxValue ? SipTimerName.None : _retransmit <= _lifetime ? SipTimerName.E : State switch
    {
        NonInviteClientState.Completed => SipTimerName.K,
        _ => SipTimerName.F,
    };

    /// <summary>Sends the request; starts timer F and, over UDP, timer E.</summary>
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
        NonInviteClientState.Trying or NonInviteClientState.Proceeding when status < 200 => Proceed(),
        NonInviteClientState.Trying or NonInviteClientState.Proceeding => Complete(now),
        _ => TransactionEffects.None,
    };

    /// <summary>Fires what is due.</summary>
    public TransactionEffects Tick(long now)
    {
        if (now >= _lifetime)
        {
            var waiting = State is NonInviteClientState.Trying or NonInviteClientState.Proceeding;
            return Terminate() | (waiting ? TransactionEffects.TimedOut : TransactionEffects.None);
        }

        if (now < _retransmit)
        {
            return TransactionEffects.None;
        }

        // After a provisional response timer E runs at T2 from its next firing on. RFC 3261 §17.1.2.2.
        _interval = State == NonInviteClientState.Proceeding ? timers.T2.Ticks : Math.Min(_interval * 2, timers.T2.Ticks);
        _retransmit = now + _interval;
        return TransactionEffects.Send;
    }

    /// <summary>The transport could not send.</summary>
    public TransactionEffects Fail() => State == NonInviteClientState.Terminated
        ? TransactionEffects.None
        : (State != NonInviteClientState.Completed ? TransactionEffects.Failed : TransactionEffects.None) | Terminate();

    /// <summary>The user gives up: nothing more is sent or told.</summary>
    public TransactionEffects Abandon() => State == NonInviteClientState.Terminated ? TransactionEffects.None : Terminate();

    private TransactionEffects Proceed()
    {
        State = NonInviteClientState.Proceeding;
        return TransactionEffects.Inform;
    }

    private TransactionEffects Complete(long now)
    {
        State = NonInviteClientState.Completed;
        _retransmit = long.MaxValue;
        var wait = timers.K(reliable);
        _lifetime = now + wait.Ticks;
        return TransactionEffects.Inform | (wait == TimeSpan.Zero ? Terminate() : TransactionEffects.None);
    }

    private TransactionEffects Terminate()
    {
        State = NonInviteClientState.Terminated;
        _retransmit = long.MaxValue;
        _lifetime = long.MaxValue;
        return TransactionEffects.Terminated;
    }
}
