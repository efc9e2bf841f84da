namespace RtcCluster.Edge.Http.Cluster;

/// <summary>What can be asked for.</summary>
internal enum OwnedKind
{
    /// <summary>A call, by its id.</summary>
    Call,

    /// <summary>A queue.</summary>
    Queue,

    /// <summary>A user's work in queues.</summary>
    Agent,

    /// <summary>A user.</summary>
    User,

    /// <summary>A conference room.</summary>
    Room,
}
