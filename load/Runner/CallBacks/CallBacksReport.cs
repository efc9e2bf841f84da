using System.Globalization;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.CallBacks;

/// <summary>What a run of <c>callback</c> came to.</summary>
/// <param name="options">What it did.</param>
/// <param name="verdict">The account.</param>
/// <param name="people">Everybody's own.</param>
/// <param name="killed">How many had been served at each death of the server.</param>
/// <param name="ends">How often the server ended by itself, as an edge does whose lease ran out on a machine that stood still, and was started again.</param>
/// <param name="took">From the first caller to the last.</param>
/// <param name="server">Processor seconds of the server, all its lives together, but for its starts.</param>
/// <param name="generator">Processor seconds of this process.</param>
internal sealed class CallBacksReport(CallBacksOptions options, CallBackVerdict verdict, IReadOnlyList<Person> people, IReadOnlyList<int> killed, int ends, TimeSpan took, double server, double generator)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether every bound holds.</summary>
    public bool Passed => verdict.Passed && killed.Count == options.Kills;

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        var talked = people.Count(static person => person.Visit is { Talked: true });
        var error = CallBackVerdict.Median(verdict.EstimateErrors);
        foreach (var person in people.Where(static person => !person.IsServed && person.Wish != Wish.InFlight))
        {
            await console.WriteLineAsync($"  not served: {Story(person)}");
        }

        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  callers {people.Count}, calls {people.Sum(static person => person.Visits.Count)}, served on the line {talked}, refused and called again {people.Sum(static person => person.Refusals)}, ended by themselves {verdict.Odd}"));
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  key on its way at a death {verdict.InFlight}, of them called back {verdict.InFlightCalled}; call backs cut by a death {verdict.Cut}"));
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  order: decisions turned round {verdict.Inversions}, overtaken at the telephones {verdict.Overtakings}"));
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  wait: median {CallBackVerdict.Median(verdict.Waits).TotalSeconds:0.0} s of {verdict.Waits.Count}, estimate off by {error.TotalSeconds:0.0} s in the median, {Percentile(verdict.EstimateErrors, 0.9).TotalSeconds:0.0} s at 90 %"));
        await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  processor: server {server:0.0} s, generator {generator:0.0} s in {took.TotalSeconds:0} s; deaths after {string.Join(", ", killed)} served, ended by itself {ends} times"));
        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} callback callers={options.Callers} agents={options.Agents} kills={killed.Count}: requests {verdict.Requests}, called back {verdict.CalledBack}, lost {verdict.Lost}, duplicates {verdict.Duplicates}, place error {verdict.PlaceError}, ")
            + string.Create(CultureInfo.InvariantCulture, $"estimate error median {error.TotalSeconds:0.0} s, seed {options.Seed}"));
    }

    /// <summary>As a file has it.</summary>
    public object Figures => new { passed = Passed, options, killed, ends, seconds = took.TotalSeconds, server, generator, verdict, unserved = people.Where(static person => !person.IsServed).Select(Story) };

    /// <summary>Writes the figures of runs.</summary>
    public static Task SaveAsync(FileInfo file, IEnumerable<CallBacksReport> runs) => File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(runs.Select(static run => run.Figures), Json));

    private static string Story(Person person) =>
        $"{person.Number} wish {person.Wish}, {person.Visits.Count} calls, let in {person.Visits.Count(static visit => visit.JoinedAt is not null)}, {person.Backs.Count} calls back, {person.Refusals} refusals";

    private static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) => sorted.Count == 0 ? TimeSpan.Zero : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
