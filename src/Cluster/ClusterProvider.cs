namespace RtcCluster.Cluster;

/// <summary>Where members find each other.</summary>
public enum ClusterProvider
{
    /// <summary>In this process: a cluster of one.</summary>
    Embedded,

    /// <summary>A Redis server or what speaks its protocol (Valkey, Garnet).</summary>
    Redis,

    /// <summary>An Azure storage table; refused until its provider exists.</summary>
    AzureTable,
}
