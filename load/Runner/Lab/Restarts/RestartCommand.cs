using System.CommandLine;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Restarts;

/// <summary><c>lab edge-restarts</c>: an edge that goes and comes back again and again is nobody's business but its own callers'.</summary>
internal static class RestartCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;
    private const int MaxTimes = 1_000;
    private const int MaxPairs = 200;
    private const int MaxSilos = 9;

    private static readonly Option<int> Silos = new("--silos") { Description = "Silos, 2 or more.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Times = new("--times") { Description = "How often an edge is stopped, by SIGTERM and by kill -9 in turn, and started again.", DefaultValueFactory = static _ => 20 };
    private static readonly Option<int> Pairs = new("--pairs") { Description = "Pairs of browsers that talk at the other edge, and as many of telephones.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("edge-restarts", "An edge is stopped and started again many times, while calls go on at another one.") { Silos, Times, Pairs, Json };
        command.SetAction(static (asked, ct) => RunAsync(asked, ct));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult asked, CancellationToken ct)
    {
        var refusal = asked.GetValue(Silos) is < 2 or > MaxSilos ? $"--silos is from 2 to {MaxSilos}."
            : asked.GetValue(Times) is < 1 or > MaxTimes ? $"--times is from 1 to {MaxTimes}."
            : asked.GetValue(Pairs) is < 1 or > MaxPairs ? $"--pairs is from 1 to {MaxPairs}."
            : OperatingSystem.IsLinux() ? null
            : "The voice thread uses system calls of Linux.";
        if (refusal is not null)
        {
            await Console.Error.WriteLineAsync(refusal);
            return Misused;
        }

        try
        {
            var options = new RestartOptions { Silos = asked.GetValue(Silos), Times = asked.GetValue(Times), Pairs = asked.GetValue(Pairs), Json = asked.GetValue(Json) };
            return await new RestartRun(options, Console.Out).RunAsync(ct) ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException or CallFailedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }
}
