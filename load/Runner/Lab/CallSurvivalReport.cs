using System.Globalization;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab;

/// <summary>What a run of <c>lab call-survival</c> came to.</summary>
internal sealed class CallSurvivalReport(CallSurvivalOptions options, string killed, IReadOnlyList<LabOutcome> outcomes, IReadOnlyList<string> differences)
{
    /// <summary>The next action must have had its effect by then.</summary>
    private static readonly TimeSpan ActionBound = TimeSpan.FromSeconds(3);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether nothing was lost and every bound holds.</summary>
    public bool Passed => Lost == 0 && Missing == 0 && differences.Count == 0 && Slowest <= ActionBound;

    private int Lost => outcomes.Count(static outcome => outcome.Lost is not null);

    private long Missing => outcomes.Sum(static outcome => outcome.Missing);

    private TimeSpan Slowest => outcomes.Count == 0 ? TimeSpan.Zero : outcomes.Max(static outcome => outcome.Action);

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        foreach (var state in options.States)
        {
            await console.WriteLineAsync(Line(state, [.. outcomes.Where(outcome => outcome.State == state)]));
        }

        foreach (var trouble in outcomes.Where(static outcome => outcome.Lost is not null).Select(static outcome => $"  lost: {outcome.State} {outcome.Call}: {outcome.Lost}").Concat(differences.Select(static d => $"  log: {d}")))
        {
            await console.WriteLineAsync(trouble);
        }

        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} call-survival kill={killed} silos={options.Silos} edges={options.Edges}: {outcomes.Count - Lost}/{outcomes.Count} alive, next action at most {Slowest.TotalSeconds:0.00} s, ")
            + string.Create(CultureInfo.InvariantCulture, $"RTP gap {Missing} of {outcomes.Sum(static outcome => outcome.Spoken)} frames, call log {outcomes.Count - differences.Count}/{outcomes.Count}, seed {options.Seed}"));
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed = Passed, killed, seed = options.Seed, outcomes, differences }, Json));
        }
    }

    private static string Line(LabState state, IReadOnlyList<LabOutcome> calls)
    {
        var times = Latency.Histogram();
        foreach (var call in calls.Where(static call => call.Lost is null))
        {
            times.RecordValue(Latency.Microseconds(call.Action.Ticks));
        }

        return $"  {state}: {calls.Count(static call => call.Lost is null)}/{calls.Count} alive, next action {Latency.Of(times)}, refused at first {calls.Sum(static call => call.Refusals)}";
    }
}
