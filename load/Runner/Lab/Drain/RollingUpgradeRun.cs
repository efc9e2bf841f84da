using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary><c>lab rolling-upgrade</c>: every node is stopped by a signal and started again, one after the other, under calls.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class RollingUpgradeRun(DrainOptions options, TextWriter console)
{
    /// <summary>The whole cluster is through by then.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(1);

    /// <summary>Runs it; true when no call was dropped, and every bound holds.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct, options.From?.FullName);
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
        using var administration = await Administration.SignInAsync(cluster.Edges[0].Web, "admin@demo.test", "demo", ct);
        using var thread = new VoiceThread();
        Say($"Letting {options.Calls.Values.Sum()} calls talk.");
        var calls = await DrainCalls.MakeAsync(options, administration, cluster.Edges, cluster.Edges, thread, ct);
        await Task.Delay(Before, ct);
        var since = Stopwatch.GetTimestamp();

        // Silos first: an edge of the next version may ask grains for what the last one did not know.
        foreach (var node in cluster.Silos.Concat(cluster.Edges).ToList())
        {
            var begun = Stopwatch.GetTimestamp();
            await cluster.RestartAsync(node, options.To?.FullName, ct);
            Say(FormattableString.Invariant($"  {node.Name}: stopped, started and ready after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"));
        }

        var took = Stopwatch.GetElapsedTime(since);
        await Task.Delay(After, ct);
        var outcomes = await calls.FinishAsync(await calls.ActAsync());
        return new DrainReport(
            $"rolling-upgrade nodes={options.Silos + options.Edges} (silos={options.Silos} edges={options.Edges}) calls={options.Calls.Values.Sum()}", outcomes, await calls.CompareAsync(outcomes, ct), took, Bound);
    }

    private void Say(string line) => console.WriteLine(line);
}
