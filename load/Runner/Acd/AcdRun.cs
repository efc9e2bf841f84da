using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.Acd;

/// <summary>One run: a server, queues, agents at the hub, callers by the clock, a supervisor who watches, figures, and everything taken down again.</summary>
internal sealed class AcdRun(AcdOptions options, TextWriter console)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly AcdFigures _figures = new();
    private readonly Trend _memory = new();
    private readonly ConcurrentDictionary<string, QueuedCall> _calls = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Ring> _rings = new(StringComparer.Ordinal);

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early, in order.</param>
    public async Task<AcdReport> RunAsync(CancellationToken ct)
    {
        OwnStandalone? own = null;
        try
        {
            var (webs, processes) = (options.Targets, options.Processes);
            if (webs.Count == 0)
            {
                Say("Starting a Standalone.");
                (own, var server) = await OwnStandalone.StartAsync([], ct, options.Processor);
                (webs, processes) = ([server.Web], [server.ProcessId!.Value]);
            }

            using var administration = await Administration.SignInAsync(webs[0], options.Administrator, options.Password, ct);
            try
            {
                return await RunAsync(webs, processes, administration, ct);
            }
            finally
            {
                if (own is null)
                {
                    await administration.DeleteQueuesAsync(options.Queues, CancellationToken.None);
                    await administration.DeleteAsync(options.Agents + options.Callers, CancellationToken.None);
                }
            }
        }
        finally
        {
            if (own is not null)
            {
                await own.DisposeAsync();
            }
        }
    }

    // Each edge has agents of every queue, and callers of its own: with more than one, calls go from edge to edge.
    private Uri WebOf(IReadOnlyList<Uri> webs, int phone) => webs[(phone < options.Agents ? phone / options.Queues : phone) % webs.Count];

    private async Task<AcdReport> RunAsync(IReadOnlyList<Uri> webs, IReadOnlyList<int> processes, Administration administration, CancellationToken ct)
    {
        Say($"Making {options.Agents} agents, {options.Callers} callers and {options.Queues} queues at {string.Join(", ", webs)}.");
        var accounts = await administration.MakeAsync(options.Agents + options.Callers, recorded: false, ct);
        var lines = await administration.MakeQueuesAsync(options.Queues, [.. accounts.Take(options.Agents)], options.WrapUp, ct);
        var phones = new HubPhone?[accounts.Length];
        try
        {
            await using var supervisor = await HubPhone.ConnectAsync(webs[0], administration.Account, ct);
            var board = new BoardWatch(supervisor, _figures);
            await supervisor.WatchBoardAsync();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (i, stop) => phones[i] = await HubPhone.ConnectAsync(WebOf(webs, i), accounts[i], stop));
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var agents = phones.Take(options.Agents).Select(phone => new SimulatedAgent(phone!, _calls, _rings, _figures, BrowserOffer.OfNobody)).ToList();
            var work = Task.WhenAll(agents.Select(agent => agent.RunAsync(over.Token)));
            await Parallel.ForEachAsync(agents, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, static async (agent, _) => await agent.BeginAsync());
            await board.UntilAvailableAsync(options.Agents, ReadyTime, ct);
            var report = await CallAsync(processes, administration, [.. phones.Skip(options.Agents).OfType<HubPhone>()], lines, ct);
            await over.CancelAsync();
            await work;
            return report;
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

    private async Task<AcdReport> CallAsync(IReadOnlyList<int> processes, Administration administration, HubPhone[] callers, string[] lines, CancellationToken ct)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"{options.Rate:0.#} calls a second: {options.WarmUp.TotalSeconds:0} s to warm up, then {options.Length.TotalSeconds:0} s that count."));
        await BurstAsync(callers, lines, options.WarmUp, 0, [], null, ct);
        _figures.Counts = true;
        _rings.Clear();
        var cost = new Cost(processes);
        var since = Stopwatch.GetTimestamp();
        await BurstAsync(callers, lines, options.Length, 1, processes, cost, ct);
        var took = Stopwatch.GetElapsedTime(since);
        var (serverSeconds, ownSeconds) = cost.Until();
        _figures.Counts = false;
        foreach (var (call, at) in await administration.AssignmentsAsync(options.Queues, ct))
        {
            if (_rings.TryGetValue(call, out var ring))
            {
                _figures.WasDecided(ring.Utc - at);
            }
        }

        return AcdReport.Of(options, took, _figures, serverSeconds, ownSeconds, _memory);
    }

    // An open loop: calls come by the clock, whatever becomes of those before.
    private async Task BurstAsync(HubPhone[] callers, string[] lines, TimeSpan length, int round, IReadOnlyList<int> processes, Cost? cost, CancellationToken ct)
    {
        var total = (int)(length.TotalSeconds * options.Rate);
        var calls = new List<Task>(total);
        var since = Stopwatch.GetTimestamp();
        var sampled = TimeSpan.Zero;
        while (calls.Count < total)
        {
            var at = Stopwatch.GetElapsedTime(since);
            for (; calls.Count < total && calls.Count / options.Rate <= at.TotalSeconds; ct.ThrowIfCancellationRequested())
            {
                var number = calls.Count;
                calls.Add(CallAsync(callers[number % callers.Length], lines[number % lines.Length], $"acd-call-{round}-{number}"));
            }

            if (processes.Count > 0 && at >= sampled)
            {
                sampled += Sample;
                _memory.Add(at, processes.Sum(static id => ProcessUse.Of(id)?.ResidentMegabytes ?? 0));
                Progress(at, cost!);
            }

            await Task.Delay(Tick, ct);
        }

        await Task.WhenAll(calls);
    }

    private async Task CallAsync(HubPhone caller, string line, string attempt)
    {
        var (phase, call) = ("dial", "");
        try
        {
            var since = Stopwatch.GetTimestamp();
            call = await caller.DialAsync(attempt, line, BrowserOffer.OfNobody);
            phase = "offer";
            var queued = _calls.GetOrAdd(call, static _ => new QueuedCall());
            var rang = await queued.Rang.WaitAsync(Patience);
            if (_figures.Counts)
            {
                _figures.WasOffered(Stopwatch.GetElapsedTime(since, rang.At));
            }

            phase = "answer";
            await queued.Answered.WaitAsync(Patience);
            await Task.Delay(options.Talk);
            phase = "hang up";
            await caller.HangUpAsync(call);
            await caller.Watch(call).Ended.WaitAsync(Patience);
            if (_figures.Counts)
            {
                _figures.End();
            }
        }
        catch (Exception e) when (e is CallFailedException or HubException or InvalidOperationException or OperationCanceledException or TimeoutException or IOException)
        {
            _figures.Fail(phase, e is OperationCanceledException or TimeoutException ? $"nothing for {Patience.TotalSeconds:0} s" : e.Message);
        }
        finally
        {
            caller.Forget(call);
            _calls.TryRemove(call, out _);
        }
    }

    private void Progress(TimeSpan at, Cost cost)
    {
        if ((int)at.TotalSeconds % 10 != 0)
        {
            return;
        }

        var (server, generator) = cost.SinceLast();
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{at.TotalSeconds,5:0} s  ended {_figures.Ended}, failed {_figures.Failed}; offered {_figures.Offered}; screen {_figures.Screen}; server {server ?? 0:0.00} cores, {_memory.Last:0} MB; generator {generator:0.00} cores"));
    }

    private void Say(string line) => console.WriteLine(line);
}
