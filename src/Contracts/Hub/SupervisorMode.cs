namespace RtcCluster.Contracts.Hub;

/// <summary>What a supervisor does in somebody else's call.</summary>
[GenerateSerializer, Alias("rtc.SupervisorMode")]
public enum SupervisorMode
{
    /// <summary>Hears all, and nobody hears the supervisor.</summary>
    Listen = 0,

    /// <summary>Hears all, and only the agent hears the supervisor.</summary>
    Whisper = 1,

    /// <summary>All hear each other.</summary>
    Barge = 2,

    /// <summary>The agent leaves, and the supervisor talks in the agent's place.</summary>
    TakeOver = 3,

    /// <summary>Is in the call no longer; the others talk on.</summary>
    Leave = 4,
}
