namespace RtcCluster.Storage.Outages;

/// <summary>What a process asks each second.</summary>
public enum WatchedStore
{
    /// <summary>The directory and the history.</summary>
    Database,

    /// <summary>The state of what goes on.</summary>
    State,
}
