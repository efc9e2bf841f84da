using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab;

/// <summary>What the rounds of <c>lab call-survival</c> came to.</summary>
internal sealed class CallSurvivalReport(CallSurvivalOptions options, IReadOnlyList<CallSurvivalRound> rounds)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    // In 99 of 100 calls. Who is killed has connections that break; that one who is paused is gone is only seen by what it does not answer.
    private readonly TimeSpan _actionBound = TimeSpan.FromSeconds(options.Pause is null ? 3 : 10);

    private readonly List<LabOutcome> _outcomes = [.. rounds.SelectMany(static round => round.Outcomes)];
    private readonly List<string> _differences = [.. rounds.SelectMany(static round => round.Differences)];

    /// <summary>Whether nothing was lost and every bound holds.</summary>
    public bool Passed => Lost == 0 && Missing == 0 && _differences.Count == 0 && Times(_outcomes).GetValueAtPercentile(99) <= Latency.Microseconds(_actionBound.Ticks);

    /// <summary>What was lost and why, and where the log tells something else; a line each.</summary>
    public IEnumerable<string> Troubles =>
        _outcomes.Where(static outcome => outcome.Lost is not null).Select(static outcome => $"  lost: {outcome.State} {outcome.Call}: {outcome.Lost}")
            .Concat(_differences.Select(static d => $"  log: {d}"));

    private int Lost => _outcomes.Count(static outcome => outcome.Lost is not null);

    private long Missing => _outcomes.Sum(static outcome => outcome.Missing);

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        foreach (var state in options.States)
        {
            await console.WriteLineAsync(Line(state, [.. _outcomes.Where(outcome => outcome.State == state)]));
        }

        foreach (var trouble in Troubles)
        {
            await console.WriteLineAsync(trouble);
        }

        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(Verdict());
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed = Passed, seed = options.Seed, rounds }, Json));
        }
    }

    /// <summary>What it came to, in a line.</summary>
    public string Verdict()
    {
        var times = Times(_outcomes);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} call-survival {(options.Pause is null ? "kill" : "pause")}={string.Join('+', rounds.Select(static round => round.Killed))} silos={options.Silos} edges={options.Edges}: {_outcomes.Count - Lost}/{_outcomes.Count} alive, ")
            + string.Create(CultureInfo.InvariantCulture, $"next action p99 {times.GetValueAtPercentile(99) / 1e6:0.00} s, at most {times.GetMaxValue() / 1e6:0.00} s, ")
            + string.Create(CultureInfo.InvariantCulture, $"RTP gap {Missing} of {_outcomes.Sum(static outcome => outcome.Spoken)} frames{Whose()}, latest {_outcomes.Select(static outcome => outcome.Latest).DefaultIfEmpty().Max().TotalSeconds:0.00} s, call log {_outcomes.Count - _differences.Count}/{_outcomes.Count}, ")
            + string.Create(CultureInfo.InvariantCulture, $"seed {options.Seed}{(rounds.Count > 1 ? $" to {options.Seed + rounds.Count - 1}" : "")}");
    }

    // In which states frames are missing: a mix that left out and a relay that dropped are different defects.
    private string Whose()
    {
        var gaps = _outcomes.Where(static outcome => outcome.Missing > 0).GroupBy(static outcome => outcome.State)
            .Select(static calls => $"{calls.Key} {calls.Sum(static call => call.Missing)} in {calls.Count()} calls, at most {calls.Max(static call => call.Missing)}");
        return Missing > 0 ? $" ({string.Join("; ", gaps)})" : "";
    }

    private static string Line(LabState state, IReadOnlyList<LabOutcome> calls)
    {
        var missing = calls.Sum(static call => call.Missing);
        return $"  {state}: {calls.Count(static call => call.Lost is null)}/{calls.Count} alive, next action {Latency.Of(Times(calls))}, refused at first {calls.Sum(static call => call.Refusals)}"
            + (missing > 0 ? $", RTP gap {missing}" : "");
    }

    private static LongHistogram Times(IReadOnlyList<LabOutcome> calls)
    {
        var times = Latency.Histogram();
        foreach (var call in calls.Where(static call => call.Lost is null))
        {
            times.RecordValue(Latency.Microseconds(call.Action.Ticks));
        }

        return times;
    }
}
