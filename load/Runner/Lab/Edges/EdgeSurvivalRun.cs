using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Networks;
using RtcCluster.Load.Runner.Lab.Recordings;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary><c>lab call-survival --kill edge</c>: calls of several classes of parties talk over an edge that is killed, or paused, and how long they hear nothing.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class EdgeSurvivalRun(EdgeLossOptions options, TextWriter console)
{
    private const int AtOnce = 4;
    private const int SigStop = 19;
    private const int SigContinue = 18;

    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(15);

    // What is recorded has more than one chunk before the edge dies.
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BeforeRecorded = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StaysRecorded = TimeSpan.FromSeconds(5);

    /// <summary>Runs it; true when every call that must live did, each has one entry in the log, and the silence is within its bound.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var rounds = new List<EdgeLossRound>();
        foreach (var classes in options.Classes.GroupBy(EdgeLossOptions.IsShared).OrderBy(static group => group.Key))
        {
            rounds.Add(await RunAsync([.. classes], classes.Key, ct));
        }

        var report = new EdgeLossReport(options, rounds);
        await report.WriteAsync(console);
        return report.Passed;
    }

    private async Task<EdgeLossRound> RunAsync(IReadOnlyList<MovingKind> classes, bool isShared, CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges{(isShared ? $" that share {LabNetwork.Shared}" : "")}.");
        await using var cluster = await OwnCluster.StartAsync(
            options.Silos, options.Edges, ct, places: LabNetwork.Here?.Places(options.Silos, options.Edges), sharedSip: isShared ? LabNetwork.Shared : null);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var keeping = isShared ? new SharedAddress(LabNetwork.Here!, cluster.Edges).KeepAsync(edge => Say($"  The shared address is at edge{edge} now."), over.Token) : Task.CompletedTask;
        try
        {
            var round = await RunAsync(cluster, classes, ct);
            if (round.Differences.Count > 0 || round.Outcomes.Any(static outcome => outcome.Lost is not null))
            {
                Say($"Logs and data of all processes are kept: {cluster.Keep()}");
            }

            return round;
        }
        catch
        {
            Say($"Logs and data of all processes are kept: {cluster.Keep()}");
            throw;
        }
        finally
        {
            await over.CancelAsync();
            await keeping;
        }
    }

    private async Task<EdgeLossRound> RunAsync(OwnCluster cluster, IReadOnlyList<MovingKind> classes, CancellationToken ct)
    {
        var since = DateTimeOffset.UtcNow;
        var (victim, living) = (cluster.Edges[0], cluster.Edges[1]);
        using var administration = await Administration.SignInAsync(living.Web, "admin@demo.test", "demo", ct);
        bool IsRecorded(int call) => call % options.PerClass < options.Recorded;
        var accounts = await administration.MakeAsync(2 * classes.Count * options.PerClass, i => IsRecorded(i / 2), ct);
        var browsers = new List<HubPhone>();
        try
        {
            using var thread = new VoiceThread();
            var calls = new List<MovingCall>();
            foreach (var kind in classes)
            {
                for (var i = 0; i < options.PerClass; i++)
                {
                    var number = calls.Count;
                    var (caller, callee) = (accounts[2 * number], accounts[(2 * number) + 1]);
                    if (kind == MovingKind.Browser)
                    {
                        browsers.Add(await HubPhone.ConnectAsync(victim.Web, caller, ct));
                        browsers.Add(await HubPhone.ConnectAsync(living.Web, callee, ct));
                        calls.Add(new BrowserPair(number, browsers[^2], browsers[^1], thread));
                    }
                    else
                    {
                        calls.Add(new TelephonePair(number, caller, callee, administration.Password, PhonePlace.Of(kind, [.. cluster.Edges.Select(static edge => edge.Sip!)]) with { Seed = options.Seed }, thread));
                    }
                }
            }

            Say($"Letting them talk: {string.Join(", ", classes.Select(kind => $"{options.PerClass} {EdgeLossOptions.NameOf(kind)}"))}.");
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
            await Task.Delay(options.Recorded > 0 ? BeforeRecorded : Before, ct);
            var killedAt = DateTimeOffset.UtcNow;
            var before = Use(cluster);
            var outcomes = await FaultAsync(victim, living, calls);
            var processors = Use(cluster).Where(one => before.ContainsKey(one.Key)).ToDictionary(static one => one.Key, one => one.Value - before[one.Key]);
            var differences = await CompareAsync(administration, outcomes, ct);
            var log = await administration.CallLogAsync(ct);
            var ended = outcomes.Where(static outcome => outcome is { Lost: not null, Call.Length: > 0 }).Select(outcome => (outcome.Call, log.FirstOrDefault(entry => entry.Id == outcome.Call)?.EndedAt))
                .Where(static entry => entry.EndedAt is not null).ToDictionary(static entry => entry.Call, entry => entry.EndedAt!.Value - killedAt);
            List<EdgeOutcome> recorded = [.. outcomes.Where((outcome, call) => outcome.Lost is null && IsRecorded(call))];
            var stored = recorded.Count == 0 || options.Pause is not null ? [] : await StoredAsync(cluster, victim, administration, since, killedAt, recorded, ct);
            return new EdgeLossRound(outcomes, differences, stored, options.Pause is not null ? 0 : recorded.Count, ended, processors);
        }
        finally
        {
            foreach (var browser in browsers)
            {
                await browser.DisposeAsync();
            }
        }
    }

    // What lies on the disk of the edge that died is uploaded when it starts again.
    private async Task<List<KilledCall>> StoredAsync(
        OwnCluster cluster, ClusterNode victim, Administration administration, DateTimeOffset since, DateTimeOffset killedAt, List<EdgeOutcome> recorded, CancellationToken ct)
    {
        Say($"Starting {victim.Name} again, and reading {recorded.Count} recordings.");
        await cluster.StartAgainAsync(victim, ct);
        var store = Path.Combine(new NodeLaunch(cluster.Silos[0]).Variable("Data__SharedPath"), "blobs");
        return await MovedRecordings.SettledAsync(administration, store, since, killedAt, recorded, ct);
    }

    private async Task<EdgeOutcome[]> FaultAsync(ClusterNode victim, ClusterNode living, List<MovingCall> calls)
    {
        using var process = Process.GetProcessById(victim.ProcessId);
        Say($"{(options.Pause is null ? "Killing" : "Pausing")} {victim.Name} (pid {victim.ProcessId}).");
        var since = Stopwatch.GetTimestamp();
        if (options.Pause is null)
        {
            process.Kill();
        }
        else
        {
            _ = LinuxNative.Kill(victim.ProcessId, SigStop);
        }

        var waking = WakeAsync(process);
        // Who talks when the edge wakes up must not be hung up on by it.
        var stays = (options.Recorded > 0 ? StaysRecorded : Stays) + (options.Pause ?? TimeSpan.Zero);
        var dice = new Random(options.Seed);
        var outcomes = await Task.WhenAll(calls.Select(call => call.SurviveAsync(living, since, stays, new Random(dice.Next()))));
        await waking;
        return outcomes;
    }

    private async Task WakeAsync(Process process)
    {
        if (options.Pause is { } time)
        {
            await Task.Delay(time);
            _ = LinuxNative.Kill(process.Id, SigContinue);
            await process.WaitForExitAsync().WaitAsync(EndTime);
            Say("The edge woke up and ended itself.");
        }
        else
        {
            await process.WaitForExitAsync();
        }
    }

    private static Task<IReadOnlyList<string>> CompareAsync(Administration administration, EdgeOutcome[] outcomes, CancellationToken ct)
    {
        var told = outcomes.Select(static outcome => new LabOutcome(outcome.Call, LabState.Talking, outcome.Lost, outcome.Silence, 0, 0, 0, outcome.HungUpAt, [])).ToList();
        return LedgerCheck.AgreeAsync(administration, log => LedgerCheck.Differences(told, log), ct);
    }

    // Those that live.
    private static Dictionary<string, double> Use(OwnCluster cluster) => cluster.Silos.Concat(cluster.Edges).Select(static node => (node.Name, Use: ProcessUse.Of(node.ProcessId)))
        .Append((Name: "generator", Use: ProcessUse.Of(Environment.ProcessId))).Where(static one => one.Use is { Threads: > 0 }).ToDictionary(static one => one.Name, static one => one.Use!.Value.ProcessorSeconds);

    private void Say(string line) => console.WriteLine(line);
}
