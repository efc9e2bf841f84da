using RtcCluster.Cluster;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Backups;
using RtcCluster.Contracts.Retention;
using RtcCluster.Contracts.Subscriptions;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Silo;

/// <summary>Sees to it that every tenant is swept, backed up and billed: also one that came while the cluster ran.</summary>
internal sealed partial class TenantRounds(IGrainFactory grains, IDirectory directory, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<TenantRounds> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stoppingToken);
            while (true)
            {
                await Task.Delay(await WatchAsync(stoppingToken) ? Period : Again, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Reminders outlive the process.
        }
    }

    /// <summary>One round.</summary>
    /// <returns>Whether every tenant was reached.</returns>
    internal async Task<bool> WatchAsync(CancellationToken ct)
    {
        IReadOnlyList<Tenant> tenants;
        try
        {
            tenants = await directory.ListTenantsAsync(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            NotWatched(logger, e);
            return false;
        }

        var isAll = true;
        foreach (var tenant in tenants)
        {
            using (TenantScope.Enter(tenant.Id))
            {
                isAll &= await IsReachedAsync(tenant.Id, grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf(tenant.Id)).Watch, ct);
                isAll &= await IsReachedAsync(tenant.Id, grains.GetGrain<IBackupGrain>(IBackupGrain.KeyOf(tenant.Id)).Watch, ct);
                isAll &= await IsReachedAsync(tenant.Id, grains.GetGrain<IBillingGrain>(IBillingGrain.KeyOf(tenant.Id)).Watch, ct);
            }
        }

        return isAll;
    }

    // One that does not answer holds up no other.
    private async Task<bool> IsReachedAsync(string tenant, Func<Task> watch, CancellationToken ct)
    {
        try
        {
            await watch().WaitAsync(ct);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            ClusterTelemetry.TenantsMissed.Add(1);
            TenantNotWatched(logger, tenant, e);
            return false;
        }
    }

    [LoggerMessage(2902, LogLevel.Warning, "Retention and backups could not be looked after now; it is tried again in a minute.")]
    private static partial void NotWatched(ILogger logger, Exception exception);

    [LoggerMessage(2903, LogLevel.Warning, "Retention or backups of {Tenant} could not be looked after now; it is tried again in a minute.")]
    private static partial void TenantNotWatched(ILogger logger, string tenant, Exception exception);
}
