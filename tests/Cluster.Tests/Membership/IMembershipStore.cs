using Orleans.Configuration;

namespace RtcCluster.Cluster.Tests.Membership;

/// <summary>A real store of membership tables.</summary>
public interface IMembershipStore
{
    /// <summary>Why it cannot be had on this machine; null when it can.</summary>
    string? Missing { get; }

    /// <summary>Whether a row's old tag is refused although the version of the table is the present one. That version, which every change raises, guards the table without it.</summary>
    bool ChecksRowTags { get; }

    /// <summary>The table of one cluster.</summary>
    IMembershipTable Open(ClusterOptions cluster);
}
