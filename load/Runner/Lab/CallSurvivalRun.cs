using System.Diagnostics;
using System.Globalization;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab;

/// <summary>One run: a cluster, calls in their states, a silo killed, the next action of every call at once, and the call log at the end.</summary>
internal sealed class CallSurvivalRun(CallSurvivalOptions options, TextWriter console)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan LogTime = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>Talks for so long before the silo dies, so that the counted packets span it.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    /// <summary>And for so long after it: the others have noticed by then, and grains have come to life elsewhere.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(4);

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<CallSurvivalReport> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct);
        try
        {
            var report = await RunAsync(cluster, ct);
            if (!report.Passed)
            {
                Keep(cluster);
            }

            return report;
        }
        catch
        {
            Keep(cluster);
            throw;
        }
    }

    private async Task<CallSurvivalReport> RunAsync(OwnCluster cluster, CancellationToken ct)
    {
        using var administration = await Administration.SignInAsync(cluster.Edges[^1].Web, "admin@demo.test", "demo", ct);
        var places = options.States.SelectMany(state => Enumerable.Repeat(state, options.PerState)).ToList();
        Say($"Making {2 * places.Count} users and connecting them.");
        var accounts = await administration.MakeAsync(2 * places.Count, recorded: false, ct);
        var phones = new HubPhone?[accounts.Length];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
                phones[i] = await HubPhone.ConnectAsync(cluster.Edges[((i / 2) + i) % cluster.Edges.Count].Web, accounts[i], stop));
            using var thread = new VoiceThread();
            var calls = new List<LabCall>();
            for (var i = 0; i < places.Count; i++)
            {
                var dialled = places[i] == LabState.Queued ? await administration.MakeQueueAsync(i, accounts[(2 * i) + 1], ct) : accounts[(2 * i) + 1].Extension;
                calls.Add(new LabCall(i, places[i], phones[2 * i]!, phones[(2 * i) + 1]!, dialled, thread));
            }

            return await FaultAsync(cluster, administration, calls, places, ct);
        }
        finally
        {
            await Parallel.ForEachAsync(phones, CancellationToken.None, static async (phone, _) =>
            {
                if (phone is not null)
                {
                    await phone.DisposeAsync();
                }
            });
        }
    }

    private async Task<CallSurvivalReport> FaultAsync(OwnCluster cluster, Administration administration, List<LabCall> calls, List<LabState> places, CancellationToken ct)
    {
        Say($"Bringing {calls.Count} calls to their states: {string.Join(", ", options.States).ToLowerInvariant()}.");
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
        await Task.Delay(Before, ct);
        var victim = cluster.Silos[new Random(options.Seed).Next(cluster.Silos.Count)];
        Say(string.Create(CultureInfo.InvariantCulture, $"Killing {victim.Name} (pid {victim.ProcessId})."));
        await OwnCluster.KillAsync(victim);

        // At once: the clicks that come while nobody has noticed yet are the hard ones. Who talks goes on talking first.
        var outcomes = await Task.WhenAll(calls.Select(async (call, i) =>
        {
            if (places[i] == LabState.Talking)
            {
                await Task.Delay(After, CancellationToken.None);
            }

            return await call.TakeOnAsync();
        }));
        return new CallSurvivalReport(options, victim.Name, outcomes, await CompareAsync(administration, outcomes, ct));
    }

    private static async Task<IReadOnlyList<string>> CompareAsync(Administration administration, IReadOnlyList<LabOutcome> outcomes, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var differences = LedgerCheck.Differences(outcomes, await administration.CallLogAsync(ct));
            if (differences.Count == 0 || Stopwatch.GetElapsedTime(since) > LogTime)
            {
                return differences;
            }

            await Task.Delay(Look, ct);
        }
    }

    private void Keep(OwnCluster cluster) => Say($"Logs and data of all processes are kept: {cluster.Keep()}");

    private void Say(string line) => console.WriteLine(line);
}
