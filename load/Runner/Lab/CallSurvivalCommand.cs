using System.CommandLine;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Lab.Edges;
using RtcCluster.Load.Runner.Lab.Networks;

namespace RtcCluster.Load.Runner.Lab;

/// <summary><c>lab call-survival</c>: calls in several states, a silo that is killed, and the next action of each.</summary>
internal static class CallSurvivalCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;
    private const int MaxSilos = 9;
    private const int MaxEdges = 5;
    private const int MaxPerState = 200;
    private const int MaxRounds = 100;

    private static readonly Option<int> Silos = new("--silos") { Description = "Silos, 2 or more.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Edges = new("--edges") { Description = "Edges.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<string> States = new("--states") { Description = "Of ringing, early, queued, held, conf, xfer, talking; parted by commas.", DefaultValueFactory = static _ => "ringing,early,queued,held,conf,xfer,talking" };
    private static readonly Option<int> PerState = new("--per-state") { Description = "Calls in each state.", DefaultValueFactory = static _ => 10 };
    private static readonly Option<int> WarmUp = new("--warm-up") { Description = "With --kill silo: calls of each state before those that count, since a process that has just begun compiles what it does first.", DefaultValueFactory = static _ => 4 };
    private static readonly Option<DirectoryInfo?> Programs = new("--programs") { Description = "With --kill silo: folder that silo and edge were published to, in its folders silo and edge; this build without it." };
    private static readonly Option<string> Kill = new("--kill") { Description = "What is killed (kill -9): silo or edge.", DefaultValueFactory = static _ => "silo" };
    private static readonly Option<TimeSpan?> Pause = new("--pause") { Description = "It is paused for so long instead (SIGSTOP), and wakes up when its work is elsewhere." };
    private static readonly Option<string> Classes = new("--classes") { Description = "With --kill edge: whose calls. Of browser, sip-own, sip-tcp, and, which need root, sip-shared, sip-nat, sip-shared-nat; parted by commas.", DefaultValueFactory = static _ => "browser,sip-own" };
    private static readonly Option<int> PerClass = new("--per-class") { Description = "With --kill edge: calls of each class.", DefaultValueFactory = static _ => 10 };
    private static readonly Option<int> Recorded = new("--recorded") { Description = "With --kill edge: how many calls of each class are recorded; the edge is started again at the end for what it has stored.", DefaultValueFactory = static _ => 0 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds, each with a cluster of its own and the next seed.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses which silo; with --kill edge, when each page and telephone comes back.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures, each call's too." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("call-survival", "Calls in several states, a silo that is killed, and whether each call goes on.") { Silos, Edges, States, PerState, WarmUp, Programs, Kill, Classes, PerClass, Recorded, Pause, Rounds, Seed, Json };
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

        var options = new CallSurvivalOptions
        {
            Silos = asked.GetValue(Silos),
            Edges = asked.GetValue(Edges),
            States = [.. Words(asked).Select(static word => Enum.Parse<LabState>(word, ignoreCase: true)).Distinct()],
            PerState = asked.GetValue(PerState),
            WarmUp = asked.GetValue(WarmUp),
            Programs = asked.GetValue(Programs)?.FullName,
            Seed = asked.GetValue(Seed),
            Pause = asked.GetValue(Pause),
            Json = asked.GetValue(Json),
        };
        try
        {
            if (asked.GetValue(Kill) == "edge")
            {
                return await LoseEdgeAsync(asked, ct);
            }

            var rounds = new List<CallSurvivalRound>();
            for (var round = 0; round < asked.GetValue(Rounds); round++)
            {
                rounds.Add(await new CallSurvivalRun(options, options.Seed + round, Console.Out).RunAsync(ct));
                var so = new CallSurvivalReport(options with { Seed = options.Seed + round }, [rounds[^1]]);
                await Console.Out.WriteLineAsync($"Round {round + 1} of {asked.GetValue(Rounds)}: {so.Verdict()}");
                foreach (var trouble in asked.GetValue(Rounds) > 1 ? so.Troubles : [])
                {
                    await Console.Out.WriteLineAsync(trouble);
                }
            }

            var report = new CallSurvivalReport(options, rounds);
            await report.WriteAsync(Console.Out);
            return report.Passed ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException or Hub.CallFailedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }

    private static async Task<int> LoseEdgeAsync(ParseResult asked, CancellationToken ct)
    {
        var options = new EdgeLossOptions
        {
            Silos = asked.GetValue(Silos),
            Edges = asked.GetValue(Edges),
            Classes = [.. Words(asked, Classes).Select(static word => Enum.GetValues<MovingKind>().First(kind => EdgeLossOptions.NameOf(kind) == word)).Distinct()],
            PerClass = asked.GetValue(PerClass),
            Recorded = asked.GetValue(Recorded),
            Pause = asked.GetValue(Pause),
            Seed = asked.GetValue(Seed),
            Json = asked.GetValue(Json),
        };
        if (!options.NeedsNetwork || LabNetwork.Here is not null)
        {
            return await new EdgeSurvivalRun(options, Console.Out).RunAsync(ct) ? 0 : 1;
        }

        if (LabNetwork.Refusal() is { } why)
        {
            await Console.Error.WriteLineAsync($"No network: {why}");
            return NoLab;
        }

        using var network = LabNetwork.Make(options.Edges);
        return await network.RunHereAsync(ct);
    }

    private static string[] Words(ParseResult asked) => Words(asked, States);

    private static string[] Words(ParseResult asked, Option<string> option) => asked.GetValue(option)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Refusal(ParseResult asked) =>
        asked.GetValue(Silos) is < 2 or > MaxSilos ? $"--silos is from 2 to {MaxSilos}."
        : asked.GetValue(Edges) is < 1 or > MaxEdges ? $"--edges is from 1 to {MaxEdges}."
        : asked.GetValue(PerState) is < 1 or > MaxPerState ? $"--per-state is from 1 to {MaxPerState}."
        : asked.GetValue(WarmUp) is < 0 or > MaxPerState ? $"--warm-up is from 0 to {MaxPerState}."
        : asked.GetValue(Programs) is { } programs && PlacesOf(programs).FirstOrDefault(static program => !File.Exists(program)) is { } missing ? $"--programs: there is no {missing}."
        : asked.GetValue(Rounds) is < 1 or > MaxRounds ? $"--rounds is from 1 to {MaxRounds}."
        : asked.GetValue(Kill) is not ("silo" or "edge") ? $"--kill {asked.GetValue(Kill)} does not exist in this version; silo and edge do."
        : asked.GetValue(Kill) == "edge" && asked.GetValue(Edges) < 2 ? "--kill edge needs another one: --edges 2."
        : asked.GetValue(Pause) is { } pause && (pause < TimeSpan.FromSeconds(10) || pause > TimeSpan.FromMinutes(2)) ? "--pause is from 10 s to 2 minutes: shorter than a lease nothing happens."
        : asked.GetValue(PerClass) is < 1 or > MaxPerState ? $"--per-class is from 1 to {MaxPerState}."
        : asked.GetValue(Recorded) is < 0 or > MaxPerState ? $"--recorded is from 0 to {MaxPerState}."
        : Words(asked, Classes) is { Length: 0 } ? "--classes names none."
        : Words(asked, Classes).FirstOrDefault(static word => !KindNames.Contains(word, StringComparer.Ordinal)) is { } stranger ? $"--classes {stranger} does not exist in this version; {string.Join(", ", KindNames)} do."
        : Words(asked) is { Length: 0 } ? "--states names none."
        : Words(asked).FirstOrDefault(static word => !Names.Contains(word, StringComparer.OrdinalIgnoreCase)) is { } unknown ? $"--states {unknown} does not exist in this version; {string.Join(", ", Names)} do."
        : OperatingSystem.IsLinux() ? null
        : "The voice thread uses system calls of Linux.";

    private static string[] PlacesOf(DirectoryInfo programs) => [Path.Combine(programs.FullName, "silo", "RtcCluster.Silo.dll"), Path.Combine(programs.FullName, "edge", "RtcCluster.Edge.dll")];

    private static string[] KindNames => [.. Enum.GetValues<MovingKind>().Select(EdgeLossOptions.NameOf)];

    private static string[] Names => [.. Enum.GetNames<LabState>().Select(static name => name.ToLowerInvariant())];
}
