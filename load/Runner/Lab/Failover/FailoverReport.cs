using System.Globalization;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary>What the rounds of <c>lab queue-failover</c> came to.</summary>
internal sealed class FailoverReport(FailoverOptions options, IReadOnlyList<FailoverRound> rounds)
{
    /// <summary>No longer than this may a queue with callers and free agents be still.</summary>
    private const double ResumeBound = 5;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether every round kept every promise.</summary>
    public bool Passed => rounds.All(static round => round.IsClean) && Worst <= ResumeBound;

    private double Worst => rounds.Max(static round => round.WorstResume);

    /// <summary>Writes a round as it ends, and what went wrong in it.</summary>
    public static async Task WriteAsync(FailoverRound round, TextWriter console)
    {
        await console.WriteLineAsync(Line(round));
        foreach (var trouble in round.Lost.Select(static lost => $"lost: {lost}").Concat(round.Doubles.Select(static twice => $"double: {twice}")).Concat(round.StuckAgents.Select(static agent => $"stuck: {agent}")))
        {
            await console.WriteLineAsync($"    {trouble}");
        }
    }

    /// <summary>Writes the verdict.</summary>
    public async Task WriteAsync(TextWriter console)
    {
        await console.WriteLineAsync($"  {Surroundings.Now}");
        await console.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{(Passed ? "PASS" : "FAIL")} queue-failover silos={options.Silos} edges={options.Edges} agents={options.Agents} rounds={rounds.Count}: lost={rounds.Sum(static round => round.Lost.Count)} of {rounds.Sum(static round => round.Callers)}, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"double_offers={rounds.Sum(static round => round.Doubles.Count)}, order_violations={rounds.Sum(static round => round.OrderViolations)}, stuck_agents={rounds.Sum(static round => round.StuckAgents.Count)}, worst resume {Worst:0.00} s, seed {options.Seed}"));
        if (options.Json is { } file)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(new { passed = Passed, rounds }, Json));
        }
    }

    private static string Line(FailoverRound round) => string.Create(
        CultureInfo.InvariantCulture,
        $"  seed {round.Seed}, killed {string.Join(" and ", round.Killed)}: lost {round.Lost.Count} of {round.Callers}, double offers {round.Doubles.Count}, order violations {round.OrderViolations}, stuck agents {round.StuckAgents.Count}, worst resume {round.WorstResume:0.00} s, refused at first {round.Refusals}");
}
