using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Privacy;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Edge.Calls;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Wakes the grains of trunks and queues in the directory when an edge starts: health checks and registrations begin, and agents learn whom they serve, without anybody calling.</summary>
internal sealed partial class GrainWaker(IDirectory directory, EdgeParts parts, ILogger<GrainWaker> log) : IAsyncDisposable
{
    private const string QueueKind = "queue";
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Begins; tries again until each has been woken once.</summary>
    public void Start() => _running = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));
        try
        {
            while (!await TryStartAllAsync())
            {
                await Task.Delay(backOff.Next(), _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops.
        }
    }

    private async Task<bool> TryStartAllAsync()
    {
        try
        {
            foreach (var tenant in await directory.ListTenantsAsync(_stop.Token))
            {
                foreach (var trunk in await directory.ListTrunksAsync(tenant.Id, _stop.Token))
                {
                    using (TenantScope.Enter(tenant.Id))
                    {
                        await parts.Grains.GetGrain<ITrunkGrain>(new TrunkId(new TenantId(tenant.Id), trunk.Name).Key).Start();
                    }
                }

                foreach (var queue in await directory.ListDocumentsAsync(tenant.Id, QueueKind, _stop.Token))
                {
                    using (TenantScope.Enter(tenant.Id))
                    {
                        await parts.Grains.GetGrain<IQueueGrain>(new QueueId(new TenantId(tenant.Id), queue.Name).Key).View();
                    }
                }
            }

            return true;
        }
        catch (Exception e) when (GrainFailure.IsTransient(e) && !_stop.IsCancellationRequested)
        {
            parts.Metrics.GrainFailed("wake");
            LogFailed(Pii.Text(e.Message));
            return false;
        }
    }

    [LoggerMessage(2021, LogLevel.Warning, "Not every trunk and queue could be woken yet: {Problem}")]
    private partial void LogFailed(Pii<string> problem);
}
