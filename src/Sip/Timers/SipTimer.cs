namespace RtcCluster.Sip.Timers;

/// <summary>One entry of a <see cref="TimerQueue"/>: who wants to be told, and why.</summary>
internal sealed class SipTimer(ISipTimerOwner owner, TimerReason reason)
{
    /// <summary>Who is told.</summary>
    public ISipTimerOwner Owner { get; } = owner;

    /// <summary>Why it runs.</summary>
    public TimerReason Reason { get; } = reason;

    /// <summary>When it is due, in ticks of 100 ns; meaningful while scheduled.</summary>
    public long Due { get; set; }

    /// <summary>Place in the queue's heap, −1 when not scheduled.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Whether it is in a queue.</summary>
    public bool IsScheduled => Slot >= 0;
}
