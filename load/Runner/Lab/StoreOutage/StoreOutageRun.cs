using System.Diagnostics;
using System.Net;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Calls;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Telephones;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>A cluster, calls in their states, a store that goes away and comes back, and what became of everybody.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class StoreOutageRun(StoreOutageOptions options, TextWriter console)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(15);
    private readonly Random _random = new(options.Seed);
    private long _backAt = long.MaxValue;

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<StoreOutageReport> RunAsync(CancellationToken ct)
    {
        Say($"Starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct);
        try
        {
            var report = await RunAsync(cluster, ct);
            if (!report.IsClean)
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

    private async Task<StoreOutageReport> RunAsync(OwnCluster cluster, CancellationToken ct)
    {
        using var administration = await Administration.SignInAsync(cluster.Edges[^1].Web, "admin@demo.test", "demo", ct);
        List<(LabState State, bool HangsUp)> places =
        [
            .. from state in new[] { (LabState.Talking, false), (LabState.Talking, true), (LabState.Held, false), (LabState.Queued, false), (LabState.Ringing, false) }
               from _ in Enumerable.Range(0, options.PerState)
               select state,
        ];
        // Two for each call, one who dials at the hub meanwhile and one who has a telephone.
        var people = (2 * places.Count) + 2;
        Say($"Making {people} users and connecting them.");
        var accounts = await administration.MakeAsync(people, recorded: false, ct);
        await Parallel.ForEachAsync(accounts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (account, stop) => await administration.RingLongAsync(account, stop));
        var phones = new HubPhone?[people - 1];
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) =>
                phones[i] = await HubPhone.ConnectAsync(cluster.Edges[i % cluster.Edges.Count].Web, accounts[i], stop));
            using var thread = new VoiceThread();
            var calls = new List<OutageCall>();
            for (var i = 0; i < places.Count; i++)
            {
                var (state, hangsUp) = places[i];
                var dialled = state == LabState.Queued ? await administration.MakeQueueAsync(i, accounts[(2 * i) + 1], ct) : accounts[(2 * i) + 1].Extension;
                calls.Add(new OutageCall(Make(i, state, phones, dialled, thread), state, hangsUp));
            }

            var (dialling, own) = (phones[^1]!, accounts[^1]);
            var edge = cluster.Edges[0].Sip!;
            await using var telephone = new SipEndpoint(IPAddress.Loopback, edge, new PhoneAccount(own.Extension, administration.Password, edge), static call => call.Answer());
            await RegisterAsync(telephone, own.Extension);
            var newcomers = new Newcomers(dialling, telephone, own.Extension, administration, await administration.MakeQueueAsync(places.Count, own, ct));
            Say($"Bringing {calls.Count} calls to their states: talking, hung up meanwhile, held, queued, ringing.");
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.Call.SetUpAsync());
            await Task.Delay(Before + (TimeSpan.FromSeconds(1) * _random.NextDouble()), ct);
            var (away, stayed, left) = await OutageAsync(cluster, calls, newcomers, ct);

            Say("Everybody calls again.");
            var again = await AgainAsync(places, phones, administration, own, thread);
            LabOutcome[] all = [.. stayed, .. left, .. again];
            return new StoreOutageReport
            {
                Options = options,
                Away = away.TotalSeconds,
                Stayed = stayed,
                Left = left,
                Again = again,
                Attempts = newcomers.Attempts,
                Gone = await Aftermath.GoneAsync(cluster, ct),
                Differences = await Aftermath.CompareAsync(administration, all, newcomers.Calls, ct),
                Stuck = await Aftermath.StuckAsync(administration, ct),
            };
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

    private async Task<(TimeSpan Away, LabOutcome[] Stayed, LabOutcome[] Left)> OutageAsync(OwnCluster cluster, List<OutageCall> calls, Newcomers newcomers, CancellationToken ct)
    {
        Say($"{(options.Freeze ? "Freezing" : "Killing")} {string.Join(" and ", options.Stores)} for {options.Seconds} s.");
        foreach (var store in options.Stores)
        {
            await cluster.StopStoreAsync(Name(store), options.Freeze, ct);
        }

        var since = Stopwatch.GetTimestamp();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var trying = newcomers.RunAsync(over.Token);
        // In the first half, so that those who are told nothing wait for a while.
        var leaving = Task.WhenAll(calls.Where(static call => call.HangsUp).Select(async call =>
        {
            await Task.Delay(TimeSpan.FromSeconds(options.Seconds / 2.0 * _random.NextDouble()), CancellationToken.None);
            var outcome = await call.Call.TakeOnAsync();
            // What counts is how long it took from when it could.
            var told = Stopwatch.GetTimestamp();
            return outcome with { Action = told <= _backAt ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_backAt, told) };
        }));
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds), ct);
        await over.CancelAsync();
        foreach (var store in options.Stores)
        {
            await cluster.StartStoreAsync(Name(store), ct);
        }

        _backAt = Stopwatch.GetTimestamp();
        Say("It is back; everybody takes the next action at once.");
        var stayed = await Task.WhenAll(calls.Where(static call => !call.HangsUp).Select(async call =>
        {
            if (call.State == LabState.Talking)
            {
                await Task.Delay(After, CancellationToken.None);
            }

            return await call.Call.TakeOnAsync();
        }));
        await trying;
        return (Stopwatch.GetElapsedTime(since, _backAt), stayed, await leaving);
    }

    // Nobody whom the outage left behind can call, be called, or be offered a caller.
    private async Task<LabOutcome[]> AgainAsync(List<(LabState State, bool HangsUp)> places, HubPhone?[] phones, Administration administration, Account own, VoiceThread thread)
    {
        var calls = new List<LabCall>();
        for (var i = 0; i < places.Count; i++)
        {
            var state = places[i].State == LabState.Queued ? LabState.Queued : LabState.Talking;
            calls.Add(Make(places.Count + i, state, phones, state == LabState.Queued ? Administration.QueueLine(i) : phones[(2 * i) + 1]!.Account.Extension, thread, i));
        }

        // The telephone has not registered again.
        var outcomes = await Task.WhenAll(calls.Select(static async (call, i) =>
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100 * i));
            try
            {
                await call.SetUpAsync();
            }
            catch (CallFailedException e)
            {
                await call.DisposeAsync();
                return new LabOutcome("", LabState.Talking, e.Message, TimeSpan.Zero, 0, 0, 0, DateTimeOffset.UtcNow, []);
            }

            return await call.TakeOnAsync();
        }));
        return [.. outcomes, await RingTelephoneAsync(phones[^1]!, own)];
    }

    private static async Task<LabOutcome> RingTelephoneAsync(HubPhone phone, Account own)
    {
        using var patience = new CancellationTokenSource(ReadyTime);
        var call = "";
        string? lost = null;
        var hungUpAt = DateTimeOffset.UtcNow;
        try
        {
            call = await phone.DialAsync($"telephone-{Environment.ProcessId}", own.Extension, BrowserOffer.OfNobody);
            await phone.Watch(call).Connected.WaitAsync(patience.Token);
            hungUpAt = DateTimeOffset.UtcNow;
            await phone.HangUpAsync(call);
            await phone.Watch(call).Ended.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is CallFailedException or Microsoft.AspNetCore.SignalR.HubException or OperationCanceledException)
        {
            lost = $"the registered telephone: {e.Message}";
        }

        return new LabOutcome(call, LabState.Talking, lost, TimeSpan.Zero, 0, 0, 0, hungUpAt, []);
    }

    private TwoPartyCall Make(int number, LabState state, HubPhone?[] phones, string dialled, VoiceThread thread, int? place = null)
    {
        var first = 2 * (place ?? number);
        return new TwoPartyCall(number, state, phones[first]!, phones[first + 1]!, dialled, thread) { Patience = TimeSpan.FromSeconds(20 + options.Seconds) };
    }

    private static async Task RegisterAsync(SipEndpoint telephone, string extension)
    {
        if (await telephone.RegisterAsync(extension) is var code and not 200)
        {
            throw new CallFailedException($"the telephone was not registered: {code}");
        }
    }

    private static string Name(Store store) => store.ToString().ToLowerInvariant();

    private void Keep(OwnCluster cluster) => Say($"Logs and data of all processes are kept: {cluster.Keep()}");

    private void Say(string line) => console.WriteLine(line);
}
