using System.CommandLine;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Load.Runner.Lab.Failover;

/// <summary><c>lab queue-failover</c>: one queue for the whole cluster, and the processes that hold it and its agents are killed.</summary>
internal static class FailoverCommand
{
    private const int Misused = 64;
    private const int NoLab = 70;

    private static readonly Dictionary<string, Victim> Victims = new(StringComparer.Ordinal) { ["queue-owner"] = Victim.QueueOwner, ["agent-owner"] = Victim.AgentOwner };

    private static readonly Option<int> Silos = new("--silos") { Description = "Silos: more than are killed.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Edges = new("--edges") { Description = "Edges.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<int> Agents = new("--agents") { Description = "Agents of the queue.", DefaultValueFactory = static _ => 40 };
    private static readonly Option<int> Callers = new("--callers") { Description = "Callers in each round.", DefaultValueFactory = static _ => 200 };
    private static readonly Option<string> Kill = new("--kill") { Description = "Of queue-owner, agent-owner, parted by commas: killed one after the other, 5 s apart.", DefaultValueFactory = static _ => "queue-owner,agent-owner" };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Rounds, each with a cluster of its own and the next seed.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses the moments and the agent.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for all figures." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("queue-failover", "A queue whose own process and those of its agents die: nobody is lost, overtaken or offered twice.") { Silos, Edges, Agents, Callers, Kill, Rounds, Seed, Json };
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

        var options = new FailoverOptions
        {
            Silos = asked.GetValue(Silos),
            Edges = asked.GetValue(Edges),
            Agents = asked.GetValue(Agents),
            Callers = asked.GetValue(Callers),
            Kill = [.. Words(asked).Select(static word => Victims[word])],
            Rounds = asked.GetValue(Rounds),
            Seed = asked.GetValue(Seed),
            Json = asked.GetValue(Json),
        };
        try
        {
            var rounds = new List<FailoverRound>();
            for (var i = 0; i < options.Rounds; i++)
            {
                rounds.Add(await new FailoverRun(options, options.Seed + i, Console.Out).RunAsync(ct));
                await FailoverReport.WriteAsync(rounds[^1], Console.Out);
            }

            var report = new FailoverReport(options, rounds);
            await report.WriteAsync(Console.Out);
            return report.Passed ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException or CallFailedException)
        {
            await Console.Error.WriteLineAsync($"The lab could not be set up: {e.Message}");
            return NoLab;
        }
    }

    private static string[] Words(ParseResult asked) => asked.GetValue(Kill)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Refusal(ParseResult asked) =>
        Words(asked).FirstOrDefault(static word => !Victims.ContainsKey(word)) is { } unknown ? $"--kill {unknown} does not exist; {string.Join(", ", Victims.Keys)} do."
        : Words(asked) is { Length: 0 } ? "--kill names nobody."
        : asked.GetValue(Silos) <= Words(asked).Length || asked.GetValue(Silos) > 9 ? $"--silos is from {Words(asked).Length + 1} to 9: one must live on."
        : asked.GetValue(Edges) is < 1 or > 5 ? "--edges is from 1 to 5."
        : asked.GetValue(Agents) is < 1 or > 500 ? "--agents is from 1 to 500."
        : asked.GetValue(Callers) is < 10 or > 5_000 ? "--callers is from 10 to 5,000."
        : asked.GetValue(Rounds) is < 1 or > 100 ? "--rounds is from 1 to 100."
        : null;
}
