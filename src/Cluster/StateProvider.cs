namespace RtcCluster.Cluster;

/// <summary>Where grain state and reminders rest.</summary>
public enum StateProvider
{
    /// <summary>A SQLite file under <c>Data:Path</c>.</summary>
    Embedded,

    /// <summary>A Redis server or what speaks its protocol (Valkey, Garnet).</summary>
    Redis,
}
