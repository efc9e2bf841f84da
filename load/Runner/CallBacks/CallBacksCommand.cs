using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace RtcCluster.Load.Runner.CallBacks;

/// <summary><c>callback</c>: people who press 1 while they wait, a server that is killed, and who is called back.</summary>
internal static class CallBacksCommand
{
    private const int Misused = 64;
    private const int NoLoad = 70;
    private const int MaxCallers = 5_000;
    private const int MaxAgents = 50;
    private const int MaxKills = 100;
    private const int MaxRounds = 100;
    private const double MaxTalk = 60;

    private static readonly Option<int> Callers = new("--callers") { Description = "People who call.", DefaultValueFactory = static _ => 300 };
    private static readonly Option<double> Take = new("--take") { Description = "Share of them who press 1, such as 50%.", DefaultValueFactory = static _ => 0.5, CustomParser = ReadShare };
    private static readonly Option<int> Agents = new("--agents") { Description = "Agents.", DefaultValueFactory = static _ => 6 };
    private static readonly Option<double> Talk = new("--talk") { Description = "Seconds of a talk.", DefaultValueFactory = static _ => 1.5 };
    private static readonly Option<int> Kills = new("--kills") { Description = "How often the server is killed (kill -9) and started again.", DefaultValueFactory = static _ => 3 };
    private static readonly Option<int> Rounds = new("--rounds") { Description = "Runs, each with a server of its own and the next seed.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses who presses, how long everybody takes, and when the server dies.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("callback", "People who press 1 while they wait, a server that is killed and started again, and who is called back.") { Callers, Take, Agents, Talk, Kills, Rounds, Seed, Json };
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

        var runs = new List<CallBacksReport>();
        try
        {
            for (var round = 0; round < asked.GetValue(Rounds); round++)
            {
                var options = new CallBacksOptions
                {
                    Callers = asked.GetValue(Callers),
                    Take = asked.GetValue(Take),
                    Agents = asked.GetValue(Agents),
                    Talk = TimeSpan.FromSeconds(asked.GetValue(Talk)),
                    Kills = asked.GetValue(Kills),
                    Seed = asked.GetValue(Seed) + round,
                };
                runs.Add(await new CallBacksRun(options, Console.Out).RunAsync(ct));
                await runs[^1].WriteAsync(Console.Out);
            }

            if (asked.GetValue(Json) is { } file)
            {
                await CallBacksReport.SaveAsync(file, runs);
            }

            return runs.TrueForAll(static run => run.Passed) ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The load could not be put on: {e.Message}");
            return NoLoad;
        }
    }

    private static double ReadShare(ArgumentResult asked)
    {
        var text = asked.Tokens[0].Value;
        var share = text.EndsWith('%') ? text[..^1] : text;
        if (double.TryParse(share, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
        {
            return text.EndsWith('%') ? value / 100 : value;
        }

        asked.AddError($"{text} is no share, such as 50%.");
        return 0;
    }

    private static string? Refusal(ParseResult asked) =>
        asked.GetValue(Callers) is < 2 or > MaxCallers ? $"--callers is 2 to {MaxCallers}."
        : asked.GetValue(Take) is <= 0 or > 1 ? "--take is more than 0 % and at most 100 %."
        : asked.GetValue(Agents) is < 1 or > MaxAgents ? $"--agents is 1 to {MaxAgents}."
        : asked.GetValue(Talk) is < 0.5 or > MaxTalk ? $"--talk is 0.5 to {MaxTalk} seconds."
        : asked.GetValue(Kills) is < 0 or > MaxKills ? $"--kills is 0 to {MaxKills}."
        : asked.GetValue(Rounds) is < 1 or > MaxRounds ? $"--rounds is 1 to {MaxRounds}."
        : OperatingSystem.IsLinux() ? null
        : "The server is started and killed with means of Linux.";
}
