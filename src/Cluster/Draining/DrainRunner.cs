using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Draining;

/// <summary>Runs the steps of a stop in their order, before the host stops any service: web server, sockets and silo are all still up.</summary>
internal sealed partial class DrainRunner(
    Drain drain, IEnumerable<IDrainStep> steps, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DrainRunner> log) : IHostedLifecycleService
{
    /// <summary>What refusing, moving and ending have together; above the longest <c>Cluster:DrainSeconds</c>.</summary>
    internal static readonly TimeSpan CallsBound = TimeSpan.FromSeconds(22);

    /// <summary>What the flush has, however long the stages before it took: a call that would not end must not cost its ledger.</summary>
    internal static readonly TimeSpan FlushBound = TimeSpan.FromSeconds(5);

    /// <summary>The whole stop; what the steps leave belongs to the sockets and the silo.</summary>
    internal static readonly TimeSpan WholeBound = TimeSpan.FromSeconds(30);

    private CancellationTokenRegistration _stopping;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // A signal first fires this token; readiness must say 503 from that moment on.
        _stopping = lifetime.ApplicationStopping.Register(drain.Begin);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        drain.Begin();
        await RunStages(s => s < DrainStage.Flush, CallsBound, cancellationToken);
        await RunStages(s => s == DrainStage.Flush, FlushBound, cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _stopping.Dispose();
        return Task.CompletedTask;
    }

    private async Task RunStages(Func<DrainStage, bool> which, TimeSpan time, CancellationToken host)
    {
        using var bound = new CancellationTokenSource(time, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, host);
        foreach (var stage in steps.Where(s => which(s.Stage)).GroupBy(s => s.Stage).OrderBy(g => g.Key))
        {
            await Task.WhenAll(stage.Select(s => Run(s, both.Token)));
        }
    }

    private async Task Run(IDrainStep step, CancellationToken cancellation)
    {
        var begun = clock.GetTimestamp();
        try
        {
            // A step that does not look at its token must not hold up the flush of the others.
            await step.Run(drain, cancellation).WaitAsync(cancellation);
            StepEnded(step.Name, clock.GetElapsedTime(begun).TotalMilliseconds);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            StepCutShort(step.Name, clock.GetElapsedTime(begun).TotalMilliseconds);
        }
        catch (Exception e)
        {
            // A stop goes on whatever one step met: the later stages save what the earlier ones could not.
            StepFailed(e, step.Name);
        }
    }

    [LoggerMessage(2301, LogLevel.Information, "Stop: {Step} ended after {Milliseconds:F0} ms.")]
    private partial void StepEnded(string step, double milliseconds);

    [LoggerMessage(2302, LogLevel.Warning, "Stop: {Step} was cut short after {Milliseconds:F0} ms.")]
    private partial void StepCutShort(string step, double milliseconds);

    [LoggerMessage(2303, LogLevel.Error, "Stop: {Step} failed.")]
    private partial void StepFailed(Exception reason, string step);
}
