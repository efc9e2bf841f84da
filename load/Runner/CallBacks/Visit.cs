namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>A call of one person to the queue, as the person and the agents see it. Moments are ticks of the run's clock; null: not happened.</summary>
internal sealed class Visit
{
    /// <summary>The INVITE went out.</summary>
    public required long DialledAt { get; init; }

    /// <summary>The wait that the queue would have told somebody who came then; null: it was not asked, or did not answer.</summary>
    public TimeSpan? Estimate { get; init; }

    /// <summary>The queue let the caller in: from here on there is a place.</summary>
    public long? JoinedAt { get; set; }

    /// <summary>An agent's telephone rang for the place the first time, on the line or to call back.</summary>
    public long? OfferedAt { get; set; }

    /// <summary>An agent took it.</summary>
    public long? TakenAt { get; set; }

    /// <summary>The key was pressed.</summary>
    public bool Pressed { get; set; }

    /// <summary>Agent and caller talked on this call.</summary>
    public bool Talked { get; set; }

    /// <summary>The place is gone: the caller's line was cut before a call back was asked for.</summary>
    public long? VoidAt { get; set; }
}
