using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary><c>lab drain</c>: an edge is drained, or stopped by a signal, under calls in several states.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class DrainRun(DrainOptions options, TextWriter console)
{
    /// <summary>The longest that the edge may take to be empty: who rings is waited for.</summary>
    private static readonly TimeSpan DrainBound = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs it; true when no call was dropped, and every bound holds.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct);
        try
        {
            var report = await RunAsync(cluster, ct);
            await report.WriteAsync(console, options.Json);
            if (!report.Passed)
            {
                Say($"Logs and data of all processes are kept: {cluster.Keep()}");
            }

            return report.Passed;
        }
        catch
        {
            Say($"Logs and data of all processes are kept: {cluster.Keep()}");
            throw;
        }
    }

    private async Task<DrainReport> RunAsync(OwnCluster cluster, CancellationToken ct)
    {
        var (victim, living) = (cluster.Edges[0], cluster.Edges[1]);
        using var administration = await Administration.SignInAsync(living.Web, "admin@demo.test", "demo", ct);
        using var thread = new VoiceThread();
        Say($"Bringing calls to their states at {victim.Name}: {string.Join(", ", options.Calls.Select(static kind => $"{kind.Value} {kind.Key}")).ToLowerInvariant()}.");
        var calls = await DrainCalls.MakeAsync(options, administration, [victim], cluster.Edges, thread, ct);
        await Task.Delay(Before, ct);
        Say(options.BySignal ? $"Stopping {victim.Name} (pid {victim.ProcessId}) by SIGTERM." : $"Draining {victim.Name}.");
        var since = Stopwatch.GetTimestamp();
        var acting = calls.ActAsync();
        await (options.BySignal ? OwnCluster.StopAsync(victim) : DrainAsync(administration, victim, ct)).WaitAsync(DrainBound + After, ct);
        var took = Stopwatch.GetElapsedTime(since);
        Say(FormattableString.Invariant($"{victim.Name} is {(options.BySignal ? "gone" : "empty")} after {took.TotalSeconds:0.0} s."));
        await Task.Delay(After, ct);
        var outcomes = await calls.FinishAsync(await acting);
        return new DrainReport($"drain by={(options.BySignal ? "signal" : "rest")} silos={options.Silos} edges={options.Edges}", outcomes, await calls.CompareAsync(outcomes, ct), took, DrainBound);
    }

    private static async Task DrainAsync(Administration administration, ClusterNode edge, CancellationToken ct)
    {
        await administration.DrainAsync(edge.Name, ct);
        while (await administration.CallsLeftAsync(edge.Name, ct) is not 0)
        {
            await Task.Delay(Look, ct);
        }
    }

    private void Say(string line) => console.WriteLine(line);
}
