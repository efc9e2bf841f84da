using Microsoft.Extensions.Diagnostics.HealthChecks;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Cluster.Health;

/// <summary>Ready when the directory answers: without it no call can be admitted.</summary>
internal sealed class StorageHealthCheck(IDirectory directory) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await directory.ListTenantsAsync(cancellationToken).WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("the directory does not answer", e);
        }
    }
}
