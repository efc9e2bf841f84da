using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary>What <c>lab store-outage</c> came to.</summary>
internal sealed class StoreOutageReport
{
    /// <summary>A caller who is refused knows it by then; a caller who is taken has been.</summary>
    private const double AnswerBound = 5;

    /// <summary>The same where the store refuses nobody: until it is known to stand still, what is asked waits for a time-out, and what comes behind it for the next.</summary>
    private const double FrozenAnswerBound = 8;

    /// <summary>When the store is back the next action of 99 of 100 calls has had its effect by then.</summary>
    private const double ActionBound = 8;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>What was asked for.</summary>
    public required StoreOutageOptions Options { get; init; }

    /// <summary>How long the store really was away, seconds.</summary>
    public required double Away { get; init; }

    /// <summary>Calls that took their next action when it was back.</summary>
    public required IReadOnlyList<LabOutcome> Stayed { get; init; }

    /// <summary>Calls that were hung up while it was away; the time until everybody was told counts from its return.</summary>
    public required IReadOnlyList<LabOutcome> Left { get; init; }

    /// <summary>Calls that the same people, and a telephone that had registered before, made afterwards.</summary>
    public required IReadOnlyList<LabOutcome> Again { get; init; }

    /// <summary>What was tried meanwhile.</summary>
    public required IReadOnlyList<Attempt> Attempts { get; init; }

    /// <summary>Processes that have ended, or are not ready again.</summary>
    public required IReadOnlyList<string> Gone { get; init; }

    /// <summary>Where the call log tells something else than the parties.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Calls that the cluster still thinks are going on when everybody has left.</summary>
    public required int Stuck { get; init; }

    /// <summary>Whether every promise was kept.</summary>
    public bool Passed => IsClean && Slowest <= (Options.Freeze ? FrozenAnswerBound : AnswerBound) && Percentile(Stayed) <= ActionBound;

    /// <summary>Whether nothing was lost, whatever the time it took.</summary>
    public bool IsClean => All.All(static call => call.Lost is null) && Missing == 0 && Gone.Count == 0 && Differences.Count == 0 && Stuck == 0 && Count(AttemptOutcome.Wrong) == 0;

    private IEnumerable<LabOutcome> All => [.. Stayed, .. Left, .. Again];

    private long Missing => Stayed.Concat(Left).Sum(static call => call.Missing);

    private double Slowest => Attempts.Select(static attempt => attempt.Took).DefaultIfEmpty().Max();

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        foreach (var state in Stayed.GroupBy(static call => call.State))
        {
            await console.WriteLineAsync($"  {state.Key}: {Alive(state)}/{state.Count()} alive, next action {Latency.Of(Times(state))}, refused at first {state.Sum(static call => call.Refusals)}");
        }

        await console.WriteLineAsync($"  hung up meanwhile: {Alive(Left)}/{Left.Count} in order, everybody told after its return: {Latency.Of(Times(Left))}");
        await console.WriteLineAsync($"  made afterwards: {Alive(Again)}/{Again.Count}");
        foreach (var kind in Attempts.GroupBy(static attempt => attempt.Kind))
        {
            var took = kind.Select(static attempt => attempt.Took).Order().ToList();
            await console.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"  {kind.Key}: {string.Join(", ", kind.GroupBy(static attempt => attempt.Answer).Select(static answer => $"{answer.Count()} × {answer.Key}"))}; p50 {took[took.Count / 2]:0.00} s, at most {took[^1]:0.00} s"));
        }

        foreach (var trouble in All.Where(static call => call.Lost is not null).Select(static call => $"lost: {call.State} {call.Call}: {call.Lost}").Concat(Gone.Select(static node => $"gone: {node}")).Concat(Differences.Select(static d => $"log: {d}")))
        {
            await console.WriteLineAsync($"    {trouble}");
        }

        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(
            $"{(Passed ? "PASS" : "FAIL")} store-outage store={string.Join('+', Options.Stores).ToLowerInvariant()} {(Options.Freeze ? "freeze" : "kill")} silos={Options.Silos} edges={Options.Edges}: "
            + string.Create(CultureInfo.InvariantCulture, $"away {Away:0.0} s, {Alive(All)}/{All.Count()} calls in order, RTP gap {Missing} of {Stayed.Concat(Left).Sum(static call => call.Spoken)} frames, ")
            + string.Create(CultureInfo.InvariantCulture, $"new ones {Count(AttemptOutcome.Refused)} refused, {Count(AttemptOutcome.Through)} through, {Count(AttemptOutcome.Wrong)} wrong, slowest {Slowest:0.00} s, ")
            + string.Create(CultureInfo.InvariantCulture, $"next action p99 {Percentile(Stayed):0.00} s, call log {Differences.Count} differences, {Stuck} stuck, {Gone.Count} processes gone, seed {Options.Seed}"));
        if (Options.Json is { } file)
        {
            await File.WriteAllTextAsync(
                file.FullName,
                JsonSerializer.Serialize(new { passed = Passed, clean = IsClean, Options.Seed, Options.Stores, Options.Freeze, Away, Stayed, Left, Again, Attempts, Gone, Differences, Stuck, Missing, Slowest }, Json));
        }
    }

    private int Count(AttemptOutcome outcome) => Attempts.Count(attempt => attempt.Outcome == outcome);

    private static int Alive(IEnumerable<LabOutcome> calls) => calls.Count(static call => call.Lost is null);

    private static double Percentile(IEnumerable<LabOutcome> calls) => Times(calls) is { TotalCount: > 0 } times ? times.GetValueAtPercentile(99) / 1e6 : 0;

    private static LongHistogram Times(IEnumerable<LabOutcome> calls)
    {
        var times = Latency.Histogram();
        foreach (var call in calls.Where(static call => call.Lost is null))
        {
            times.RecordValue(Latency.Microseconds(call.Action.Ticks));
        }

        return times;
    }
}
