namespace RtcCluster.Contracts.Queues;

/// <summary>How a call back came out.</summary>
[GenerateSerializer, Alias("rtc.CallbackOutcome")]
public enum CallbackOutcome
{
    /// <summary>Agent and caller have talked.</summary>
    Reached = 0,

    /// <summary>The caller's telephone rang or was busy: that is an attempt.</summary>
    Missed = 1,

    /// <summary>The telephone was never reached: no trunk took the call, or the agent hung up before it rang. No attempt.</summary>
    NotTried = 2,
}
