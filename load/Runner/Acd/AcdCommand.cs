using System.CommandLine;
using Microsoft.AspNetCore.SignalR;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Acd;

/// <summary><c>acd</c>: callers in queues, agents and a supervisor at the hub; signalling only.</summary>
internal static class AcdCommand
{
    private const int Misused = 64;
    private const int NoLoad = 70;
    private const int MaxAgents = 5_000;
    private const int MaxQueues = 500;
    private const double MaxRate = 1_000;
    private const double MaxSeconds = 3_600;

    private static readonly Option<int> Agents = new("--agents") { Description = "Agents, each with a connection.", DefaultValueFactory = static _ => 1_000 };
    private static readonly Option<int> Queues = new("--queues") { Description = "Queues; an agent serves one.", DefaultValueFactory = static _ => 50 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Calls each second.", DefaultValueFactory = static _ => 200 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "How long calls come.", DefaultValueFactory = static _ => 60 };
    private static readonly Option<double> WarmUp = new("--warm-up") { Description = "Seconds of calls before any is counted.", DefaultValueFactory = static _ => 10 };
    private static readonly Option<double> Talk = new("--talk") { Description = "Seconds that caller and agent talk.", DefaultValueFactory = static _ => 2 };
    private static readonly Option<double> WrapUp = new("--wrap-up") { Description = "Seconds that an agent needs after it.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<Uri[]> Target = new("--target") { Description = "Web addresses of a server that runs, one of each edge; without it a Standalone is started.", CustomParser = Reach.ReadAddresses, AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int[]> Process = new("--process") { Description = "The target's process ids, to measure their processor time and memory.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<int?> Processor = new("--processor") { Description = "The processor that the started Standalone is bound to (taskset)." };
    private static readonly Option<string> Administrator = new("--administrator") { Description = "Who makes users and queues.", DefaultValueFactory = static _ => "admin@demo.test" };
    private static readonly Option<string> Password = new("--password") { Description = "The administrator's password.", DefaultValueFactory = static _ => "demo" };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures." };
    private static readonly Option<bool> BeyondLoopback = new("--beyond-loopback") { Description = "The target is another machine, and yours." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("acd", "Callers in queues, agents and a supervisor at the hub; signalling only.")
        {
            Agents, Queues, Rate, Seconds, WarmUp, Talk, WrapUp, Target, Process, Processor, Administrator, Password, Json, BeyondLoopback,
        };
        command.SetAction(static (asked, ct) => RunAsync(Read(asked), ct));
        return command;
    }

    private static AcdOptions Read(ParseResult asked) => new()
    {
        Agents = asked.GetValue(Agents),
        Queues = asked.GetValue(Queues),
        Rate = asked.GetValue(Rate),
        Length = Span(asked.GetValue(Seconds)),
        WarmUp = Span(asked.GetValue(WarmUp)),
        Talk = Span(asked.GetValue(Talk)),
        WrapUp = Span(asked.GetValue(WrapUp)),
        Targets = asked.GetValue(Target) ?? [],
        Processes = asked.GetValue(Process) ?? [],
        Processor = asked.GetValue(Processor),
        Administrator = asked.GetValue(Administrator)!,
        Password = asked.GetValue(Password)!,
        Json = asked.GetValue(Json),
        BeyondLoopback = asked.GetValue(BeyondLoopback),
    };

    private static TimeSpan Span(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -1, MaxSeconds + 1));

    private static async Task<int> RunAsync(AcdOptions options, CancellationToken ct)
    {
        if (Refusal(options) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return Misused;
        }

        try
        {
            var report = await new AcdRun(options, Console.Out).RunAsync(ct);
            await report.WriteAsync(Console.Out, options.Json);
            return report.Broken.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or HubException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The load could not be put on: {e.Message}");
            return NoLoad;
        }
    }

    private static string? Refusal(AcdOptions options) =>
        options.Agents is < 1 or > MaxAgents ? $"--agents is 1 to {MaxAgents}."
        : options.Queues < 1 || options.Queues > Math.Min(options.Agents, MaxQueues) ? $"--queues is 1 to {MaxQueues}, and no more than there are agents."
        : options.Rate is <= 0 or > MaxRate ? $"--rate is more than 0 and at most {MaxRate}."
        : options.Length <= TimeSpan.Zero || options.Length.TotalSeconds > MaxSeconds ? $"--seconds is more than 0 and at most {MaxSeconds}."
        : options.WarmUp < TimeSpan.Zero || options.Talk < TimeSpan.Zero || options.WrapUp < TimeSpan.Zero ? "--warm-up, --talk and --wrap-up are 0 or more."
        : options.Targets.Any(static target => target.Scheme is not ("http" or "https")) ? "--target is an http or https address."
        : options.Targets.Select(target => Reach.Refusal(target.Host, options.BeyondLoopback)).FirstOrDefault(static refusal => refusal is not null);
}
