using System.CommandLine;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.StoreOutage;

/// <summary><c>lab store-outage</c>: Redis or PostgreSQL is away for a while under calls in several states.</summary>
internal static class StoreOutageCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;

    private static readonly Dictionary<string, Store[]> Names = new(StringComparer.Ordinal) { ["redis"] = [Store.Redis], ["postgres"] = [Store.Postgres], ["both"] = [Store.Redis, Store.Postgres] };

    private static readonly Option<string> Which = new("--store") { Description = "What goes away: redis, postgres, or both at once.", DefaultValueFactory = static _ => "both" };
    private static readonly Option<int> Seconds = new("--seconds") { Description = "For how long.", DefaultValueFactory = static _ => 60 };
    private static readonly Option<bool> Kill = new("--kill") { Description = "It is killed (kill -9) and started again on the same data; so it is without either." };
    private static readonly Option<bool> Freeze = new("--freeze") { Description = "It stands still (SIGSTOP) and goes on: whoever asks it is not refused, but waits." };
    private static readonly Option<int> Silos = new("--silos") { Description = "Silos.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<int> Edges = new("--edges") { Description = "Edges.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<int> PerState = new("--per-state") { Description = "Calls in each of: talking, hung up meanwhile, held, queued, ringing.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses the moments.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for all figures." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("store-outage", "Redis or the database is away for a while: calls go on, new ones are refused at once, nothing is lost.") { Which, Seconds, Kill, Freeze, Silos, Edges, PerState, Seed, Json };
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

        var options = new StoreOutageOptions
        {
            Stores = Names[asked.GetValue(Which)!],
            Seconds = asked.GetValue(Seconds),
            Freeze = asked.GetValue(Freeze),
            Silos = asked.GetValue(Silos),
            Edges = asked.GetValue(Edges),
            PerState = asked.GetValue(PerState),
            Seed = asked.GetValue(Seed),
            Json = asked.GetValue(Json),
        };
        try
        {
            var report = await new StoreOutageRun(options, Console.Out).RunAsync(ct);
            await report.WriteAsync(Console.Out);
            return report.Passed ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException or CallFailedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }

    private static string? Refusal(ParseResult asked) =>
        !Names.ContainsKey(asked.GetValue(Which)!) ? $"--store {asked.GetValue(Which)} does not exist; {string.Join(", ", Names.Keys)} do."
        : asked.GetValue(Seconds) is < 5 or > 240 ? "--seconds is from 5 to 240: nobody lets a telephone ring for longer."
        : asked.GetValue(Kill) && asked.GetValue(Freeze) ? "--kill and --freeze are two runs."
        : asked.GetValue(Silos) is < 1 or > 9 ? "--silos is from 1 to 9."
        : asked.GetValue(Edges) is < 1 or > 5 ? "--edges is from 1 to 5."
        : asked.GetValue(PerState) is < 1 or > 100 ? "--per-state is from 1 to 100."
        : OperatingSystem.IsLinux() ? null
        : "The voice thread uses system calls of Linux.";
}
