using System.Diagnostics;
using System.Globalization;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Calls;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab;

/// <summary>One round: a cluster, calls in their states, a silo killed, the next action of every call at once, and the call log at the end.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="seed">Chooses which silo.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class CallSurvivalRun(CallSurvivalOptions options, int seed, TextWriter console)
{
    private const int AtOnce = 4;
    private const int SigStop = 19;
    private const int SigContinue = 18;

    /// <summary>Talks for so long before the silo dies, so that the counted packets span it.</summary>
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);

    /// <summary>And for so long after it: the others have noticed by then, and grains have come to life elsewhere.</summary>
    private static readonly TimeSpan After = TimeSpan.FromSeconds(4);

    /// <summary>A silo that wakes up has ended itself by then.</summary>
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(30);

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<CallSurvivalRound> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct, options.Programs);
        try
        {
            var round = await RunAsync(cluster, ct);
            if (!round.IsClean)
            {
                Keep(cluster);
            }

            return round;
        }
        catch
        {
            Keep(cluster);
            throw;
        }
    }

    private async Task<CallSurvivalRound> RunAsync(OwnCluster cluster, CancellationToken ct)
    {
        using var administration = await Administration.SignInAsync(cluster.Edges[^1].Web, "admin@demo.test", "demo", ct);
        var counted = options.States.SelectMany(state => Enumerable.Repeat(state, options.PerState)).ToList();
        List<LabState> places = [.. counted, .. options.States.SelectMany(state => Enumerable.Repeat(state, options.WarmUp))];
        var people = places.Select(static state => state is LabState.Conf or LabState.Xfer ? 3 : 2).ToList();
        var first = people.Select((_, i) => people.Take(i).Sum()).ToList();
        Say($"Making {people.Sum()} users and connecting them.");
        var accounts = await administration.MakeAsync(people.Sum(), recorded: false, ct);
        var phones = new HubPhone?[accounts.Length];
        try
        {
            // The parties of a call are at edges that follow each other; the one who has a telephone has no browser.
            await Parallel.ForEachAsync(Enumerable.Range(0, places.Count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
            {
                for (var j = 0; j < (places[i] == LabState.Early ? 1 : people[i]); j++)
                {
                    phones[first[i] + j] = await HubPhone.ConnectAsync(cluster.Edges[(i + j) % cluster.Edges.Count].Web, accounts[first[i] + j], stop);
                }
            });
            using var thread = new VoiceThread();
            var calls = new List<LabCall>();
            for (var i = 0; i < places.Count; i++)
            {
                var edge = cluster.Edges[(i + 1) % cluster.Edges.Count];
                calls.Add(await MakeAsync(administration, i, places[i], phones[first[i]..(first[i] + people[i])], accounts[first[i] + 1], edge, thread, ct));
            }

            await WarmUpAsync(calls[counted.Count..], ct);
            return await FaultAsync(cluster, administration, calls[..counted.Count], counted, ct);
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

    private static async Task<LabCall> MakeAsync(
        Administration administration, int number, LabState state, HubPhone?[] phones, Account callee, ClusterNode edge, VoiceThread thread, CancellationToken ct) => state switch
    {
        LabState.Early => new EarlyCall(number, phones[0]!, callee, administration.Password, edge.Sip!, thread),
        LabState.Conf => new ConferenceCall(number, [.. phones.OfType<HubPhone>()], await administration.MakeRoomAsync(number, ct), thread),
        LabState.Xfer => new TransferCall(number, phones[0]!, phones[1]!, phones[2]!, thread),
        LabState.Queued => new TwoPartyCall(number, state, phones[0]!, phones[1]!, await administration.MakeQueueAsync(number, callee, ct), thread),
        _ => new TwoPartyCall(number, state, phones[0]!, phones[1]!, callee.Extension, thread),
    };

    private async Task WarmUpAsync(List<LabCall> calls, CancellationToken ct)
    {
        if (calls.Count == 0)
        {
            return;
        }

        Say($"Warming up with {calls.Count} calls.");
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce * 2, CancellationToken = ct }, static async (call, _) =>
        {
            await call.SetUpAsync();
            if ((await call.TakeOnAsync()).Lost is { } lost)
            {
                throw new CallFailedException($"A call failed before any fault: {lost}");
            }
        });
    }

    private async Task<CallSurvivalRound> FaultAsync(OwnCluster cluster, Administration administration, List<LabCall> calls, List<LabState> places, CancellationToken ct)
    {
        Say($"Bringing {calls.Count} calls to their states: {string.Join(", ", options.States).ToLowerInvariant()}.");
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
        await Task.Delay(Before, ct);
        var victim = cluster.Silos[new Random(seed).Next(cluster.Silos.Count)];
        Say(string.Create(CultureInfo.InvariantCulture, $"{(options.Pause is null ? "Killing" : "Pausing")} {victim.Name} (pid {victim.ProcessId})."));
        var waking = StopAsync(victim);

        // At once: the clicks that come while nobody has noticed yet are the hard ones. Who talks goes on talking first.
        var outcomes = await Task.WhenAll(calls.Select(async (call, i) =>
        {
            if (places[i] == LabState.Talking)
            {
                // Who talks when the silo wakes up must not notice it.
                await Task.Delay(After + (options.Pause ?? TimeSpan.Zero), CancellationToken.None);
            }

            return await call.TakeOnAsync();
        }));
        await waking;
        return new CallSurvivalRound(victim.Name, outcomes, await CompareAsync(administration, outcomes, ct));
    }

    // What is stopped in mid-turn finds the world changed when it goes on: others own what it owned.
    private async Task StopAsync(ClusterNode victim)
    {
        if (options.Pause is not { } pause)
        {
            await OwnCluster.KillAsync(victim);
            return;
        }

        using var process = Process.GetProcessById(victim.ProcessId);
        _ = LinuxNative.Kill(victim.ProcessId, SigStop);
        await Task.Delay(pause);
        _ = LinuxNative.Kill(victim.ProcessId, SigContinue);
        await process.WaitForExitAsync().WaitAsync(EndTime);
        Say("The silo woke up and ended itself.");
    }

    private static Task<IReadOnlyList<string>> CompareAsync(Administration administration, IReadOnlyList<LabOutcome> outcomes, CancellationToken ct) =>
        LedgerCheck.AgreeAsync(administration, log => LedgerCheck.Differences(outcomes, log), ct);

    private void Keep(OwnCluster cluster) => Say($"Logs and data of all processes are kept: {cluster.Keep()}");

    private void Say(string line) => console.WriteLine(line);
}
