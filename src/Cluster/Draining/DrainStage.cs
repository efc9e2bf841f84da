namespace RtcCluster.Cluster.Draining;

/// <summary>The order of a stop. Each stage begins when every step of the one before has ended.</summary>
public enum DrainStage
{
    /// <summary>Refuse what is new: calls get 503 with Retry-After, hubs are told to reconnect elsewhere. Readiness already says 503.</summary>
    Refuse,

    /// <summary>Move calls to other members.</summary>
    Move,

    /// <summary>End what could not be moved: wait out <see cref="Drain.Patience"/>, then BYE with a Reason; close the recordings.</summary>
    End,

    /// <summary>Flush the ledger and the history.</summary>
    Flush,
}
