using System.Globalization;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.WebRtcCalls;

/// <summary>The figures of a run, and which bounds they break.</summary>
internal sealed record WebRtcCallsReport
{
    /// <summary>More of the packets may not be lost.</summary>
    public const double MaxLossPercent = 0.1;

    /// <summary>Memory that grows faster than this share of itself each minute is not flat; the collector alone moves it by half of that in five minutes.</summary>
    public const double MaxGrowthPercent = 5;

    /// <summary>A shorter run says nothing of memory: caches fill and code is compiled.</summary>
    private static readonly TimeSpan ShortestForMemory = TimeSpan.FromMinutes(2);

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required Surroundings Surroundings { get; init; }

    public required int Legs { get; init; }

    public required double Seconds { get; init; }

    public required double TalkSeconds { get; init; }

    public required string Codec { get; init; }

    public required bool Recorded { get; init; }

    public required int CallsEnded { get; init; }

    public required int CallsFailed { get; init; }

    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    public required long HandshakesOk { get; init; }

    public required int HandshakesFailed { get; init; }

    public required Latency Handshake { get; init; }

    public required Latency SetUp { get; init; }

    public required Latency Voice { get; init; }

    public required long Spoken { get; init; }

    public required long Heard { get; init; }

    public required double Loss { get; init; }

    public required double LatePercent { get; init; }

    public required long Overtaken { get; init; }

    public required long Again { get; init; }

    public required long NotSent { get; init; }

    public required long Strange { get; init; }

    public required Latency Hop { get; init; }

    /// <summary>How late the generator itself spoke.</summary>
    public required Latency Pace { get; init; }

    public required double? ServerProcessorSeconds { get; init; }

    public required double GeneratorProcessorSeconds { get; init; }

    /// <summary>The server's processor time for each packet that was heard, with all that it does besides, µs.</summary>
    public required double? ServerMicrosecondsPerPacket { get; init; }

    public required MemoryReport? ServerMemory { get; init; }

    public required IReadOnlyList<LegReport> EachLeg { get; init; }

    /// <summary>The bounds that do not hold; none when all do.</summary>
    public required IReadOnlyList<string> Broken { get; init; }

    public static double LossPercent(VoiceTotals totals) => Percent(totals.Spoken - totals.Heard, totals.Spoken);

    public static WebRtcCallsReport Of(
        WebRtcCallsOptions options, TimeSpan took, CallFigures calls, VoiceTotals totals, Latency pace, IReadOnlyList<LegReport> legs, double? server, double generator, Trend memory)
    {
        var report = new WebRtcCallsReport
        {
            Surroundings = Surroundings.Now,
            Legs = options.Legs,
            Seconds = took.TotalSeconds,
            TalkSeconds = options.Talk.TotalSeconds,
            Codec = options.Codec.ToString(),
            Recorded = options.Recorded,
            CallsEnded = calls.Ended,
            CallsFailed = calls.Failed,
            Failures = calls.Failures,
            HandshakesOk = calls.Handshake.Count,
            HandshakesFailed = calls.HandshakesFailed,
            Handshake = calls.Handshake,
            SetUp = calls.SetUp,
            Voice = calls.Voice,
            Spoken = totals.Spoken,
            Heard = totals.Heard,
            Loss = LossPercent(totals),
            LatePercent = Percent(totals.Late, totals.Heard),
            Overtaken = totals.Overtaken,
            Again = totals.Again,
            NotSent = totals.NotSent,
            Strange = totals.Strange,
            Hop = Latency.Of(totals.Hop),
            Pace = pace,
            ServerProcessorSeconds = server,
            GeneratorProcessorSeconds = generator,
            ServerMicrosecondsPerPacket = totals.Heard == 0 ? null : server * 1e6 / totals.Heard,
            ServerMemory = server is null ? null : MemoryReport.Of(memory, took),
            EachLeg = legs,
            Broken = [],
        };
        return report with { Broken = [.. report.Breaches()] };
    }

    /// <summary>Prints it, and writes all of it to the file.</summary>
    public async Task WriteAsync(TextWriter console, FileInfo? file)
    {
        foreach (var line in Lines())
        {
            await console.WriteLineAsync(line);
        }

        if (file is not null)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(this, Readable));
        }
    }

    private IEnumerable<string> Breaches()
    {
        if (HandshakesFailed > 0)
        {
            yield return $"{HandshakesFailed} handshakes failed";
        }

        if (CallsFailed > 0)
        {
            yield return $"{CallsFailed} calls failed";
        }

        if (CallsEnded == 0 || Spoken == 0)
        {
            yield return "no call was made";
        }

        if (Loss >= MaxLossPercent)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{Loss:0.###} % of the packets were lost");
        }

        if (ServerMemory is { } memory && Seconds >= ShortestForMemory.TotalSeconds && memory.GrowthPercentPerMinute > MaxGrowthPercent)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"memory grows by {memory.GrowthPercentPerMinute:0.#} % each minute");
        }
    }

    private IEnumerable<string> Lines()
    {
        var culture = CultureInfo.InvariantCulture;
        yield return string.Create(culture, $"{Legs} legs, {Codec}{(Recorded ? ", recorded" : "")}, {Seconds:0} s, {Surroundings}");
        yield return string.Create(culture, $"calls       {CallsEnded} ended, {CallsFailed} failed{string.Concat(Failures.Select(failure => $"; {failure.Value} x {failure.Key}"))}");
        yield return string.Create(culture, $"handshakes  {HandshakesOk} ok, {HandshakesFailed} failed; {Handshake}");
        yield return string.Create(culture, $"set-up      dial to connected {SetUp}; dial to both hearing {Voice}");
        yield return string.Create(culture, $"packets     {Spoken} spoken, {Heard} heard, loss {Loss:0.####} %, late {LatePercent:0.###} %, {Overtaken} overtaken, {Again} twice, {Strange} strange");
        yield return string.Create(culture, $"hop         {Hop}; worst leg p99 {EachLeg.Select(static leg => leg.Hop.P99).DefaultIfEmpty().Max():0.##} ms");
        yield return ServerProcessorSeconds is { } server
            ? string.Create(culture, $"server      {server:0.0} CPU s ({server / Seconds:0.00} cores, {ServerMicrosecondsPerPacket:0.0} µs for each packet); {ServerMemory}")
            : "server      not measured: --process names it";
        yield return string.Create(culture, $"generator   {GeneratorProcessorSeconds:0.0} CPU s ({GeneratorProcessorSeconds / Seconds:0.00} cores); spoke late by {Pace}; {NotSent} packets not taken by the system");
        yield return Broken.Count == 0 ? "PASS        no handshake failed, no call failed, loss and memory within bounds" : $"FAIL        {string.Join("; ", Broken)}";
    }

    private static double Percent(long part, long whole) => whole == 0 ? 0 : 100.0 * part / whole;
}
