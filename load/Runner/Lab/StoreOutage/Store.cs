namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>What goes away.</summary>
internal enum Store
{
    /// <summary>Who is a member, and the state of what goes on.</summary>
    Redis,

    /// <summary>The directory and the history.</summary>
    Postgres,
}
