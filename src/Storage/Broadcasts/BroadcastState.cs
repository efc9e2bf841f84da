namespace RtcCluster.Storage.Broadcasts;

/// <summary>How far a broadcast is. Stored by name.</summary>
public enum BroadcastState
{
    /// <summary>There are members who have not been served.</summary>
    Running,

    /// <summary>All have been.</summary>
    Done,
}
