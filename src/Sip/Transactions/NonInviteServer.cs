using RtcCluster.Sip.Timers;

namespace RtcCluster.Sip.Transactions;

/// <summary>Non-INVITE server transaction. RFC 3261 §17.2.2.</summary>
/// <remarks>
/// A request that the user never answers is forgotten after 64·T1, in silence: by then the client has timed out, and RFC 4320 §4.2
/// forbids a late 408.
/// </remarks>
public sealed class NonInviteServer
{
    private readonly SipTimers _timers;
    private readonly bool _reliable;

    /// <summary>Made when the request comes.</summary>
    /// <param name="timers">T1, T2 and T4.</param>
    /// <param name="reliable">Whether the transport retransmits by itself.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public NonInviteServer(SipTimers timers, bool reliable, long now)
    {
        _timers = timers;
        _reliable = reliable;
        Deadline = now + timers.Timeout.Ticks;
    }

    /// <summary>Where it stands.</summary>
    public NonInviteServerState State { get; private set; }

    /// <summary>When <see cref="Tick"/> must be called, in ticks of 100 ns.</summary>
    public long Deadline { get; private set; }

    /// <summary>The timer that <see cref="Deadline"/> belongs to.</summary>
    public SipTimerName Running => State == NonInviteServerState.Completed ? SipTimerName.J : SipTimerName.None;

    /// <summary>The request came again.</summary>
    public TransactionEffects ReceiveRequest() => State is NonInviteServerState.Proceeding or NonInviteServerState.Completed
        ? TransactionEffects.Send
        : TransactionEffects.None;

    /// <summary>The user gives a response; anything after the final one is dropped.</summary>
    public TransactionEffects Respond(int status, long now) => State switch
    {
        NonInviteServerState.Trying or NonInviteServerState.Proceeding when status < 200 => Proceed(),
        NonInviteServerState.Trying or NonInviteServerState.Proceeding => Complete(now),
        _ => TransactionEffects.None,
    };

    /// <summary>Fires what is due.</summary>
    public TransactionEffects Tick(long now) => now < Deadline ? TransactionEffects.None
        : State is NonInviteServerState.Trying or NonInviteServerState.Proceeding ? Terminate() | TransactionEffects.TimedOut
        : Terminate();

    /// <summary>The user gives up: nothing more is sent or told.</summary>
    public TransactionEffects Abandon() => State == NonInviteServerState.Terminated ? TransactionEffects.None : Terminate();

    private TransactionEffects Proceed()
    {
        State = NonInviteServerState.Proceeding;
        return TransactionEffects.Send;
    }

    private TransactionEffects Complete(long now)
    {
        State = NonInviteServerState.Completed;
        var wait = _timers.J(_reliable);
        Deadline = now + wait.Ticks;
        return TransactionEffects.Send | (wait == TimeSpan.Zero ? Terminate() : TransactionEffects.None);
    }

    private TransactionEffects Terminate()
    {
        State = NonInviteServerState.Terminated;
        Deadline = long.MaxValue;
        return TransactionEffects.Terminated;
    }
}
