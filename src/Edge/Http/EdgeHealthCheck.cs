using Microsoft.Extensions.Diagnostics.HealthChecks;
using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Http;

/// <summary>Ready when the sockets are bound and the lease is held, which takes a silo that is up; not ready from the first moment of a stop on.</summary>
internal sealed class EdgeHealthCheck(EdgeHost edge, Drain drain) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(
            drain.IsDraining ? HealthCheckResult.Unhealthy(drain.IsStopping ? "stopping" : "drained")
            : edge.IsCutOff ? HealthCheckResult.Unhealthy("cut off from most of the cluster")
            : edge.IsReady ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("the sockets or the lease are not there yet"));
}
