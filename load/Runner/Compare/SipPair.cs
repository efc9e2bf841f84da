using System.Net;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Calls through our Standalone, through Kamailio, and through an Asterisk where one is installed.</summary>
internal static class SipPair
{
    // A collection of the old generation comes about twice a minute under load and takes as much as hundreds of calls: a few seconds have one or have none.
    private const int Longer = 3;
    private const double AsteriskByKamailio = 1.30 / 0.230; // both measured on one machine, on one day: docs/performance.md
    private const double AsteriskFastest = 600;
    private const double HalfLoad = 0.5;
    private const double NearlyFull = 0.9;
    private const double FirstKamailio = 2_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(Bench bench, CancellationToken ct)
    {
        var options = bench.Options;
        var sipp = new SippLoad(options.LoadProcessor, bench.Folder);
        var target = new IPEndPoint(IPAddress.Loopback, 15_090);
        await using var answering = await sipp.AnswerAsync(target);
        SippFigures ours;
        SippFigures atRate;
        double? fastest = null;
        SippFigures half;
        Collections ourCollections;
        Collections halfCollections;
        bench.Say("Calls through our Standalone.");
        await using (var server = await BenchServer.StartAsync(options.ServerProcessor, target, 0, ct))
        {
            Task<SippFigures> Run(double rate, TimeSpan length) => sipp.RunAsync("call", server.Sip, rate, length, server.Id, answering, null, ct);
            await Run(options.CallRate / 2, options.WarmUp);
            var before = await server.CollectionsAsync(ct);
            ours = await Run(options.CallRate, options.Maxima ? options.Length : options.Length * Longer);
            ourCollections = (await server.CollectionsAsync(ct)).Since(before);
            atRate = ours;
            bench.Note(ours.Use);
            if (ours.Good < ours.Calls)
            {
                bench.Say($"  counters: {await server.CountersAsync(ct)}");
            }

            if (options.Maxima)
            {
                fastest = await Bench.FindFastestAsync(options.CallRate, async rate =>
                {
                    var run = await Run(rate, options.Length);
                    bench.Say(Bench.Text($"  {rate:0} calls a second: {run.Good} of {run.Calls}, {run.PerThousand:0.000} CPU-s per 1,000, {run.Retransmissions} repeats{(run.IsKept ? "" : "; the generator did not keep up")}"));
                    await Task.Delay(Settle, ct);
                    return run.IsClean;
                });
                if (fastest > 0)
                {
                    // What a process uses by itself is the same at any rate: each is asked where it is nearly full.
                    before = await server.CollectionsAsync(ct);
                    ours = await Run(fastest.Value * NearlyFull, options.Length * Longer);
                    ourCollections = (await server.CollectionsAsync(ct)).Since(before);
                    bench.Note(ours.Use);
                }
            }

            before = await server.CollectionsAsync(ct);
            half = await Run((fastest ?? options.CallRate) * HalfLoad, options.Length * Longer);
            bench.Note(half.Use);
            halfCollections = (await server.CollectionsAsync(ct)).Since(before);
        }

        var (proxy, proxyFastest, proxyHalf) = await KamailioAsync(bench, sipp, answering, target, [], half.Rate, ct);
        var (dialogs, dialogsFastest, _) = await KamailioAsync(bench, sipp, answering, target, ["DIALOGS"], half.Rate, ct);
        bench.Proxy = proxy?.PerThousand;
        var asterisk = bench.Proxy * AsteriskByKamailio;
        var note = Bench.Text($"{ours.Good} of {ours.Calls} at {ours.Rate:0}/s; {ourCollections}; {atRate.PerThousand:0.000} at {atRate.Rate:0}/s; Kamailio at {proxy?.Rate ?? 0:0}/s, with dialogs at {dialogs?.Rate ?? 0:0}/s");
        bench.Add(new Finding("sip", "full call, media anchored, against Asterisk", "CPU-s per 1,000", ours.PerThousand, "Asterisk (derived: 1.30 × this run's Kamailio / 0.230)", asterisk)
        {
            AtLeast = Goal.RatioAtMost(0.5), Aim = Goal.RatioAtMost(1 / 4.3), Note = note, Flaw = FlawOf(ours),
        });
        bench.Add(new Finding("sip", "full call, against a proxy with dialogs and no media", "CPU-s per 1,000", ours.PerThousand, "Kamailio, dialog module", dialogs?.PerThousand) { Note = note, Flaw = FlawOf(ours) ?? FlawOf(dialogs) });
        bench.Add(new Finding("sip", "full call, against a proxy without media", "CPU-s per 1,000", ours.PerThousand, "Kamailio", proxy?.PerThousand) { Note = note, Flaw = FlawOf(ours) ?? FlawOf(proxy) });
        if (options.Maxima)
        {
            bench.Add(new Finding("sip", "clean calls on one processor, against Asterisk", "calls/s", fastest, "Asterisk (600 where Kamailio did 4,000; derived)", proxyFastest is { } p ? AsteriskFastest * p / 4_000 : null)
            {
                AtLeast = Goal.RatioAtLeast(2), Aim = Goal.RatioAtLeast(5), Note = Bench.Text($"Kamailio {proxyFastest:0}, with dialogs {dialogsFastest:0}"),
            });
        }

        var setUp = half.Time("1");
        bench.Add(new Finding("sip", "INVITE to 180, p99 at half load", "ms", setUp.Count == 0 ? null : setUp.P99, "Kamailio at the same rate", proxyHalf is { } theirHalf && theirHalf.Time("1").Count > 0 ? theirHalf.Time("1").P99 : null)
        {
            AtLeast = Goal.AtMost(20), Aim = Goal.AtMost(8), Note = Bench.Text($"{half.Rate:0}/s, {setUp}; to 200 {half.Time("2")}; {halfCollections}; the host kept {half.Use.StolenShare:P1} of the processors, {proxyHalf?.Use.StolenShare ?? 0:P1} with Kamailio; SIPp's clock steps 1 to 4 ms"), Flaw = FlawOf(half),
        });
    }

    /// <summary>Why a run says nothing; null when it does.</summary>
    public static string? FlawOf(SippFigures? run) => run is null || run.IsKept ? null : Bench.Text($"the generator did not keep {run.Rate:0}/s");

    private static async Task<(SippFigures? Cost, double? Fastest, SippFigures? AtOurHalf)> KamailioAsync(
        Bench bench, SippLoad sipp, PinnedProcess answering, IPEndPoint target, IReadOnlyList<string> definitions, double ourHalf, CancellationToken ct)
    {
        if (!Kamailio.IsThere)
        {
            bench.Skip("Kamailio is not installed (apt-get install kamailio): nothing to compare calls with.");
            return (null, null, null);
        }

        var options = bench.Options;
        bench.Say($"Calls through Kamailio {string.Join(' ', definitions)}");
        await using var peer = await Kamailio.StartAsync(options.ServerProcessor, "kamailio-proxy.cfg", target, definitions, Directory.CreateDirectory(Path.Combine(bench.Folder, $"kamailio{definitions.Count}")).FullName);
        Task<SippFigures> Run(double rate, TimeSpan length) => sipp.RunAsync("call", Kamailio.Address, rate, length, peer.Id, answering, null, ct);
        await Run(options.CallRate, TimeSpan.FromSeconds(1));
        var cost = await Run(options.CallRate, options.Length);
        bench.Note(cost.Use);
        var atOurHalf = await Run(ourHalf, options.Length);
        if (!options.Maxima)
        {
            return (cost, null, atOurHalf);
        }

        var fastest = await Bench.FindFastestAsync(FirstKamailio, async rate =>
        {
            var run = await Run(rate, options.Length);
            bench.Say(Bench.Text($"  {rate:0} calls a second: {run.Good} of {run.Calls}, {run.PerThousand:0.000} CPU-s per 1,000{(run.IsKept ? "" : "; the generator did not keep up")}"));
            await Task.Delay(Settle, ct);
            return run.IsClean;
        });
        if (fastest > 0)
        {
            cost = await Run(fastest * NearlyFull, options.Length);
            bench.Note(cost.Use);
        }

        return (cost, fastest, atOurHalf);
    }
}
