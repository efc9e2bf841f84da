using Orleans.Concurrency;
using Orleans.Services;

namespace RtcCluster.Cluster.Membership;

/// <summary>What a member is asked about another one. One in each process, found by its address and by no directory: that may be what has just died.</summary>
[Alias("RtcCluster.Cluster.Membership.IMemberWitness")]
internal interface IMemberWitness : IGrainService
{
    /// <summary>Whether nothing listens at the address of <paramref name="silo"/>, as seen from here.</summary>
    [Alias("IsRefused"), AlwaysInterleave, ResponseTimeout("00:00:01")]
    Task<bool> IsRefused(SiloAddress silo);
}
