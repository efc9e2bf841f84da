namespace RtcCluster.Cluster;

/// <summary>Where members find each other.</summary>
public enum ClusterProvider
{
    /// <summary>In this process: a cluster of one.</summary>
    Embedded,

    /// <summary>A Redis server or what speaks its protocol (Valkey, Garnet).</summary>
    Redis,

    /// <summary>A table of an Azure storage account; grain state and reminders are on Redis then.</summary>
    AzureTable,
}
