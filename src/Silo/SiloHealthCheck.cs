using Microsoft.Extensions.Diagnostics.HealthChecks;
using RtcCluster.Cluster.Draining;
using RtcCluster.Cluster.Membership;

namespace RtcCluster.Silo;

/// <summary>Ready when the cluster counts this silo among its members; not ready from the first moment of a stop on.</summary>
internal sealed class SiloHealthCheck(ClusterMembership membership, Drain drain) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            drain.IsDraining ? HealthCheckResult.Unhealthy("stopping")
            : membership.IsAlive(membership.Local) ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("not a member of the cluster"));
}
