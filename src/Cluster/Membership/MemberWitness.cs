using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Membership;

/// <summary>Tries the addresses of other members.</summary>
internal sealed class MemberWitness(GrainId id, Silo silo, ILoggerFactory logs) : GrainService(id, silo, logs), IMemberWitness
{
    public Task<bool> IsRefused(SiloAddress silo) => BrokenConnections.IsRefusedAsync(silo.Endpoint);
}
