namespace RtcCluster.Contracts.Agents;

/// <summary>What an agent can be asked to do.</summary>
public enum AgentWish
{
    /// <summary>Works and takes calls.</summary>
    Ready = 0,

    /// <summary>Works, but takes none.</summary>
    Paused = 1,

    /// <summary>Does not work.</summary>
    LoggedOut = 2,
}
