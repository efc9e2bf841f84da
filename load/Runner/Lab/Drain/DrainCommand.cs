using System.CommandLine;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Drain;

/// <summary><c>lab drain</c> and <c>lab rolling-upgrade</c>.</summary>
internal static class DrainCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;
    private const int MaxSilos = 9;
    private const int MaxEdges = 5;
    private const int MaxCalls = 1_000;
    private const int EdgesOfFive = 2;

    private static readonly Option<int> Silos = new("--silos") { Description = "Silos.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Edges = new("--edges") { Description = "Edges, 2 or more; the first is drained.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<string> States = new("--states") { Description = "Of talk, held, queued, ringing, conference, browser; parted by commas.", DefaultValueFactory = static _ => "talk,held,queued,ringing,conference,browser" };
    private static readonly Option<int> PerState = new("--per-state") { Description = "Calls in each state.", DefaultValueFactory = static _ => 10 };
    private static readonly Option<string> By = new("--by") { Description = "rest: drained, and goes on; signal: stopped by SIGTERM.", DefaultValueFactory = static _ => "rest" };
    private static readonly Option<int> Nodes = new("--nodes") { Description = "Nodes: two edges, the rest silos.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<int> Calls = new("--calls") { Description = "Calls of two telephones that talk.", DefaultValueFactory = static _ => 100 };
    private static readonly Option<DirectoryInfo?> From = new("--from") { Description = "Folder with the programs that are replaced (silo and edge in it); without it this build." };
    private static readonly Option<DirectoryInfo?> To = new("--to") { Description = "Folder with the programs that replace them; without it this build." };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures, each call's too." };

    /// <summary><c>drain</c>.</summary>
    public static Command MakeDrain()
    {
        var command = new Command("drain", "Calls in several states, an edge that is drained or stopped, and how long each of them is without sound.") { Silos, Edges, States, PerState, By, Json };
        command.SetAction(static (asked, ct) => Refusal(asked) is { } refusal
            ? RefuseAsync(refusal)
            : GuardAsync(() => new DrainRun(
                new DrainOptions
                {
                    Silos = asked.GetValue(Silos),
                    Edges = asked.GetValue(Edges),
                    Calls = Words(asked).Select(static word => Enum.Parse<DrainState>(word, ignoreCase: true)).Distinct().ToDictionary(static state => state, _ => asked.GetValue(PerState)),
                    BySignal = asked.GetValue(By) == "signal",
                    Json = asked.GetValue(Json),
                },
                Console.Out).RunAsync(ct)));
        return command;
    }

    /// <summary><c>rolling-upgrade</c>.</summary>
    public static Command MakeUpgrade()
    {
        var command = new Command("rolling-upgrade", "Calls that talk while every node is stopped by a signal and started again, one after the other.") { Nodes, Calls, From, To, Json };
        command.SetAction(static (asked, ct) => UpgradeRefusal(asked) is { } refusal
            ? RefuseAsync(refusal)
            : GuardAsync(() => new RollingUpgradeRun(
                new DrainOptions
                {
                    Silos = asked.GetValue(Nodes) - EdgesOfFive,
                    Edges = EdgesOfFive,
                    Calls = new Dictionary<DrainState, int> { [DrainState.Talk] = asked.GetValue(Calls) },
                    From = asked.GetValue(From),
                    To = asked.GetValue(To),
                    Json = asked.GetValue(Json),
                },
                Console.Out).RunAsync(ct)));
        return command;
    }

    private static async Task<int> RefuseAsync(string refusal)
    {
        await Console.Error.WriteLineAsync(refusal);
        return Misused;
    }

    private static async Task<int> GuardAsync(Func<Task<bool>> run)
    {
        try
        {
            return await run() ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException or CallFailedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }

    private static string[] Words(ParseResult asked) => asked.GetValue(States)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Refusal(ParseResult asked) =>
        asked.GetValue(Silos) is < 1 or > MaxSilos ? $"--silos is from 1 to {MaxSilos}."
        : asked.GetValue(Edges) is < 2 or > MaxEdges ? $"--edges is from 2 to {MaxEdges}."
        : asked.GetValue(PerState) is < 1 or > MaxCalls ? $"--per-state is from 1 to {MaxCalls}."
        : asked.GetValue(By) is not ("rest" or "signal") ? $"--by {asked.GetValue(By)} does not exist in this version; rest and signal do."
        : Words(asked) is { Length: 0 } ? "--states names none."
        : Words(asked).FirstOrDefault(static word => !Names.Contains(word, StringComparer.OrdinalIgnoreCase)) is { } unknown ? $"--states {unknown} does not exist in this version; {string.Join(", ", Names)} do."
        : NoLinux;

    private static string? UpgradeRefusal(ParseResult asked) =>
        asked.GetValue(Nodes) is < 4 or > MaxSilos + EdgesOfFive ? $"--nodes is from 4 to {MaxSilos + EdgesOfFive}: two silos at least, and two edges."
        : asked.GetValue(Calls) is < 1 or > MaxCalls ? $"--calls is from 1 to {MaxCalls}."
        : new[] { asked.GetValue(From), asked.GetValue(To) }.FirstOrDefault(static folder => folder is not null && !IsPrograms(folder)) is { } wrong ? $"{wrong} has no silo/RtcCluster.Silo.dll and edge/RtcCluster.Edge.dll."
        : NoLinux;

    private static bool IsPrograms(DirectoryInfo folder) => File.Exists(Path.Combine(folder.FullName, "silo", "RtcCluster.Silo.dll")) && File.Exists(Path.Combine(folder.FullName, "edge", "RtcCluster.Edge.dll"));

    private static string? NoLinux => OperatingSystem.IsLinux() ? null : "The voice thread uses system calls of Linux.";

    private static string[] Names => [.. Enum.GetNames<DrainState>().Select(static name => name.ToLowerInvariant())];
}
