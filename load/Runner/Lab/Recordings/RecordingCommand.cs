using System.CommandLine;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Recordings;

/// <summary><c>lab recording</c>: recorded calls, an edge that is killed under them, and what can be proven of their recordings.</summary>
internal static class RecordingCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;
    private const int MaxCalls = 1_000;
    private const int MaxKills = 50;
    private const int MaxEdges = 5;
    private const int MaxOutage = 600;

    private static readonly Option<int> Calls = new("--calls") { Description = "Recorded calls, spread over the kills.", DefaultValueFactory = static _ => 100 };
    private static readonly Option<int> KillEdge = new("--kill-edge") { Description = "How often the edge is killed (kill -9) while its calls talk, and started again.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses when each kill comes, and what is changed in the end.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<int> Edges = new("--edges") { Description = "1: a Standalone. More: a cluster of so many edges and one silo, in which calls go on at another edge.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<int> Outage = new("--outage") { Description = "Seconds for which the blob store is away when the calls of a round end; only with --edges 2 or more.", DefaultValueFactory = static _ => 0 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("recording", "Recorded calls, an edge that is killed under them, and what can be proven of their recordings.") { Calls, KillEdge, Edges, Outage, Seed, Json };
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

        var options = new RecordingOptions
        {
            Calls = asked.GetValue(Calls),
            KillEdge = asked.GetValue(KillEdge),
            Edges = asked.GetValue(Edges),
            Outage = TimeSpan.FromSeconds(asked.GetValue(Outage)),
            Seed = asked.GetValue(Seed),
            Json = asked.GetValue(Json),
        };
        try
        {
            var report = options.Edges == 1 ? await new RecordingRun(options, Console.Out).RunAsync(ct) : await new ClusterRecordingRun(options, Console.Out).RunAsync(ct);
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
        asked.GetValue(Calls) is < 1 or > MaxCalls ? $"--calls is from 1 to {MaxCalls}."
        : asked.GetValue(KillEdge) is < 1 or > MaxKills ? $"--kill-edge is from 1 to {MaxKills}."
        : asked.GetValue(KillEdge) > asked.GetValue(Calls) ? "--kill-edge is at most --calls."
        : asked.GetValue(Edges) is < 1 or > MaxEdges ? $"--edges is from 1 to {MaxEdges}."
        : asked.GetValue(Outage) is < 0 or > MaxOutage ? $"--outage is from 0 to {MaxOutage}."
        : asked.GetValue(Outage) > 0 && asked.GetValue(Edges) == 1 ? "--outage needs a cluster: --edges 2."
        : OperatingSystem.IsLinux() ? null
        : "The voice thread uses system calls of Linux.";
}
