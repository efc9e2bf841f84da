using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>One round: a cluster, a queue whose callers and agents never pause, and the silos of the queue and of an agent killed under it.</summary>
/// <param name="options">What is asked for.</param>
/// <param name="seed">Chooses the moments and the agent.</param>
/// <param name="console">Where it says what it does.</param>
internal sealed class FailoverRun(FailoverOptions options, int seed, TextWriter console)
{
    private const int AtOnce = 8;
    private const int CallsEach = 10;
    private const double CallsPerAgentSecond = 0.35;
    private static readonly TimeSpan Talk = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan WrapUp = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan DialPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WaveTime = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BetweenKills = TimeSpan.FromSeconds(5);

    private readonly Random _random = new(seed);
    private readonly ConcurrentDictionary<string, Visit> _visits = new(StringComparer.Ordinal);

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early.</param>
    public async Task<FailoverRound> RunAsync(CancellationToken ct)
    {
        Say($"Seed {seed}: starting {options.Silos} silos and {options.Edges} edges.");
        await using var cluster = await OwnCluster.StartAsync(options.Silos, options.Edges, ct);
        try
        {
            var round = await RunAsync(cluster, ct);
            if (!round.IsClean)
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
    }

    private async Task<FailoverRound> RunAsync(OwnCluster cluster, CancellationToken ct)
    {
        using var administration = await Administration.SignInAsync(cluster.Edges[^1].Web, "admin@demo.test", "demo", ct);
        var people = options.Agents + Math.Max(1, options.Callers / CallsEach);
        Say($"Making {people} users and a queue.");
        var accounts = await administration.MakeAsync(people, recorded: false, ct);
        var number = (await administration.MakeQueuesAsync(1, [.. accounts.Take(options.Agents)], WrapUp, ct))[0];
        var phones = new HubPhone?[people];
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, people), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (i, stop) => phones[i] = await HubPhone.ConnectAsync(cluster.Edges[i % cluster.Edges.Count].Web, accounts[i], stop));
            var desks = phones.Take(options.Agents).Select(phone => new Desk(phone!, BrowserOffer.OfNobody, _visits) { Talk = static () => Task.Delay(Talk) }).ToList();
            var work = Task.WhenAll(desks.Select(desk => desk.RunAsync(over.Token)));
            await Parallel.ForEachAsync(accounts.Take(options.Agents), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (account, stop) => await administration.WorkAsync(account, stop));
            var round = await FaultAsync(cluster, administration, [.. phones.Skip(options.Agents).OfType<HubPhone>()], desks, number, ct);
            await over.CancelAsync();
            await work;
            return round;
        }
        finally
        {
            await over.CancelAsync();
            await Parallel.ForEachAsync(phones, CancellationToken.None, static async (phone, _) =>
            {
                if (phone is not null)
                {
                    await phone.DisposeAsync();
                }
            });
        }
    }

    private async Task<FailoverRound> FaultAsync(OwnCluster cluster, Administration administration, HubPhone[] callers, List<Desk> desks, string number, CancellationToken ct)
    {
        Say($"{options.Callers} callers, {options.Agents} agents.");
        var killing = KillAsync(cluster, administration, desks, ct);
        var visits = await CallAsync(callers, number, options.Callers, options.Agents * CallsPerAgentSecond, "call", ct);
        var killed = await killing;
        var rings = desks.SelectMany(static desk => desk.Rings).ToList();

        // One call for each agent, held until all have theirs: an agent whom the queue has lost gets none.
        var wave = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        desks.ForEach(desk => desk.Talk = () => wave.Task);
        var last = CallAsync(callers, number, options.Agents, double.PositiveInfinity, "last", ct);
        var since = Stopwatch.GetTimestamp();
        while (Stuck(desks, rings).Count > 0 && Stopwatch.GetElapsedTime(since) < WaveTime)
        {
            await Task.Delay(Again, ct);
        }

        var stuck = Stuck(desks, rings);
        wave.SetResult();
        var lastVisits = await last;
        var decisions = await administration.DecisionsAsync("load-000", ct) ?? [];
        IReadOnlyList<Visit> all = [.. visits, .. lastVisits];
        return new FailoverRound
        {
            Seed = seed,
            Killed = killed,
            Callers = all.Count,
            Lost = [.. all.Where(static visit => visit.Lost is not null).Select(static visit => $"{visit.Call}: {visit.Lost}")],
            Doubles = FailoverRound.DoublesOf([.. desks.SelectMany(static desk => desk.Rings)]),
            OrderViolations = QueueDecision.Inversions(decisions) + FailoverRound.OvertakenBy(visits, rings, options.Agents),
            StuckAgents = stuck,
            WorstResume = FailoverRound.LongestPause(visits, rings),
            Refusals = all.Sum(static visit => visit.Refusals),
        };
    }

    private static List<string> Stuck(IEnumerable<Desk> desks, IReadOnlyCollection<Ring> before) =>
        [.. desks.Where(desk => !desk.Rings.Except(before).Any(static ring => ring.ConnectedAt is not null)).Select(static desk => desk.Agent)];

    private async Task<IReadOnlyList<string>> KillAsync(OwnCluster cluster, Administration administration, List<Desk> desks, CancellationToken ct)
    {
        var killed = new List<string>();
        foreach (var victim in options.Kill)
        {
            await Task.Delay(killed.Count == 0 ? TimeSpan.FromSeconds(2 + (2 * _random.NextDouble())) : BetweenKills, ct);
            var agent = desks[_random.Next(desks.Count)].Agent;
            var owner = victim == Victim.QueueOwner ? await administration.OwnerAsync("queue", "load-000", ct) : await administration.OwnerAsync("agent", agent, ct);
            if (cluster.Silos.FirstOrDefault(silo => silo.Name == owner) is not { } silo || killed.Contains(silo.Name))
            {
                throw new InvalidOperationException($"The {(victim == Victim.QueueOwner ? "queue" : $"agent {agent}")} lives at {owner ?? "nowhere"}, which is no silo of this cluster.");
            }

            Say($"Killing {silo.Name} (pid {silo.ProcessId}), where the {(victim == Victim.QueueOwner ? "queue" : $"agent {agent}")} lives.");
            await OwnCluster.KillAsync(silo);
            killed.Add(silo.Name);
        }

        return killed;
    }

    // An open loop: calls come by the clock, whatever becomes of those before.
    private async Task<IReadOnlyList<Visit>> CallAsync(HubPhone[] callers, string number, int count, double rate, string name, CancellationToken ct)
    {
        var calls = new List<Task<Visit>>(count);
        var since = Stopwatch.GetTimestamp();
        while (calls.Count < count)
        {
            for (; calls.Count < count && calls.Count / rate <= Stopwatch.GetElapsedTime(since).TotalSeconds; ct.ThrowIfCancellationRequested())
            {
                calls.Add(VisitAsync(callers[calls.Count % callers.Length], number, string.Create(CultureInfo.InvariantCulture, $"failover-{name}-{seed}-{calls.Count:0000}")));
            }

            await Task.Delay(1, ct);
        }

        return await Task.WhenAll(calls);
    }

    private async Task<Visit> VisitAsync(HubPhone phone, string number, string attempt)
    {
        var visit = new Visit { DialledAt = Stopwatch.GetTimestamp() };
        var phase = "dial";
        try
        {
            visit.Call = await DialAsync(phone, number, attempt, visit);
            var meant = _visits.GetOrAdd(visit.Call, visit);
            phase = "join";
            var watch = phone.Watch(visit.Call);
            await watch.Answered.WaitAsync(Patience);
            visit.JoinedAt = Stopwatch.GetTimestamp();
            phase = "be served";
            await Task.WhenAny(meant.Taken, watch.Ended).WaitAsync(Patience);
            if (!meant.Taken.IsCompleted)
            {
                // The agent's word may come a moment after the end.
                await Task.WhenAny(meant.Taken, Task.Delay(Again));
            }

            visit.Lost = meant.Taken.IsCompleted ? null : $"it ended by itself: {await watch.Ended}";
            phase = "end";
            await watch.Ended.WaitAsync(Patience);
        }
        catch (Exception e) when (e is CallFailedException or HubException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException)
        {
            visit.Lost = $"at {phase}: {(e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message)}";
        }

        return visit;
    }

    // The same attempt again names the same call: it is never made twice.
    private static async Task<string> DialAsync(HubPhone phone, string number, string attempt, Visit visit)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await phone.DialAsync(attempt, number, BrowserOffer.OfNobody);
            }
            catch (Exception e) when (e is CallFailedException or HubException && Stopwatch.GetElapsedTime(since) < DialPatience)
            {
                visit.Refusals++;
                await Task.Delay(Again);
            }
        }
    }

    private void Say(string line) => console.WriteLine(line);
}
