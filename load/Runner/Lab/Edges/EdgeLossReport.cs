using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Lab.Recordings;

namespace RtcCluster.Load.Runner.Lab.Edges;

/// <summary>What a run of <c>lab call-survival --kill edge</c> came to, each class of parties apart.</summary>
internal sealed class EdgeLossReport
{
    /// <summary>So many calls of a judged class go on.</summary>
    private const double ShareBound = 0.99;

    /// <summary>So much may be missing of a recording beside the silence itself.</summary>
    private static readonly TimeSpan MissingBound = TimeSpan.FromSeconds(2);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private readonly EdgeLossOptions _options;
    private readonly TimeSpan _silenceBound;
    private readonly List<EdgeOutcome> _outcomes;
    private readonly List<string> _differences;
    private readonly List<KilledCall> _recordings;
    private readonly Dictionary<string, TimeSpan> _ended;
    private readonly int _recorded;
    private readonly List<IReadOnlyDictionary<string, double>> _processors;

    /// <param name="options">What was asked for.</param>
    /// <param name="rounds">What came of it.</param>
    public EdgeLossReport(EdgeLossOptions options, IReadOnlyList<EdgeLossRound> rounds)
    {
        _options = options;

        // Who is killed has connections that break; that one who is paused is gone is only seen by what it does not answer.
        _silenceBound = TimeSpan.FromSeconds(options.Pause is null ? 4 : 10);
        _outcomes = [.. rounds.SelectMany(static round => round.Outcomes)];
        _differences = [.. rounds.SelectMany(static round => round.Differences)];
        _recordings = [.. rounds.SelectMany(static round => round.Recordings)];
        _processors = [.. rounds.Select(static round => round.Processors)];
        _recorded = rounds.Sum(static round => round.Recorded);
        _ended = rounds.SelectMany(static round => round.Ended).ToDictionary(static ended => ended.Key, static ended => ended.Value);
    }

    /// <summary>Whether every bound holds.</summary>
    public bool Passed => _differences.Count == 0 && Complete == _recorded && _options.Classes.Where(EdgeLossOptions.IsJudged).All(Holds);

    private int Complete => _recordings.Count(static recording => recording.Lost <= MissingBound);

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        foreach (var kind in _options.Classes)
        {
            await console.WriteLineAsync(Line(kind));
            if (Of(kind).SelectMany(static call => call.Marks).GroupBy(static mark => mark.Key, static mark => mark.Value).ToList() is { Count: > 0 } stages)
            {
                await console.WriteLineAsync($"    until, p50 and p95: {string.Join(", ", stages.OrderBy(static stage => stage.Max()).Select(static stage => $"{stage.Key} {Seconds(Times(stage), 50)} and {Seconds(Times(stage), 95)} s"))}");
            }

            foreach (var trouble in Of(kind).SelectMany(static call => call.Troubles).CountBy(static trouble => trouble).OrderByDescending(static trouble => trouble.Value))
            {
                await console.WriteLineAsync($"    {trouble.Value} x {trouble.Key}");
            }
        }

        foreach (var trouble in _outcomes.Where(static outcome => outcome.Lost is not null).Select(static outcome => $"  lost: {EdgeLossOptions.NameOf(outcome.Kind)} {outcome.Call}: {outcome.Lost}")
            .Concat(_differences.Select(static d => $"  log: {d}")).Concat(_recordings.Where(static recording => recording.Lost > MissingBound).Select(static r => $"  recording: {r.Recording} lacks {r.Lost.TotalSeconds:0.00} s")))
        {
            await console.WriteLineAsync(trouble);
        }

        foreach (var processors in _processors)
        {
            await console.WriteLineAsync($"  processor seconds from the death of the edge until all had hung up: {string.Join(", ", processors.Select(static one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Value:0.0}")))}");
        }

        await console.WriteLineAsync($"  {Surroundings.Now}");
        var judged = _options.Classes.Where(EdgeLossOptions.IsJudged).ToList();
        var times = Times(_outcomes.Where(outcome => judged.Contains(outcome.Kind)));
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} call-survival {(_options.Pause is null ? "kill" : "pause")}=edge silos={_options.Silos} edges={_options.Edges} seed={_options.Seed}: {Alive(_outcomes)}/{_outcomes.Count} alive, ")
            + string.Create(CultureInfo.InvariantCulture, $"without sound p95 {Seconds(times, 95)} s ({string.Join(", ", judged.Select(EdgeLossOptions.NameOf))}), ")
            + string.Create(CultureInfo.InvariantCulture, $"call log {_outcomes.Count - _differences.Count}/{_outcomes.Count}, recordings complete {Complete}/{_recorded}"));
        if (_options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed = Passed, outcomes = _outcomes, differences = _differences, recordings = _recordings, ended = _ended, processors = _processors }, Json));
        }
    }

    private bool Holds(MovingKind kind)
    {
        var calls = Of(kind);
        return Alive(calls) >= ShareBound * calls.Count && Times(calls).GetValueAtPercentile(95) <= Latency.Microseconds(_silenceBound.Ticks);
    }

    private string Line(MovingKind kind)
    {
        var calls = Of(kind);
        var times = Times(calls);
        var ended = calls.Where(outcome => outcome.Lost is not null && _ended.ContainsKey(outcome.Call)).Select(outcome => _ended[outcome.Call]).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"  {EdgeLossOptions.NameOf(kind)}: {Alive(calls)}/{calls.Count} went on ({(calls.Count == 0 ? 0 : 100.0 * Alive(calls) / calls.Count):0.#} %), ")
            + $"without sound p50 {Seconds(times, 50)} s, p95 {Seconds(times, 95)} s, at most {Seconds(times, 100)} s"
            + (ended.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; those lost ended {ended.Min().TotalSeconds:0.0} to {ended.Max().TotalSeconds:0.0} s after the edge, one entry each"))
            + (EdgeLossOptions.IsJudged(kind) ? "" : " (reported, not judged)");
    }

    private List<EdgeOutcome> Of(MovingKind kind) => [.. _outcomes.Where(outcome => outcome.Kind == kind)];

    private static int Alive(IEnumerable<EdgeOutcome> calls) => calls.Count(static call => call.Lost is null);

    private static string Seconds(LongHistogram times, double percentile) =>
        (times.TotalCount == 0 ? 0 : times.GetValueAtPercentile(percentile) / 1e6).ToString("0.00", CultureInfo.InvariantCulture);

    private static LongHistogram Times(IEnumerable<EdgeOutcome> calls) => Times(calls.Where(static call => call.Lost is null).Select(static call => call.Silence));

    private static LongHistogram Times(IEnumerable<TimeSpan> values)
    {
        var times = Latency.Histogram();
        foreach (var value in values)
        {
            times.RecordValue(Latency.Microseconds(value.Ticks));
        }

        return times;
    }
}
