using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Draining;

/// <summary>Runs the steps of a stop in their order, before the host stops any service: web server, sockets and silo are all still up.</summary>
internal sealed partial class DrainRunner(
    Drain drain, IEnumerable<IDrainStep> steps, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<DrainRunner> log) : IHostedLifecycleService
{
    /// <summary>What the steps have of the whole bound; the rest belongs to the sockets and the silo.</summary>
    internal static readonly TimeSpan StepsBound = TimeSpan.FromSeconds(25);

    /// <summary>The whole stop.</summary>
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
        using var bound = new CancellationTokenSource(StepsBound, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        foreach (var stage in steps.GroupBy(s => s.Stage).OrderBy(g => g.Key))
        {
            await Task.WhenAll(stage.Select(s => Run(s, both.Token)));
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _stopping.Dispose();
        return Task.CompletedTask;
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
