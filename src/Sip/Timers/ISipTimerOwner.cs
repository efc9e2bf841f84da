namespace RtcCluster.Sip.Timers;

/// <summary>Who is told when a <see cref="SipTimer"/> is due.</summary>
internal interface ISipTimerOwner
{
    /// <summary>The timer is due and no longer scheduled.</summary>
    void Fire(SipTimer timer, long now);
}
