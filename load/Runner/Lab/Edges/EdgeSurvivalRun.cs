using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary><c>lab call-survival --kill edge</c>: telephones and browsers talk over an edge that is killed, or paused, and how long they hear nothing.</summary>
/// <param name="options">What is asked for; each kind of call is made as often as a state.</param>
/// <param name="pause">How long the edge is paused; null to kill it.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class EdgeSurvivalRun(CallSurvivalOptions options, TimeSpan? pause, TextWriter console)
{
    private const int AtOnce = 4;
    private const int SigStop = 19;
    private const int SigContinue = 18;

    /// <summary>95 of 100 calls have sound again by then. Who is killed has connections that break; that one who is paused is gone is only seen by what it does not answer.</summary>
    private readonly TimeSpan _silenceBound = TimeSpan.FromSeconds(pause is null ? 4 : 10);

    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Stays = TimeSpan.FromSeconds(2);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Runs it; true when every call lived, each has one entry in the log, and the silence is within its bound.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct);
        var victim = cluster.Edges[0];
        var living = cluster.Edges[1];
        using var administration = await Administration.SignInAsync(living.Web, "admin@demo.test", "demo", ct);
        var accounts = await administration.MakeAsync(4 * options.PerState, recorded: false, ct);
        var phones = new HubPhone[2 * options.PerState];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
                phones[i] = await HubPhone.ConnectAsync((i % 2 == 0 ? victim : living).Web, accounts[i], stop));
            using var thread = new VoiceThread();
            List<MovingCall> calls =
            [
                .. Enumerable.Range(0, options.PerState).Select(i => new BrowserPair(i, phones[2 * i], phones[(2 * i) + 1], thread)),
                .. Enumerable.Range(options.PerState, options.PerState)
                    .Select(i => new TelephonePair(i, accounts[2 * i], accounts[(2 * i) + 1], administration.Password, victim.Sip!, thread)),
            ];
            Say($"Letting {options.PerState} pairs of browsers and {options.PerState} pairs of telephones talk.");
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
            await Task.Delay(Before, ct);
            var outcomes = await FaultAsync(victim, living, calls);
            var log = await CompareAsync(administration, outcomes, ct);
            var passed = await ReportAsync(outcomes, log);
            if (!passed)
            {
                Say($"Logs and data of all processes are kept: {cluster.Keep()}");
            }

            return passed;
        }
        catch
        {
            Say($"Logs and data of all processes are kept: {cluster.Keep()}");
            throw;
        }
        finally
        {
            await Parallel.ForEachAsync(phones.Where(static phone => phone is not null), CancellationToken.None, static async (phone, _) => await phone.DisposeAsync());
        }
    }

    private async Task<EdgeOutcome[]> FaultAsync(ClusterNode victim, ClusterNode living, List<MovingCall> calls)
    {
        using var process = Process.GetProcessById(victim.ProcessId);
        Say($"{(pause is null ? "Killing" : "Pausing")} {victim.Name} (pid {victim.ProcessId}).");
        var since = Stopwatch.GetTimestamp();
        if (pause is null)
        {
            process.Kill();
        }
        else
        {
            _ = LinuxNative.Kill(victim.ProcessId, SigStop);
        }

        var waking = WakeAsync(process);
        // Who talks when the edge wakes up must not be hung up on by it.
        var stays = Stays + (pause ?? TimeSpan.Zero);
        var outcomes = await Task.WhenAll(calls.Select(call => call.SurviveAsync(living, since, stays)));
        await waking;
        return outcomes;
    }

    private async Task WakeAsync(Process process)
    {
        if (pause is { } time)
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

    private async Task<bool> ReportAsync(EdgeOutcome[] outcomes, IReadOnlyList<string> differences)
    {
        foreach (var kind in Enum.GetValues<MovingKind>())
        {
            var calls = outcomes.Where(outcome => outcome.Kind == kind).ToList();
            Say($"  {kind}: {calls.Count(static call => call.Lost is null)}/{calls.Count} alive, without sound {Latency.Of(Times(calls))}, p95 {Seconds(Times(calls))} s");
        }

        foreach (var trouble in outcomes.Where(static outcome => outcome.Lost is not null).Select(static outcome => $"  lost: {outcome.Kind} {outcome.Call}: {outcome.Lost}").Concat(differences.Select(static d => $"  log: {d}")))
        {
            Say(trouble);
        }

        var alive = outcomes.Count(static outcome => outcome.Lost is null);
        var times = Times(outcomes);
        var passed = alive == outcomes.Length && differences.Count == 0 && times.GetValueAtPercentile(95) <= Latency.Microseconds(_silenceBound.Ticks);
        Say($"  {Surroundings.Now}");
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{(passed ? "PASS" : "FAIL")} call-survival {(pause is null ? "kill" : "pause")}=edge silos={options.Silos} edges={options.Edges}: {alive}/{outcomes.Length} alive, without sound p95 {Seconds(times)} s, call log {outcomes.Length - differences.Count}/{outcomes.Length}"));
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed, outcomes, differences }, Json));
        }

        return passed;
    }

    private static string Seconds(LongHistogram times) => (times.TotalCount == 0 ? 0 : times.GetValueAtPercentile(95) / 1e6).ToString("0.00", CultureInfo.InvariantCulture);

    private static LongHistogram Times(IEnumerable<EdgeOutcome> calls)
    {
        var times = Latency.Histogram();
        foreach (var call in calls.Where(static call => call.Lost is null))
        {
            times.RecordValue(Latency.Microseconds(call.Silence.Ticks));
        }

        return times;
    }

    private void Say(string line) => console.WriteLine(line);
}
