namespace RtcCluster.Contracts.Agents;

/// <summary>What an agent is doing.</summary>
[GenerateSerializer, Alias("rtc.AgentStatus")]
public enum AgentStatus
{
    /// <summary>Does not work.</summary>
    LoggedOut = 0,

    /// <summary>Could take a call.</summary>
    Available = 1,

    /// <summary>Is held for a call that does not ring yet.</summary>
    Reserved = 2,

    /// <summary>Is rung.</summary>
    Ringing = 3,

    /// <summary>Talks with a caller of a queue.</summary>
    OnCall = 4,

    /// <summary>Finishes the work of the last call.</summary>
    WrapUp = 5,

    /// <summary>Works, but takes no calls, for a reason.</summary>
    Paused = 6,

    /// <summary>Is left alone for a moment after a call that was not answered.</summary>
    Resting = 7,
}
