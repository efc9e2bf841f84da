using System.Diagnostics;
using System.Globalization;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Hub;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.WebRtcCalls;

/// <summary>One run: a server, users, phones, calls, figures, and everything taken down again.</summary>
internal sealed class WebRtcCallsRun(WebRtcCallsOptions options, TextWriter console)
{
    private static readonly TimeSpan Sample = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Report = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndTime = TimeSpan.FromSeconds(40);
    private readonly CallFigures _figures = new();
    private readonly Trend _memory = new();

    /// <summary>Runs it.</summary>
    /// <param name="ct">Ends it early, in order.</param>
    public async Task<WebRtcCallsReport> RunAsync(CancellationToken ct)
    {
        OwnStandalone? own = null;
        try
        {
            Server server;
            if (options.Target is { } target)
            {
                server = new Server(target, options.ProcessId);
            }
            else
            {
                Say("Starting a Standalone.");
                (own, server) = await OwnStandalone.StartAsync([], ct);
            }

            using var administration = await Administration.SignInAsync(server.Web, options.Administrator, options.Password, ct);
            try
            {
                return await RunAsync(server, administration, ct);
            }
            finally
            {
                if (own is null)
                {
                    await administration.DeleteAsync(options.Legs, CancellationToken.None);
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

    private async Task<WebRtcCallsReport> RunAsync(Server server, Administration administration, CancellationToken ct)
    {
        Say($"Making {options.Legs} users at {server.Web} and signing them in.");
        var accounts = await administration.MakeAsync(options.Legs, options.Recorded, ct);
        var phones = new HubPhone?[options.Legs];
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, phones.Length), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = ct }, async (i, stop) => phones[i] = await HubPhone.ConnectAsync(server.Web, accounts[i], stop));
            using var thread = new VoiceThread();
            var pairs = Enumerable.Range(0, options.Legs / 2).Select(i => new Pair(i, phones[2 * i]!, phones[(2 * i) + 1]!, thread, _figures, options)).ToList();
            return await CallAsync(server, thread, pairs, ct);
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

    private async Task<WebRtcCallsReport> CallAsync(Server server, VoiceThread thread, List<Pair> pairs, CancellationToken ct)
    {
        Say(string.Create(CultureInfo.InvariantCulture, $"{pairs.Count} calls, {options.Rate:0.##} begun each second, for {options.Length.TotalSeconds:0} s."));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        over.CancelAfter(options.Length);
        var since = Stopwatch.GetTimestamp();
        var cost = new Cost(server.Processes);
        var calling = Task.WhenAll(pairs.Select((pair, i) => BeginAsync(pair, TimeSpan.FromSeconds(i / options.Rate), over.Token)));
        await WatchAsync(server, thread, cost, since, over.Token);
        await calling.WaitAsync(EndTime, CancellationToken.None);
        var took = Stopwatch.GetElapsedTime(since);
        var (server1, generator) = cost.Until();
        var (totals, pace) = await thread.SnapshotAsync();
        var legs = new List<LegReport>();
        await thread.InvokeAsync(() => legs.AddRange(pairs.SelectMany(static pair => pair.Legs).Select(static leg => LegReport.Of(leg.Leg, leg.Totals))));
        return WebRtcCallsReport.Of(options, took, _figures, totals, pace, legs, server1, generator, _memory);
    }

    private static async Task BeginAsync(Pair pair, TimeSpan after, CancellationToken over)
    {
        try
        {
            await Task.Delay(after, over);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        await pair.RunAsync(over);
    }

    private async Task WatchAsync(Server server, VoiceThread thread, Cost cost, long since, CancellationToken over)
    {
        using var timer = new PeriodicTimer(Sample);
        var next = Report;
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var at = Stopwatch.GetElapsedTime(since);
                if (server.ProcessId is { } id && ProcessUse.Of(id) is { } use)
                {
                    _memory.Add(at, use.ResidentMegabytes);
                }

                if (at >= next)
                {
                    next += Report;
                    var (totals, _) = await thread.SnapshotAsync();
                    Say(Progress(at, totals, cost));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    private string Progress(TimeSpan at, VoiceTotals totals, Cost cost)
    {
        var (server, generator) = cost.SinceLast();
        return string.Create(CultureInfo.InvariantCulture, $"{at.TotalSeconds,5:0} s  up {_figures.Up}, ended {_figures.Ended}, failed {_figures.Failed}; handshakes {_figures.Handshake.Count} ok, {_figures.HandshakesFailed} failed; ")
            + string.Create(CultureInfo.InvariantCulture, $"loss {WebRtcCallsReport.LossPercent(totals):0.####} % so far; hop {Latency.Of(totals.Hop)}; ")
            + string.Create(CultureInfo.InvariantCulture, $"server {server ?? 0:0.00} cores, {_memory.Last:0} MB; generator {generator:0.00} cores");
    }

    private void Say(string line) => console.WriteLine(line);
}
