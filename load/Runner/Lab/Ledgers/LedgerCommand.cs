using System.CommandLine;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace RtcCluster.Load.Runner.Lab.Ledgers;

/// <summary><c>lab ledger</c>: calls of known outcomes, processes that are killed under them, and the books held against the telephones' own account.</summary>
internal static class LedgerCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;

    private static readonly Option<int> Calls = new("--calls") { Description = "Calls.", DefaultValueFactory = static _ => 1_000 };
    private static readonly Option<int> Duration = new("--duration") { Description = "Seconds in which they are made, at a steady pace.", DefaultValueFactory = static _ => 60 };
    private static readonly Option<string> Kill = new("--kill") { Description = "What is killed (kill -9): silo, edge or both in turn.", DefaultValueFactory = static _ => "silo" };
    private static readonly Option<string> KillEvery = new("--kill-every") { Description = "How often, such as 10s; 0s for never.", DefaultValueFactory = static _ => "10s" };
    private static readonly Option<int> Silos = new("--silos") { Description = "Silos.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Edges = new("--edges") { Description = "Edges.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses calls, victims and moments.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for all figures." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("ledger", "Calls of known outcomes under processes that die: every call is in the books once, with all of its events, and right.") { Calls, Duration, Kill, KillEvery, Silos, Edges, Seed, Json };
        command.SetAction(static (asked, ct) => RunAsync(asked, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken ct)
    {
        if (Refusal(asked) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return Misused;
        }

        var options = new LedgerOptions
        {
            Calls = asked.GetValue(Calls),
            Duration = TimeSpan.FromSeconds(asked.GetValue(Duration)),
            Kill = Enum.Parse<LedgerVictims>(asked.GetValue(Kill)!, ignoreCase: true),
            KillEvery = Time(asked)!.Value,
            Silos = asked.GetValue(Silos),
            Edges = asked.GetValue(Edges),
            Seed = asked.GetValue(Seed),
            Json = asked.GetValue(Json),
        };
        try
        {
            var report = await new LedgerRun(options, Console.Out).RunAsync(ct);
            await report.WriteAsync(Console.Out);
            return report.Passed ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }

    private static TimeSpan? Time(ParseResult asked) =>
        int.TryParse(asked.GetValue(KillEvery)!.TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;

    private static string? Refusal(ParseResult asked) =>
        asked.GetValue(Calls) is < 1 or > 100_000 ? "--calls is from 1 to 100,000."
        : asked.GetValue(Duration) is < 5 or > 3_600 ? "--duration is from 5 to 3,600 seconds."
        : asked.GetValue(Calls) > 100 * asked.GetValue(Duration) ? "--calls is at most 100 for each second of --duration."
        : asked.GetValue(Kill) is not ("silo" or "edge" or "both") ? $"--kill {asked.GetValue(Kill)} does not exist; silo, edge and both do."
        : Time(asked) is not { } every || every == TimeSpan.FromSeconds(1) || every > TimeSpan.FromHours(1) ? "--kill-every is 0s, or from 2s to 3600s."
        : asked.GetValue(Silos) is < 2 or > 9 ? "--silos is from 2 to 9."
        : asked.GetValue(Edges) is < 1 or > 5 ? "--edges is from 1 to 5."
        : asked.GetValue(Edges) < 2 && asked.GetValue(Kill) != "silo" ? "--kill of an edge needs another one: --edges 2."
        : null;
}
