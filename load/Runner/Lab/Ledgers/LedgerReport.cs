using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary>What a run of <c>lab ledger</c> came to.</summary>
/// <param name="options">What was asked for.</param>
internal sealed class LedgerReport(LedgerOptions options)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    /// <summary>Chose calls, victims and moments.</summary>
    public required int Seed { get; init; }

    /// <summary>Calls that people wanted.</summary>
    public required int Calls { get; init; }

    /// <summary>INVITEs that it took.</summary>
    public required int Attempts { get; init; }

    /// <summary>Of them those that the server did not take.</summary>
    public required int Refused { get; init; }

    /// <summary>Calls whose caller was refused until it gave up.</summary>
    public required int GivenUp { get; init; }

    /// <summary>Calls whose edge was killed while they went on.</summary>
    public required int LostTheirEdge { get; init; }

    /// <summary>Who was killed, in order.</summary>
    public required IReadOnlyList<string> Killed { get; init; }

    /// <summary>Times that nobody was killed, because too many were away.</summary>
    public required int Spared { get; init; }

    /// <summary>Nodes that ended by themselves.</summary>
    public required int EndedByThemselves { get; init; }

    /// <summary>How long the calls took to be made, seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>What became of the calls, by kind: as planned, of all.</summary>
    public required IReadOnlyDictionary<CallKind, string> Kinds { get; init; }

    /// <summary>Calls that are not in the log.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>Calls that are there more than once, or that nobody made.</summary>
    public required IReadOnlyList<string> Duplicates { get; init; }

    /// <summary>Outcomes, durations and parties that are not those of the telephones.</summary>
    public required IReadOnlyList<string> Wrong { get; init; }

    /// <summary>Calls that did not become what they were to become.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Calls of which one party was never told that the other hung up.</summary>
    public required int NotTold { get; init; }

    /// <summary>Calls whose state stays in the store although they are over.</summary>
    public required IReadOnlyList<string> Left { get; init; }

    /// <summary>Calls, of those that were looked at over REST, whose events have gaps or no end.</summary>
    public required IReadOnlyList<string> Gaps { get; init; }

    /// <summary>By how many seconds durations differ: median, 99 of 100, the worst.</summary>
    public required IReadOnlyList<double> DurationErrors { get; init; }

    /// <summary>What <c>ledger verify --rebuild</c> said of the history database.</summary>
    public required IReadOnlyList<string> Verification { get; init; }

    /// <summary>Whether it found nothing.</summary>
    public required bool IsVerified { get; init; }

    /// <summary>Whether the books are right. With edges that die calls may be lost; the books must then say so.</summary>
    public bool Passed => Missing.Count + Duplicates.Count + Wrong.Count + Gaps.Count + Left.Count == 0 && IsVerified && (options.Kill != LedgerVictims.Silo || Lost.Count + GivenUp + NotTold == 0);

    /// <summary>Median, 99 of 100 and the worst of some figures.</summary>
    public static IReadOnlyList<double> Spread(IReadOnlyList<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted.Count == 0 ? [0, 0, 0] : [Of(0.5), Of(0.99), sorted[^1]];

        double Of(double share) => Math.Round(sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))], 3);
    }

    /// <summary>Writes figures and verdict, the verdict last.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        foreach (var (kind, share) in Kinds)
        {
            await console.WriteLineAsync($"  {kind}: {share}");
        }

        foreach (var (name, troubles) in new[] { ("missing", Missing), ("duplicate", Duplicates), ("wrong", Wrong), ("gap", Gaps), ("left", Left), ("lost", Lost) })
        {
            foreach (var trouble in troubles)
            {
                await console.WriteLineAsync($"  {name}: {trouble}");
            }
        }

        foreach (var line in Verification)
        {
            await console.WriteLineAsync($"  {line}");
        }

        await console.WriteLineAsync($"  {Surroundings.Now}");
        var every = options.KillEvery > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $"every {options.KillEvery.TotalSeconds:0} s, {Killed.Count} times") : "never";
        await console.WriteLineAsync(
            string.Create(CultureInfo.InvariantCulture, $"{(Passed ? "PASS" : "FAIL")} ledger kill={options.Kill.ToString().ToLowerInvariant()} {every}, silos={options.Silos} edges={options.Edges}: {Calls} calls in {Seconds:0} s, ")
            + string.Create(CultureInfo.InvariantCulture, $"missing={Missing.Count} duplicate={Duplicates.Count} gaps={Gaps.Count} wrong={Wrong.Count} left={Left.Count}, verify {(IsVerified ? "clean" : "not clean")}, ")
            + string.Create(CultureInfo.InvariantCulture, $"lost {Lost.Count}, not told {NotTold}, refused at first {Refused}, given up {GivenUp}, durations differ p50 {DurationErrors[0]:0.00} s, p99 {DurationErrors[1]:0.00} s, at most {DurationErrors[2]:0.00} s, seed {Seed}"));
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(this, Json));
        }
    }
}
