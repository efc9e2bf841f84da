using RtcCluster.Cluster.Draining;
using RtcCluster.Cluster.Tenancy;
using RtcCluster.Contracts.Calls;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>
/// The end of calls in a stop that could not go elsewhere: they may go on for <see cref="Drain.Patience"/>; then each call's grain ends it as a shutdown, which brings BYE to the
/// phones and closes the recordings; done when the last one is gone from here.
/// </summary>
internal sealed partial class EndCallsStep(EdgeHost edge, EdgeIdentity identity, IGrainFactory grains, EdgeMetrics metrics, ILogger<EndCallsStep> log) : IDrainStep
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public DrainStage Stage => DrainStage.End;

    /// <inheritdoc/>
    public string Name => "calls";

    /// <inheritdoc/>
    public async Task Run(Drain drain, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(drain);
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation))
        {
            // What was spent on moving them counts.
            var left = drain.Patience - drain.Elapsed;
            patience.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            await UntilGoneAsync(patience.Token);
        }

        var calls = edge.Calls.Going();
        LogEnding(calls.Count);
        await Task.WhenAll(calls.Select(c => CloseAsync(c.Id, cancellation)));
        await UntilGoneAsync(cancellation);
    }

    private async Task UntilGoneAsync(CancellationToken cancellation)
    {
        while ((edge.Calls.Active > 0 || edge.ClosingRecordings > 0) && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, CancellationToken.None);
        }
    }

    private async Task CloseAsync(Contracts.Ids.CallId call, CancellationToken cancellation)
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using (TenantScope.Enter(call.Tenant.Value))
                {
                    await grains.GetGrain<ICallGrain>(call.Key).EdgeClosing(identity.Edge);
                }

                return;
            }
            catch (Exception e) when (GrainFailure.IsTransient(e))
            {
                metrics.GrainFailed("closing");
                await Task.Delay(backOff.Next(), CancellationToken.None);
            }
        }
    }

    [LoggerMessage(2031, LogLevel.Information, "The edge stops: {Calls} calls are ended.")]
    private partial void LogEnding(int calls);
}
