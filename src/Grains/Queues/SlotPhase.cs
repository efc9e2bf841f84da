namespace RtcCluster.Grains.Queues;

/// <summary>How far an offer has come.</summary>
[GenerateSerializer, Alias("rtc.state.SlotPhase")]
internal enum SlotPhase
{
    /// <summary>The agent is asked.</summary>
    Reserving = 0,

    /// <summary>The agent is held and rung.</summary>
    Ringing = 1,

    /// <summary>The agent has the caller.</summary>
    Talking = 2,

    /// <summary>It is over; the agent has not confirmed yet.</summary>
    Releasing = 3,
}
