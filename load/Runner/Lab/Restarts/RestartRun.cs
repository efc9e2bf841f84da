using System.Globalization;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Edges;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Restarts;

/// <summary><c>lab edge-restarts</c>: one edge goes and comes back many times; the calls of another one, and the grains of the silos, are as if nothing had happened.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class RestartRun(RestartOptions options, TextWriter console)
{
    private const int AtOnce = 4;

    // Each call is a new telephone of its user, who may register 16.
    private const int CallsEach = 10;

    /// <summary>A call whose parties hear nothing for longer has been disturbed; less is the machine's.</summary>
    private static readonly TimeSpan PauseBound = TimeSpan.FromSeconds(1);

    // The others have noticed by then that an edge is gone, or that one has come.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CloseTime = TimeSpan.FromSeconds(15);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Runs it; true when no activation was made anew and no call was disturbed.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and 2 edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, 2, ct);
        var passed = false;
        try
        {
            passed = await RunAsync(cluster, ct);
        }
        finally
        {
            if (!passed)
            {
                Say($"Logs and data of all processes are kept: {cluster.Keep()}");
            }
        }

        return passed;
    }

    private async Task<bool> RunAsync(OwnCluster cluster, CancellationToken ct)
    {
        var staying = cluster.Edges[0];
        using var administration = await Administration.SignInAsync(staying.Web, "admin@demo.test", "demo", ct);
        var callers = 1 + (options.Times / CallsEach);
        var accounts = await administration.MakeAsync((4 * options.Pairs) + (2 * callers), recorded: false, ct);
        var phones = new HubPhone[2 * options.Pairs];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
                phones[i] = await HubPhone.ConnectAsync(staying.Web, accounts[i], stop));
            using var thread = new VoiceThread();
            var place = PhonePlace.Beside(MovingKind.SipOwn, staying.Sip!);
            List<MovingCall> calls =
            [
                .. Enumerable.Range(0, options.Pairs).Select(i => new BrowserPair(i, phones[2 * i], phones[(2 * i) + 1], thread)),
                .. Enumerable.Range(options.Pairs, options.Pairs).Select(i => new TelephonePair(i, accounts[2 * i], accounts[(2 * i) + 1], administration.Password, place, thread)),
            ];
            Say($"Letting {calls.Count} calls talk at {staying.Name}.");
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
            await Task.WhenAll(calls.Select(static call => call.WatchAsync()));
            var (before, owners) = (await SiloCounters.ReadAsync(cluster.Silos, ct), await OwnersAsync(administration, calls, accounts, ct));
            var shorts = new List<EdgeOutcome>();
            for (var i = 0; i < options.Times; i++)
            {
                await RestartAsync(cluster, isOrderly: i % 2 == 0, ct);
                shorts.Add(await CallAsync(calls.Count + i, accounts[^(1 + (2 * (i % callers)))], accounts[^(2 + (2 * (i % callers)))], administration.Password, place, thread));
                Say(string.Create(CultureInfo.InvariantCulture, $"  {i + 1}/{options.Times}: calls {(shorts[^1].Lost is { } lost ? $"lost one {lost}" : "as ever")}"));
            }

            var grown = await SiloCounters.ReadAsync(cluster.Silos, ct) - before;
            var after = await OwnersAsync(administration, calls, accounts, ct);
            var pauses = await Task.WhenAll(calls.Select(static call => call.PauseAsync()));
            var outcomes = await Task.WhenAll(calls.Select(static call => call.StayAsync(TimeSpan.Zero)));
            return await ReportAsync(grown, owners.Count(owner => after.GetValueOrDefault(owner.Key) != owner.Value), owners.Count, pauses, [.. outcomes, .. shorts], await CompareAsync(administration, [.. outcomes, .. shorts], ct));
        }
        finally
        {
            await Parallel.ForEachAsync(phones.Where(static phone => phone is not null), CancellationToken.None, static async (phone, _) => await phone.DisposeAsync());
        }
    }

    private static async Task RestartAsync(OwnCluster cluster, bool isOrderly, CancellationToken ct)
    {
        var node = cluster.Edges[1];
        if (isOrderly)
        {
            await OwnCluster.StopAsync(node).WaitAsync(CloseTime + CloseTime, ct);
        }
        else
        {
            await OwnCluster.KillAsync(node);
        }

        await Task.Delay(Settle, ct);
        await cluster.StartAgainAsync(node, ct);
    }

    // Somebody else calls at the edge that stays.
    private static async Task<EdgeOutcome> CallAsync(int number, Account caller, Account callee, string password, PhonePlace place, VoiceThread thread)
    {
        var call = new TelephonePair(number, caller, callee, password, place, thread);
        try
        {
            await call.SetUpAsync();
        }
        catch (CallFailedException e)
        {
            await call.DisposeAsync();
            return new EdgeOutcome("", MovingKind.SipOwn, e.Message, TimeSpan.Zero, default);
        }

        return await call.StayAsync(Short);
    }

    /// <summary>The process in which each grain of the calls lives.</summary>
    private static async Task<Dictionary<string, string?>> OwnersAsync(Administration administration, List<MovingCall> calls, Account[] accounts, CancellationToken ct)
    {
        var owners = new Dictionary<string, string?>();
        foreach (var (kind, name) in calls.Select(static call => ("call", call.Name)).Concat(accounts.Select(static account => ("user", account.Name))))
        {
            owners[$"{kind} {name}"] = await administration.OwnerAsync(kind, name, ct);
        }

        return owners;
    }

    private static Task<IReadOnlyList<string>> CompareAsync(Administration administration, IReadOnlyList<EdgeOutcome> outcomes, CancellationToken ct)
    {
        var told = outcomes.Select(static outcome => new LabOutcome(outcome.Call, LabState.Talking, outcome.Lost, outcome.Silence, 0, 0, 0, outcome.HungUpAt, [])).ToList();
        return LedgerCheck.AgreeAsync(administration, log => LedgerCheck.Differences(told, log), ct);
    }

    private async Task<bool> ReportAsync(SiloCounters grown, int moved, int grains, TimeSpan[] pauses, IReadOnlyList<EdgeOutcome> outcomes, IReadOnlyList<string> differences)
    {
        var lost = outcomes.Where(static outcome => outcome.Lost is not null).ToList();
        var disturbed = pauses.Count(static pause => pause > PauseBound);
        foreach (var trouble in lost.Select(static outcome => $"  lost: {outcome.Call} {outcome.Lost}").Concat(differences.Select(static d => $"  log: {d}")))
        {
            Say(trouble);
        }

        var passed = lost.Count == 0 && disturbed == 0 && moved == 0 && grown is { TakenOver: 0, Ended: 0, Duplicates: 0 } && differences.Count == 0;
        Say($"  {Surroundings.Now}");
        Say(string.Create(CultureInfo.InvariantCulture, $"{(passed ? "PASS" : "FAIL")} edge-restarts silos={options.Silos} times={options.Times}: activations reset: calls {grown.TakenOver:0}, others {grown.Ended:0}, elsewhere than before {moved} of {grains}, ")
            + string.Create(CultureInfo.InvariantCulture, $"twice {grown.Duplicates:0}; calls disturbed {disturbed}, lost {lost.Count} of {outcomes.Count}, ")
            + string.Create(CultureInfo.InvariantCulture, $"longest pause {pauses.Max().TotalSeconds:0.00} s, call log {outcomes.Count - differences.Count}/{outcomes.Count}"));
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed, grown, moved, grains, disturbed, lost, pauses, differences }, Json));
        }

        return passed;
    }

    private void Say(string line) => console.WriteLine(line);
}
