using System.CommandLine;
using RtcCluster.Load.Runner.Servers;
using RtcCluster.Load.Runner.Voice;

namespace RtcCluster.Load.Runner.WebRtcCalls;

/// <summary><c>webrtc-calls</c>: browsers that call each other, over hub, ICE, DTLS and SRTP.</summary>
internal static class WebRtcCallsCommand
{
    private const int Misused = 64;
    private const int NoLoad = 70;
    private const int MaxLegs = 2_000;
    private const double MaxMinutes = 240;
    private const double MaxRate = 50;
    private const int MinTalkSeconds = 2;
    private const int MaxTalkSeconds = 3_600;

    private static readonly Option<int> Legs = new("--legs") { Description = "Browsers; two make a call.", DefaultValueFactory = static _ => 200 };
    private static readonly Option<double> Minutes = new("--minutes") { Description = "How long calls go on.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<int> Talk = new("--talk") { Description = "Seconds after which a call is hung up and dialled anew; 0 never.", DefaultValueFactory = static _ => 60 };
    private static readonly Option<double> Rate = new("--rate") { Description = "Calls begun each second until all are up.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<VoiceCodec> Codec = new("--codec") { Description = "Pcmu or Opus." };
    private static readonly Option<bool> Unrecorded = new("--unrecorded") { Description = "Calls are not recorded." };
    private static readonly Option<Uri?> Target = new("--target") { Description = "Web address of a server that runs; without it a Standalone is started.", CustomParser = Reach.ReadAddress };
    private static readonly Option<int?> Process = new("--process") { Description = "The target's process id, to measure its processor time and memory." };
    private static readonly Option<string> Administrator = new("--administrator") { Description = "Who makes the users of the run.", DefaultValueFactory = static _ => "admin@demo.test" };
    private static readonly Option<string> Password = new("--password") { Description = "The administrator's password.", DefaultValueFactory = static _ => "demo" };
    private static readonly Option<FileInfo?> Json = new("--json") { Description = "File for the figures." };
    private static readonly Option<bool> BeyondLoopback = new("--beyond-loopback") { Description = "The target is another machine, and yours." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("webrtc-calls", "Browsers that call each other, over hub, ICE, DTLS and SRTP.")
        {
            Legs, Minutes, Talk, Rate, Codec, Unrecorded, Target, Process, Administrator, Password, Json, BeyondLoopback,
        };
        command.SetAction(static (asked, ct) => RunAsync(Read(asked), ct));
        return command;
    }

    private static WebRtcCallsOptions Read(ParseResult asked) => new()
    {
        Legs = asked.GetValue(Legs),
        Length = TimeSpan.FromMinutes(Math.Clamp(asked.GetValue(Minutes), 0, MaxMinutes + 1)),
        Talk = TimeSpan.FromSeconds(asked.GetValue(Talk)),
        Rate = asked.GetValue(Rate),
        Codec = asked.GetValue(Codec),
        Recorded = !asked.GetValue(Unrecorded),
        Target = asked.GetValue(Target),
        ProcessId = asked.GetValue(Process),
        Administrator = asked.GetValue(Administrator)!,
        Password = asked.GetValue(Password)!,
        Json = asked.GetValue(Json),
        BeyondLoopback = asked.GetValue(BeyondLoopback),
    };

    private static async Task<int> RunAsync(WebRtcCallsOptions options, CancellationToken ct)
    {
        if (Refusal(options) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return Misused;
        }

        try
        {
            var report = await new WebRtcCallsRun(options, Console.Out).RunAsync(ct);
            await report.WriteAsync(Console.Out, options.Json);
            return report.Broken.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The load could not be put on: {e.Message}");
            return NoLoad;
        }
    }

    private static string? Refusal(WebRtcCallsOptions options) =>
        options.Legs is < 2 or > MaxLegs || options.Legs % 2 != 0 ? $"--legs is an even number from 2 to {MaxLegs}."
        : options.Length <= TimeSpan.Zero || options.Length.TotalMinutes > MaxMinutes ? $"--minutes is more than 0 and at most {MaxMinutes}."
        : options.Talk != TimeSpan.Zero && options.Talk.TotalSeconds is < MinTalkSeconds or > MaxTalkSeconds ? $"--talk is 0, or {MinTalkSeconds} to {MaxTalkSeconds} seconds."
        : options.Rate is <= 0 or > MaxRate ? $"--rate is more than 0 and at most {MaxRate}."
        : options.Target is { } target ? target.Scheme is "http" or "https" ? Reach.Refusal(target.Host, options.BeyondLoopback) : "--target is an http or https address."
        : OperatingSystem.IsLinux() ? null
        : "The voice thread uses system calls of Linux.";
}
