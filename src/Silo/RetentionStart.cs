using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Retention;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Silo;

/// <summary>Sees to it that every tenant is swept: also one that came while the cluster ran.</summary>
internal sealed partial class RetentionStart(IGrainFactory grains, IDirectory directory, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RetentionStart> logger) : BackgroundService
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

    private async Task<bool> WatchAsync(CancellationToken ct)
    {
        try
        {
            foreach (var tenant in await directory.ListTenantsAsync(ct))
            {
                using (TenantScope.Enter(tenant.Id))
                {
                    await grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf(tenant.Id)).Watch();
                }
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            NotWatched(logger, e);
            return false;
        }
    }

    [LoggerMessage(2902, LogLevel.Warning, "Retention could not be looked after now; it is tried again in a minute.")]
    private static partial void NotWatched(ILogger logger, Exception exception);
}
