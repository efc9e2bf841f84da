using System.Collections.Concurrent;
using System.Diagnostics;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Lab.Failover;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>One run of <c>lab partition</c>: a cluster in two networks, people at both sides, a cut in silence, and what everybody saw until all works again.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class PartitionRun(PartitionOptions options, TextWriter console)
{
    private const int AtOnce = 4;
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WrapUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>An edge that asks a grain which is away says so after 5 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    /// <summary>What does not know yet that it was declared dead finds it out when it looks at the table the next time, which is each 10 s.</summary>
    private static readonly TimeSpan FindOutTime = TimeSpan.FromSeconds(15);

    /// <summary>From the mending of the wires until every node is ready again.</summary>
    private static readonly TimeSpan ReturnTime = TimeSpan.FromSeconds(90);

    /// <summary>From then until every agent has had a call again and every telephone has registered.</summary>
    private static readonly TimeSpan WorkTime = TimeSpan.FromSeconds(30);

    private readonly Random _random = new(options.Seed);
    private readonly ConcurrentDictionary<string, Visit> _visits = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<PartedRegistration> _registrations = new();

    /// <summary>Runs it; true when it passed.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        await using var network = await DividedNetwork.MakeAsync(ct);
        var (greater, smaller) = (network.Sides[0], network.Sides[1]);
        Say($"Starting {options.Silos} silos and an edge at the greater side, a silo and an edge at the smaller.");
        var places = DividedNetwork.Places([.. Enumerable.Range(1, options.Silos).Select(i => ($"silo{i}", greater)), ("edge1", greater), ($"silo{options.Silos + 1}", smaller), ("edge2", smaller)]);
        await using var cluster = await OwnCluster.StartAsync(options.Silos + 1, 2, ct, places: places);
        try
        {
            var report = await RunAsync(network, cluster, ct);
            await report.WriteAsync(console);
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

    private async Task<PartitionReport> RunAsync(DividedNetwork network, OwnCluster cluster, CancellationToken ct)
    {
        var edges = cluster.Edges;
        using var greater = await Administration.SignInAsync(edges[0].Web, "admin@demo.test", "demo", ct);
        using var smaller = await Administration.SignInAsync(edges[1].Web, "admin@demo.test", "demo", ct);
        var accounts = new Queue<Account>(await greater.MakeAsync((8 * options.Calls) + (4 * options.Agents), recorded: false, ct));
        var agents = Take(accounts, 2 * options.Agents);
        var number = (await greater.MakeQueuesAsync(1, agents, WrapUp, ct))[0];
        var desks = agents.Select((account, i) => new PartedDesk(edges[i % 2], account, _visits) { Talk = static () => Task.Delay(Talk) }).ToList();
        var callers = Take(accounts, 2 * options.Agents).Select((account, i) => new PartedCaller(edges[i % 2], account, number, _visits)).ToList();
        using var thread = new VoiceThread();
        var calls = new List<PartedCall>();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var hungUp = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            foreach (var account in agents)
            {
                await greater.WorkAsync(account, ct);
            }

            var working = Task.WhenAll(desks.Select(desk => desk.RunAsync(over.Token)));
            for (var i = 0; i < 4 * options.Calls; i++)
            {
                calls.Add(new PartedCall(i, (accounts.Dequeue(), edges[i % 2]), (accounts.Dequeue(), edges[i / 2 % 2]), greater.Password, thread));
            }

            Say($"Letting {calls.Count} pairs of telephones talk, and {callers.Count} people call {desks.Count} agents.");
            await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, static async (call, _) => await call.SetUpAsync());
            await Task.WhenAll(desks.Select(static desk => desk.Ready)).WaitAsync(TimeSpan.FromSeconds(30), ct);
            var calling = Task.WhenAll(callers.Select(caller => caller.RunAsync(hungUp.Token)));
            await Task.Delay(Before + (_random.NextDouble() * TimeSpan.FromSeconds(2)), ct);

            var watch = new OwnerWatch(greater, smaller, [("queue", "load-000"), .. agents.Take(2).Select(static agent => ("agent", agent.Name)), .. calls.Take(4).Select(static call => ("call", call.Id))]);
            var nodes = new NodeWatch(cluster, console);
            var (cutAt, healedAt, readyAt) = await CutAsync(network, calls, watch, nodes, over.Token);

            Say("All nodes are ready; everybody works on.");
            var stuck = await WorkOnAsync(desks, calls, ct);
            var outcomes = await Task.WhenAll(calls.Select(static call => call.EndAsync()));
            await hungUp.CancelAsync();
            await calling.WaitAsync(TimeSpan.FromSeconds(120), ct);
            var left = await LeftAsync(greater, ct);
            var differences = await CompareAsync(greater, outcomes, callers, ct);
            await over.CancelAsync();
            await working;
            return new PartitionReport
            {
                Options = options,
                Cut = healedAt - cutAt,
                Return = readyAt - healedAt,
                CutAt = cutAt,
                HealedAt = healedAt,
                Calls = outcomes,
                Visits = [.. callers.SelectMany(static caller => caller.Visits)],
                Registrations = [.. _registrations],
                RingDoubles = FailoverRound.DoublesOf([.. desks.SelectMany(static desk => desk.Rings)]),
                Views = [.. watch.Views],
                Ends = [.. nodes.Ends],
                StuckAgents = stuck.Agents,
                StuckTelephones = stuck.Telephones,
                Left = left,
                Differences = differences,
                WritesRefused = cluster.Silos.Sum(silo => cluster.LogOf(silo.Name).Split("InconsistentState").Length - 1),
            };
        }
        finally
        {
            await hungUp.CancelAsync();
            await over.CancelAsync();
            foreach (var call in calls)
            {
                await call.DisposeAsync();
            }
        }
    }

    private async Task<(DateTimeOffset Cut, DateTimeOffset Healed, DateTimeOffset Ready)> CutAsync(DividedNetwork network, List<PartedCall> calls, OwnerWatch watch, NodeWatch nodes, CancellationToken over)
    {
        foreach (var call in calls)
        {
            await call.WatchAsync();
        }

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(over);
        Say($"Cutting ({options.Cut}).");
        var cut = DateTimeOffset.UtcNow;
        _ = nodes.RunAsync(over);
        await network.CutAsync(options.Cut, over);

        var asking = Task.WhenAll(watch.RunAsync(watching.Token), RegisterAsync(calls, watching.Token));
        await Task.Delay(options.Length, over);
        Say("Mending.");
        var healed = DateTimeOffset.UtcNow;
        await network.HealAsync(over);
        var since = Stopwatch.GetTimestamp();
        while (!(nodes.AllLive && (HaveEnded(nodes) || Stopwatch.GetElapsedTime(since) > FindOutTime)) && Stopwatch.GetElapsedTime(since) < ReturnTime)
        {
            await Task.Delay(Look, over);
        }

        var ready = DateTimeOffset.UtcNow;
        await watching.CancelAsync();
        await asking;
        return (cut, healed, ready);
    }

    private bool HaveEnded(NodeWatch nodes) => new[] { $"silo{options.Silos + 1}", "edge2" }.All(node => nodes.Ends.Any(end => end.Node == node));

    private async Task RegisterAsync(List<PartedCall> calls, CancellationToken over)
    {
        // Of each kind one: where the callee is, is where it registers.
        while (!over.IsCancellationRequested)
        {
            var pause = Task.Delay(Every, CancellationToken.None);
            foreach (var registered in await Task.WhenAll(calls.Take(4).Select(async call => new PartedRegistration(DateTimeOffset.UtcNow, call.Kind.Split(' ')[^1], await call.RegisterAsync(Patience)))))
            {
                _registrations.Enqueue(registered);
            }

            await pause;
        }
    }

    // Callers go on to call; what is new since now counts.
    private static async Task<(IReadOnlyList<string> Agents, IReadOnlyList<string> Telephones)> WorkOnAsync(List<PartedDesk> desks, List<PartedCall> calls, CancellationToken ct)
    {
        var before = desks.SelectMany(static desk => desk.Rings).ToHashSet();
        var since = Stopwatch.GetTimestamp();
        List<string> Idle() => [.. desks.Where(desk => !desk.Rings.Any(ring => !before.Contains(ring) && ring.ConnectedAt is not null)).Select(static desk => $"{desk.Agent} at {desk.Edge}")];
        var telephones = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(calls, ct, async (call, stop) =>
        {
            var code = 0;
            while (code != 200 && Stopwatch.GetElapsedTime(since) < WorkTime)
            {
                code = await call.RegisterAsync(Patience);
            }

            if (code != 200)
            {
                telephones.Enqueue($"{call.Kind} {call.Id}: {code}");
            }
        });
        while (Idle().Count > 0 && Stopwatch.GetElapsedTime(since) < WorkTime)
        {
            await Task.Delay(Look, ct);
        }

        return (Idle(), [.. telephones]);
    }

    private static async Task<int> LeftAsync(Administration administration, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var live = await administration.LiveCallsAsync(ct);
            if (live == 0 || Stopwatch.GetElapsedTime(since) > WorkTime)
            {
                return live;
            }

            await Task.Delay(Look, ct);
        }
    }

    private static Task<IReadOnlyList<string>> CompareAsync(Administration administration, PartedOutcome[] outcomes, List<PartedCaller> callers, CancellationToken ct)
    {
        var told = outcomes.Select(static outcome => new LabOutcome(outcome.Call, LabState.Talking, outcome.Lost, outcome.Silence, 0, 0, 0, outcome.HungUpAt, [])).ToList();
        var taken = callers.SelectMany(static caller => caller.Visits).Where(static visit => visit.Call.Length > 0).Select(static visit => visit.Call).Distinct().ToList();
        return LedgerCheck.AgreeAsync(
            administration,
            log =>
            {
                var entries = log.ToLookup(static entry => entry.Id);
                return [.. LedgerCheck.Differences(told, log), .. taken.Where(call => entries[call].Count() != 1).Select(call => $"queued {call} has {entries[call].Count()} entries")];
            },
            ct);
    }

    private static List<Account> Take(Queue<Account> accounts, int count) => [.. Enumerable.Range(0, count).Select(_ => accounts.Dequeue())];

    private void Say(string line) => console.WriteLine(line);
}

/// <summary>A telephone that registered again.</summary>
/// <param name="At">When.</param>
/// <param name="Edge">At which edge.</param>
/// <param name="Code">The status code; 0 when there was no answer.</param>
internal sealed record PartedRegistration(DateTimeOffset At, string Edge, int Code);
