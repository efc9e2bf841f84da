using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary>What a run came to.</summary>
/// <param name="name">What was done, for the verdict.</param>
/// <param name="outcomes">Of each call.</param>
/// <param name="differences">Between the parties and the call log.</param>
/// <param name="took">How long it took.</param>
/// <param name="bound">How long it may take.</param>
internal sealed class DrainReport(string name, IReadOnlyList<DrainOutcome> outcomes, IReadOnlyList<string> differences, TimeSpan took, TimeSpan bound)
{
    /// <summary>99 of 100 calls are without sound for so long at most.</summary>
    private static readonly TimeSpan GapBound = TimeSpan.FromSeconds(1);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Whether nothing was lost and every bound holds.</summary>
    public bool Passed => Dropped == 0 && differences.Count == 0 && took <= bound && Gaps(outcomes).GetValueAtPercentile(99) <= Latency.Microseconds(GapBound.Ticks);

    private int Dropped => outcomes.Count(static outcome => outcome.Lost is not null);

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console, FileInfo? json)
    {
        foreach (var state in outcomes.GroupBy(static outcome => outcome.State).OrderBy(static state => state.Key))
        {
            await console.WriteLineAsync($"  {state.Key}: {state.Count(static call => call.Lost is null)}/{state.Count()} alive, gap {Latency.Of(Gaps(state))}");
        }

        foreach (var trouble in outcomes.Where(static outcome => outcome.Lost is not null).Select(static outcome => $"  lost: {outcome.State} {string.Join('+', outcome.Calls)}: {outcome.Lost}").Concat(differences.Select(static d => $"  log: {d}")))
        {
            await console.WriteLineAsync(trouble);
        }

        var gaps = Gaps(outcomes);
        var calls = outcomes.Sum(static outcome => outcome.Calls.Count);
        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} {name}: dropped={Dropped} of {outcomes.Count}, gap p99 {gaps.GetValueAtPercentile(99) / 1e3:0} ms, at most {(gaps.TotalCount == 0 ? 0 : gaps.GetMaxValue()) / 1e3:0} ms, took {took.TotalSeconds:0.0} s, call log {calls - differences.Count}/{calls}"));
        if (json is not null)
        {
            await File.WriteAllTextAsync(json.FullName, JsonSerializer.Serialize(new { passed = Passed, dropped = Dropped, seconds = took.TotalSeconds, outcomes, differences }, Json));
        }
    }

    private static LongHistogram Gaps(IEnumerable<DrainOutcome> calls)
    {
        var gaps = Latency.Histogram();
        foreach (var call in calls.Where(static call => call.Lost is null))
        {
            gaps.RecordValue(Latency.Microseconds(call.Gap.Ticks));
        }

        return gaps;
    }
}
