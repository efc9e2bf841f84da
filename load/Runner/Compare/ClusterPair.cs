using RtcCluster.Load.Runner.Acd;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>What a queue's call costs a cluster of four silos and two edges, against one of a silo and an edge: what messages between processes add.</summary>
internal static class ClusterPair
{
    private const int Agents = 60;
    private const int Queues = 6;
    private const double CallsPerSecond = 12;

    // A process that has begun compiles until its paths have run often; with four silos each sees a quarter of the calls.
    private const int WarmUpsEachSilo = 2;
    private const int Lengths = 4;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(Bench bench, CancellationToken ct)
    {
        if (PinnedProcess.Find("redis-server") is null || (PinnedProcess.Find("postgres") is null && !Directory.Exists("/usr/lib/postgresql")))
        {
            bench.Skip("Redis or PostgreSQL is not installed (apt-get install redis-server postgresql): no cluster to compare with.");
            return;
        }

        var few = await CostAsync(bench, 1, 1, ct);
        var many = await CostAsync(bench, 4, 2, ct);
        bench.Add(new Finding("cluster", "a queue's call with 4 silos and 2 edges, CPU of them all", "ms", many.Milliseconds, "1 silo and 1 edge", few.Milliseconds)
        {
            AtLeast = Goal.RatioAtMost(1.5), Aim = Goal.RatioAtMost(1.15), Note = Bench.Text($"{CallsPerSecond:0.#} calls/s; {many}; with one of each {few}"),
            Flaw = many.Failed + few.Failed > 0 ? Bench.Text($"{many.Failed} and {few.Failed} calls failed") : null,
        });
    }

    private static async Task<Cost> CostAsync(Bench bench, int silos, int edges, CancellationToken ct)
    {
        bench.Say($"A queue's calls with {silos} silos and {edges} edges.");
        var options = bench.Options;
        await using var cluster = await OwnCluster.StartAsync(silos, edges, ct, processor: options.ServerProcessor);
        int[] processes = [.. cluster.Silos.Concat(cluster.Edges).Select(static node => node.ProcessId)];
        var load = new AcdOptions
        {
            Agents = Agents, Queues = Queues, Rate = CallsPerSecond, Length = options.Length * Lengths, WarmUp = options.WarmUp * WarmUpsEachSilo * silos,
            Talk = TimeSpan.FromSeconds(2), WrapUp = TimeSpan.FromSeconds(1), Targets = [.. cluster.Edges.Select(static edge => edge.Web)], Processes = processes, Processor = null,
            Administrator = "admin@demo.test", Password = "demo", Json = null, BeyondLoopback = false,
        };
        var spent = new Spent(cluster.ProcessId);
        var report = await new AcdRun(load, TextWriter.Null).RunAsync(ct);
        bench.Note(spent.Until());
        // What they do of themselves is taken away; it is looked at afterwards, when nothing is being compiled any more.
        await Task.Delay(Settle, ct);
        var idle = new Servers.Cost(processes);
        await Task.Delay(options.Length, ct);
        var alone = idle.SinceLast().Server ?? double.NaN;
        return new Cost(((report.ServerProcessorSeconds ?? double.NaN) - (alone * report.Seconds)) * 1e3 / report.CallsEnded, alone, report.CallsEnded, report.CallsFailed, report.Offered.P50, report.Offered.P99);
    }

    private sealed record Cost(double Milliseconds, double Alone, int Calls, int Failed, double OfferedP50, double OfferedP99)
    {
        public override string ToString() => Bench.Text($"{Calls} calls, offered p50 {OfferedP50:0.#}, p99 {OfferedP99:0.#} ms, {Alone:0.00} processors without calls");
    }
}
