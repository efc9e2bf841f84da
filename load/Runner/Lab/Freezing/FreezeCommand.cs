using System.CommandLine;
using Microsoft.AspNetCore.SignalR;

namespace RtcCluster.Load.Runner.Lab.Freezing;

/// <summary><c>lab freeze</c>: nodes that stand still for a moment, again and again, on a machine that has no time to spare.</summary>
internal static class FreezeCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;
    private const int MaxSilos = 9;
    private const int MaxEdges = 5;
    private const int MaxPairs = 100;
    private const int MaxBurn = 64;
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly Option<int> Silos = new("--silos") { Description = "Silos, 2 or more.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Edges = new("--edges") { Description = "Edges.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<int> Pairs = new("--pairs") { Description = "Pairs of browsers, and as many of telephones, who call again and again.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<TimeSpan> Talk = new("--talk") { Description = "How long a call is.", DefaultValueFactory = static _ => TimeSpan.FromSeconds(20) };
    private static readonly Option<TimeSpan> Length = new("--length") { Description = "How long nodes are frozen, one after the other.", DefaultValueFactory = static _ => TimeSpan.FromMinutes(10) };
    private static readonly Option<TimeSpan> Freeze = new("--freeze") { Description = "How long a node stands still (SIGSTOP).", DefaultValueFactory = static _ => TimeSpan.FromSeconds(1.5) };
    private static readonly Option<TimeSpan> Every = new("--every") { Description = "From the end of one freeze to the next.", DefaultValueFactory = static _ => TimeSpan.FromSeconds(3) };
    private static readonly Option<int> Burn = new("--burn") { Description = "Threads that take all the processor time they get.", DefaultValueFactory = static _ => Environment.ProcessorCount };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses the nodes.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures, each call's too." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("freeze", "Nodes that stand still for a moment, one after the other, on a busy machine: no call is lost, and nobody is taken for dead.")
        {
            Silos, Edges, Pairs, Talk, Length, Freeze, Every, Burn, Seed, Json,
        };
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

        var options = new FreezeOptions
        {
            Silos = asked.GetValue(Silos),
            Edges = asked.GetValue(Edges),
            Pairs = asked.GetValue(Pairs),
            Talk = asked.GetValue(Talk),
            Length = asked.GetValue(Length),
            Freeze = asked.GetValue(Freeze),
            Every = asked.GetValue(Every),
            Burn = asked.GetValue(Burn),
            Seed = asked.GetValue(Seed),
            Json = asked.GetValue(Json),
        };
        try
        {
            return await new FreezeRun(options, Console.Out).RunAsync(ct) ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException or Hub.CallFailedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }

    private static string? Refusal(ParseResult asked) =>
        asked.GetValue(Silos) is < 2 or > MaxSilos ? $"--silos is from 2 to {MaxSilos}."
        : asked.GetValue(Edges) is < 1 or > MaxEdges ? $"--edges is from 1 to {MaxEdges}."
        : asked.GetValue(Pairs) is < 1 or > MaxPairs ? $"--pairs is from 1 to {MaxPairs}."
        : asked.GetValue(Burn) is < 0 or > MaxBurn ? $"--burn is from 0 to {MaxBurn}."
        : asked.GetValue(Freeze) <= TimeSpan.Zero || asked.GetValue(Freeze) > LongestFreeze ? "--freeze is up to 10 s; longer ones are for call-survival --kill edge --pause."
        : asked.GetValue(Talk) < TimeSpan.FromSeconds(1) || asked.GetValue(Every) < TimeSpan.Zero ? "--talk is a second or more, --every not below zero."
        : asked.GetValue(Length) < TimeSpan.FromSeconds(1) || asked.GetValue(Length) > Longest ? "--length is from a second to 24 hours."
        : OperatingSystem.IsLinux() ? null
        : "It stops processes with signals of Linux.";
}
