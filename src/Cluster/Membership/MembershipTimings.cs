using Orleans.Configuration;

namespace RtcCluster.Cluster.Membership;

/// <summary>How fast a lost process is noticed, and what a caller waits. Measured on three silos: a killed silo's grains answer again in about a second.</summary>
internal static class MembershipTimings
{
    /// <summary>Longest wait of a grain call; calls are short and repeated by their command id.</summary>
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Two missed probes of a second: 0.8 s to notice a kill instead of 14 s, and 4 s for a frozen process. <see cref="BrokenConnections"/> notices most kills before.</summary>
    public static void Apply(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = TimeSpan.FromSeconds(1);
        // Without this bound a degraded prober waits up to 20 s, and a frozen process is noticed after 9 s.
        options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
        options.NumMissedProbesLimit = 2;
        options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
        options.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(10);
        options.DefunctSiloExpiration = TimeSpan.FromDays(1);
    }

    /// <summary>The strongly consistent directory waits out a dead silo's lease before its range answers again; 30 s by default.</summary>
    public static void Apply(GrainDirectoryOptions options) => options.RangeLeaseDuration = TimeSpan.FromSeconds(4);
}
