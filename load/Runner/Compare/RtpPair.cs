using System.Net;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Telephones;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Packets through calls that stay up: our Standalone and rtpengine, plain and to SRTP; then overload, and recording.</summary>
internal static class RtpPair
{
    private const double FirstRate = 60_000;
    private const double NoLoss = 0.001;
    private const double Full = 0.95;
    private const double Undisturbed = 0.0005;
    private const int MostTries = 4;
    private const double HalfLoad = 0.5;
    private const double Over = 1.5;
    private const int RecordedFlows = 50;
    private const int RecordedWarmUps = 3;
    private static readonly IPEndPoint From = new(IPAddress.Loopback, 33_002);
    private static readonly IPEndPoint At = new(IPAddress.Loopback, 33_000);
    private static readonly TimeSpan Burst = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(4);

    // Nobody answers for the callers' silence: a call is held for the whole run.
    private static readonly string[] Held = ["--Media:SilenceTimeout", "06:00:00", "--Media:HeldTimeout", "12:00:00"];

    /// <summary>Runs it.</summary>
    public static async Task RunAsync(Bench bench, CancellationToken ct)
    {
        var plain = await OursAsync(bench, isProtected: false, ct);
        var engine = await EngineAsync(bench, isProtected: false, ct);
        Compare(bench, "RTP relay", plain, engine, Goal.RatioAtMost(1 / 1.1), Goal.RatioAtMost(1 / 1.25));
        var secure = await OursAsync(bench, isProtected: true, ct);
        var secureEngine = await EngineAsync(bench, isProtected: true, ct);
        Compare(bench, "RTP to SRTP (AES-128-CM, HMAC-SHA1-80)", secure, secureEngine, Goal.RatioAtMost(1 / 1.3), Goal.RatioAtMost(1 / 1.5));
        bench.Add(new Finding("rtp", "one way through the relay, p99 at half load", "ms", plain.Half?.Latency.P99, "rtpengine, at half of its own", engine?.Half?.Latency.P99)
        {
            AtLeast = Goal.AtMost(2), Aim = Goal.AtMost(0.5), Note = plain.Half?.ToString() ?? "",
        });
        if (plain.Half is { } half)
        {
            var straight = Straight(bench, half.Rate);
            bench.Add(new Finding("rtp", "the same with no relay between, p99: what this machine and the generator add", "ms", straight.Latency.P99, "", null) { Note = straight.ToString() });
        }

        bench.Add(new Finding("rtp", "3 s at 1.5 × its maximum: until loss is below 0.1 % at half rate", "s", plain.CleanAfter, "rtpengine", engine?.CleanAfter)
        {
            AtLeast = Goal.AtMost(1), Aim = Goal.AtMost(0.1), Note = plain.OverNote, Flaw = plain.OverFlaw,
        });
    }

    /// <summary>The cost of a packet with recording and without, of the same calls.</summary>
    public static async Task RecordAsync(Bench bench, CancellationToken ct)
    {
        var rate = RecordedFlows * 50.0; // as telephones speak
        var off = await RecordedAsync(bench, rate, isRecorded: false, ct);
        var on = await RecordedAsync(bench, rate, isRecorded: true, ct);
        bench.Add(new Finding("recording", "a recorded packet against one that is not", "µs CPU a packet", on.Microseconds, "the same, recording off", off.Microseconds)
        {
            AtLeast = Goal.RatioAtMost(1.20), Aim = Goal.RatioAtMost(1.08), Note = Bench.Text($"{RecordedFlows} calls at {rate:0} packets/s; lost {on.Loss:P3} and {off.Loss:P3}"), Flaw = on.Flaw ?? off.Flaw,
        });
    }

    // What fills the processor says what a processor does in a second, and little of a packet: judged is the highest rate at which neither loses any nor is full.
    private static void Compare(Bench bench, string what, Relay ours, Relay? theirs, Goal atLeast, Goal aim)
    {
        var clean = Enumerable.Range(0, ours.Costs.Count).LastOrDefault(i => ours.Costs[i].HasRoom && theirs?.Costs[i].HasRoom != false);
        for (var i = 0; i < ours.Costs.Count; i++)
        {
            var (mine, other) = (ours.Costs[i], theirs?.Costs[i]);
            bench.Add(new Finding("rtp", $"{what}, {mine.Rate:0} packets/s", "µs CPU a packet", mine.Microseconds, "rtpengine, user space", other?.Microseconds)
            {
                AtLeast = i == clean ? atLeast : null,
                Aim = i == clean ? aim : null,
                Note = Bench.Text($"{ours.Flows} calls; lost {mine.Loss:P3}, rtpengine {other?.Loss ?? 0:P3}"),
                Flaw = mine.Flaw ?? other?.Flaw,
            });
        }

        if (bench.Options.Maxima)
        {
            bench.Add(new Finding("rtp", $"{what}, highest rate with less than 0.1 % lost", "packets/s", ours.Fastest, "rtpengine, user space", theirs?.Fastest) { Note = Bench.Text($"at that rate {ours.FastestMicroseconds:0.00} µs, rtpengine {theirs?.FastestMicroseconds ?? 0:0.00}") });
        }
    }

    // From the generator's one socket to its other: the kernel, the generator's own pauses and the host's.
    private static Delay Straight(Bench bench, double rate)
    {
        using var flood = new RtpFlood(From, At);
        var spent = new Spent(Environment.ProcessId);
        var phase = flood.Run([At], [(rate, bench.Options.Length)], isReadable: true)[0];
        var use = spent.Until();
        return new Delay(rate, phase.Latency, use.StolenShare, use.Others);
    }

    private static async Task<Relay> OursAsync(Bench bench, bool isProtected, CancellationToken ct)
    {
        bench.Say($"Packets through our Standalone{(isProtected ? ", to SRTP" : "")}.");
        var options = bench.Options;
        await using var taker = new Taker(IPAddress.Loopback);
        await using var server = await BenchServer.StartAsync(options.ServerProcessor, taker.Local, 0, ct, Held);
        await using var caller = new SipEndpoint(IPAddress.Loopback, server.Sip, null, static _ => { });
        var ports = await server.SetUpAsync(options.Flows, caller, taker, From, At, isProtected, ct);
        // As in a process that has run for a while: what setting the calls up left behind lies no more between what packets touch.
        _ = await server.HeldMegabytesAsync(ct);
        var relay = Measure(bench, server.Id, ports, isProtected);
        if (relay.Costs[^1].Loss > NoLoss)
        {
            bench.Say($"  counters: {await server.CountersAsync(ct)}");
        }

        return relay;
    }

    private static async Task<Relay?> EngineAsync(Bench bench, bool isProtected, CancellationToken ct)
    {
        if (!RtpEngine.IsThere)
        {
            bench.Skip("rtpengine is not installed (apt-get install rtpengine-daemon): nothing to compare packets with.");
            return null;
        }

        bench.Say($"Packets through rtpengine{(isProtected ? ", to SRTP" : "")}.");
        await using var engine = await RtpEngine.StartAsync(bench.Options.ServerProcessor, bench.Folder);
        var ports = await RtpEngine.SetUpAsync(bench.Options.Flows, From, At, isProtected, ct);
        return Measure(bench, engine.Id, ports, isProtected);
    }

    private static async Task<RelayCost> RecordedAsync(Bench bench, double rate, bool isRecorded, CancellationToken ct)
    {
        bench.Say($"Packets of calls that are {(isRecorded ? "" : "not ")}recorded.");
        await using var taker = new Taker(IPAddress.Loopback);
        await using var server = await BenchServer.StartAsync(bench.Options.ServerProcessor, taker.Local, 0, ct, [.. Held, "--Bench:Record", isRecorded ? "true" : "false"]);
        await using var caller = new SipEndpoint(IPAddress.Loopback, server.Sip, null, static _ => { });
        var ports = await server.SetUpAsync(RecordedFlows, caller, taker, From, At, isProtected: false, ct);
        using var flood = new RtpFlood(From, At);
        // Three times as long as elsewhere: at so few packets and chunks the second compiler is at work for longer than a minute, and costs more than recording does.
        flood.Run(ports, [(rate, bench.Options.WarmUp * RecordedWarmUps)], isReadable: true);
        var spent = new Spent(server.Id);
        var phase = flood.Run(ports, [(rate, bench.Options.Length * 2)], isReadable: true)[0];
        var use = spent.Until();
        bench.Note(use);
        return new RelayCost(rate, phase.Loss, MicrosecondsOf(use, phase), FlawOf(phase));
    }

    private static Relay Measure(Bench bench, int server, IReadOnlyList<IPEndPoint> ports, bool isProtected)
    {
        var options = bench.Options;
        using var flood = new RtpFlood(From, At);
        (FloodPhase Phase, Use Use) Run(double rate, TimeSpan length)
        {
            var since = new Spent(server);
            var phase = flood.Run(ports, [(rate, length)], !isProtected)[0];
            return (phase, since.Until());
        }

        // Upwards: after more than it can carry, rtpengine forwards nothing any more.
        Run(options.PacketRate / 4, options.WarmUp / 2);
        var costs = new List<RelayCost>();
        foreach (var rate in (double[])[options.PacketRate / 4, options.PacketRate / 2, options.PacketRate])
        {
            var (phase, use) = Run(rate, options.Length);
            bench.Note(use);
            costs.Add(new RelayCost(rate, phase.Loss, MicrosecondsOf(use, phase), FlawOf(phase)));
        }

        double? fastest = null;
        var fastestCost = 0.0;
        if (options.Maxima)
        {
            bool IsClean(double rate)
            {
                var (phase, cost) = Run(rate, options.Length / 2);
                var microseconds = MicrosecondsOf(cost, phase);
                bench.Say(Bench.Text($"  {rate:0} packets a second: lost {phase.Loss:P3}, {microseconds:0.00} µs each; the host kept {cost.StolenShare:P1}{(phase.IsKept ? "" : "; the generator did not keep up")}"));
                fastestCost = phase.Loss < NoLoss && phase.IsKept ? microseconds : fastestCost;
                return phase.IsKept && phase.Loss < NoLoss;
            }

            // A rate is too much that was so twice: a tenth of a second that the host took loses packets at any.
            fastest = Bench.FindFastestAsync(FirstRate, rate => Task.FromResult(IsClean(rate) || IsClean(rate))).GetAwaiter().GetResult();
        }

        var limit = fastest ?? options.PacketRate * 2;
        var (half, spent) = Run(limit * HalfLoad, options.Length);
        for (var again = 0; again < MostTries && !isProtected && spent.DisturbedShare > Undisturbed; again++)
        {
            // One packet in a hundred is as long under way as somebody else had the processor then.
            var (next, use) = Run(limit * HalfLoad, options.Length);
            (half, spent) = use.DisturbedShare < spent.DisturbedShare ? (next, use) : (half, spent);
        }

        var over = fastest is { } most && !isProtected ? flood.Run(ports, [(most * Over, Burst), (most * HalfLoad, After)], isReadable: true) : null;
        return new Relay
        {
            Flows = ports.Count,
            Costs = costs,
            Fastest = fastest,
            FastestMicroseconds = fastestCost,
            Half = isProtected ? null : new Delay(half.Rate, half.Latency, spent.StolenShare, spent.Others),
            CleanAfter = over is null ? null : over[1].CleanAfter?.TotalSeconds ?? double.PositiveInfinity,
            OverNote = over is null ? "" : Bench.Text($"burst {over[0].Rate:0} packets/s ({over[0].Sent / Burst.TotalSeconds:0} sent, {over[0].Loss:P1} lost, p99 {over[0].Latency.P99:0} ms), then {over[1].Rate:0} ({over[1].Loss:P2} lost); none later than {FloodPhase.Stale.TotalMilliseconds:0} ms after {over[1].PromptAfter?.TotalSeconds ?? double.PositiveInfinity:0.##} s"),
            OverFlaw = over is not null && over[0].Loss < NoLoss && over[0].Latency.P99 < FloodPhase.Stale.TotalMilliseconds ? "the burst was not too much for it" : null,
        };
    }

    private static double MicrosecondsOf(Use use, FloodPhase phase) => phase.Received == 0 ? double.NaN : use.Server * 1e6 / phase.Received;

    private static string? FlawOf(FloodPhase phase) => phase.IsKept ? null : Bench.Text($"the generator sent {phase.Sent} of {phase.Due} packets");

    // What one server did with packets of one kind.
    private sealed record Relay
    {
        public required int Flows { get; init; }

        /// <summary>What a packet costs at rising rates.</summary>
        public required List<RelayCost> Costs { get; init; }

        public double? Fastest { get; init; }

        public double FastestMicroseconds { get; init; }

        public Delay? Half { get; init; }

        public double? CleanAfter { get; init; }

        public string OverNote { get; init; } = "";

        public string? OverFlaw { get; init; }
    }

    // How long packets of a rate were under way, and what of that time somebody else ran.
    private sealed record Delay(double Rate, Latency Latency, double Stolen, double Others)
    {
        public override string ToString() => Bench.Text($"{Rate:0} packets/s, {Latency}; the host kept {Stolen:P1} of the processors, others used {Others:0.00} of one");
    }

    // What a packet costs at one rate.
    private sealed record RelayCost(double Rate, double Loss, double Microseconds, string? Flaw)
    {
        public bool HasRoom => Loss < NoLoss && Rate * Microseconds < Full * 1e6;
    }
}
