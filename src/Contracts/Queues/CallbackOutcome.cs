namespace RtcCluster.Contracts.Queues;

/// <summary>How a call back came out.</summary>
[GenerateSerializer, Alias("rtc.CallbackOutcome")]
public enum CallbackOutcome
{
    /// <summary>Agent and caller have talked.</summary>
    Reached = 0,

    /// <summary>The caller did not answer, declined or was busy: that is an attempt.</summary>
    Missed = 1,

    /// <summary>The caller had no chance: no trunk took the call, or the agent hung up first. No attempt.</summary>
    NotTried = 2,

    /// <summary>A process of ours ended while the number was being called. No attempt, and called again at once: the caller waited long enough.</summary>
    Cut = 3,
}
