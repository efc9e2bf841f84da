using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Edges;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Freezing;

/// <summary>One run of <c>lab freeze</c>: a cluster, pairs that call again and again, nodes that stand still in turn, and what the pairs tell against the call log.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class FreezeRun(FreezeOptions options, TextWriter console)
{
    private const int AtOnce = 4;
    private const int SigStop = 19;
    private const int SigContinue = 18;
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly ConcurrentQueue<EdgeOutcome> _outcomes = new();
    private readonly ConcurrentQueue<string> _refused = new();
    private int _number;

    /// <summary>Runs it; true when no call was lost, no node was taken for dead, and the log has each call once.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct);
        using var administration = await Administration.SignInAsync(cluster.Edges[0].Web, "admin@demo.test", "demo", ct);
        var accounts = await administration.MakeAsync(4 * options.Pairs, recorded: false, ct);
        var phones = new HubPhone[2 * options.Pairs];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
                phones[i] = await HubPhone.ConnectAsync(cluster.Edges[i % options.Edges].Web, accounts[i], stop));
            using var thread = new VoiceThread();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            Say($"{options.Pairs} pairs of browsers and {options.Pairs} pairs of telephones call for {options.Talk.TotalSeconds:0} s each, {options.Burn} threads burn; each {options.Every.TotalSeconds:0.#} s a node stands still for {options.Freeze.TotalSeconds:0.#} s.");
            var callers = Enumerable.Range(0, options.Pairs).SelectMany(i => new[]
            {
                CallAsync(number => new BrowserPair(number, phones[2 * i], phones[(2 * i) + 1], thread), over.Token),
                CallAsync(
                    number => new TelephonePair(
                        number, accounts[(2 * options.Pairs) + (2 * i)], accounts[(2 * options.Pairs) + (2 * i) + 1], administration.Password, PhonePlace.Beside(MovingKind.SipOwn, cluster.Edges[i % options.Edges].Sip!), thread),
                    over.Token),
            }).ToList();
            Burn(over.Token);
            var (frozen, dead) = await FreezeAsync(cluster, ct);
            await over.CancelAsync();
            await Task.WhenAll(callers);
            var passed = await ReportAsync(frozen, dead, await CompareAsync(administration, ct));
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

    // A pair calls again as soon as its call is over. One that does not come about is no call that is lost: it is told apart.
    private async Task CallAsync(Func<int, MovingCall> make, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var call = make(Interlocked.Increment(ref _number));
            try
            {
                await call.SetUpAsync();
            }
            catch (CallFailedException e)
            {
                _refused.Enqueue(e.Message);
                await call.DisposeAsync();
                await Task.Delay(Pause, CancellationToken.None);
                continue;
            }

            _outcomes.Enqueue(await call.StayAsync(options.Talk));
        }
    }

    private void Burn(CancellationToken over)
    {
        for (var i = 0; i < options.Burn; i++)
        {
            new Thread(() =>
            {
                while (!over.IsCancellationRequested)
                {
                    Thread.SpinWait(10_000);
                }
            })
            { IsBackground = true, Name = $"burn {i}" }.Start();
        }
    }

    private async Task<(Dictionary<string, int> Frozen, List<string> Dead)> FreezeAsync(OwnCluster cluster, CancellationToken ct)
    {
        var random = new Random(options.Seed);
        List<ClusterNode> nodes = [.. cluster.Silos, .. cluster.Edges];
        var frozen = nodes.ToDictionary(static node => node.Name, static _ => 0);
        var dead = new List<string>();
        var (since, told) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        while (Stopwatch.GetElapsedTime(since) is var passed && passed < options.Length && nodes.Count > 0)
        {
            var node = nodes[random.Next(nodes.Count)];
            if (LinuxNative.Kill(node.ProcessId, SigStop) == 0)
            {
                frozen[node.Name]++;
                await Task.Delay(options.Freeze, ct);
                _ = LinuxNative.Kill(node.ProcessId, SigContinue);
            }

            await Task.Delay(options.Every, ct);
            foreach (var gone in nodes.Where(static one => !IsAlive(one.ProcessId)).ToList())
            {
                // It was taken for dead, and ended itself when it found that out.
                nodes.Remove(gone);
                dead.Add($"{gone.Name} after {passed.TotalSeconds:0} s");
                Say($"  {gone.Name} ended.");
            }

            if (passed - told >= Progress)
            {
                told = passed;
                Say($"  {passed.TotalSeconds,5:0} s  {frozen.Values.Sum()} freezes, {_outcomes.Count} calls, {_outcomes.Count(static outcome => outcome.Lost is not null)} lost, {_refused.Count} not made");
            }
        }

        return (frozen, dead);
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            // There is none: an answer, not a failure.
            return false;
        }
    }

    private Task<IReadOnlyList<string>> CompareAsync(Administration administration, CancellationToken ct)
    {
        var told = _outcomes.Select(static outcome => new LabOutcome(outcome.Call, LabState.Talking, outcome.Lost, outcome.Silence, 0, 0, 0, outcome.HungUpAt, [])).ToList();
        return LedgerCheck.AgreeAsync(administration, log => LedgerCheck.Differences(told, log), ct);
    }

    private async Task<bool> ReportAsync(Dictionary<string, int> frozen, List<string> dead, IReadOnlyList<string> differences)
    {
        EdgeOutcome[] outcomes = [.. _outcomes];
        var lost = outcomes.Where(static outcome => outcome.Lost is not null).ToList();
        Say($"  frozen: {string.Join(", ", frozen.Select(static node => $"{node.Key} {node.Value}"))}");
        foreach (var kind in (MovingKind[])[MovingKind.Browser, MovingKind.SipOwn])
        {
            Say($"  {kind}: {outcomes.Count(outcome => outcome.Kind == kind && outcome.Lost is null)}/{outcomes.Count(outcome => outcome.Kind == kind)} alive at their end");
        }

        foreach (var trouble in lost.Select(static outcome => $"  lost: {outcome.Kind} {outcome.Call}: {outcome.Lost}")
            .Concat(_refused.Select(static refused => $"  not made: {refused}")).Concat(dead.Select(static node => $"  taken for dead: {node}")).Concat(differences.Select(static d => $"  log: {d}")))
        {
            Say(trouble);
        }

        var passed = lost.Count == 0 && dead.Count == 0 && differences.Count == 0 && outcomes.Length > 0;
        Say($"  {Surroundings.Now}");
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{(passed ? "PASS" : "FAIL")} freeze silos={options.Silos} edges={options.Edges} seed={options.Seed}: {frozen.Values.Sum()} freezes of {options.Freeze.TotalSeconds:0.#} s, {outcomes.Length - lost.Count}/{outcomes.Length} calls alive, {_refused.Count} not made, evictions {dead.Count}, call log {outcomes.Length - differences.Count}/{outcomes.Length}"));
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed, frozen, dead, outcomes, refused = _refused.ToArray(), differences }, Json));
        }

        return passed;
    }

    private void Say(string line) => console.WriteLine(line);
}
