using System.CommandLine;

namespace RtcCluster.Load.Runner.MixedDay;

/// <summary><c>mixed-day</c>: registrations, calls from outside to queues, agents at the hub, calls inside, voices.</summary>
internal static class MixedDayCommand
{
    private const int Misused = 64;
    private const int NoLoad = 70;

    private static readonly Option<double> Limit = new("--limit") { Description = "Calls a second that the server can take.", DefaultValueFactory = static _ => 20 };
    private static readonly Option<double> Share = new("--share") { Description = "Share of it that is put on.", DefaultValueFactory = static _ => 0.7 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "How long calls come.", DefaultValueFactory = static _ => 600 };
    private static readonly Option<double> WarmUp = new("--warm-up") { Description = "Seconds of calls before any is counted.", DefaultValueFactory = static _ => 30 };
    private static readonly Option<int> Agents = new("--agents") { Description = "Agents at the hub.", DefaultValueFactory = static _ => 200 };
    private static readonly Option<int> Queues = new("--queues") { Description = "Queues; an agent serves one.", DefaultValueFactory = static _ => 10 };
    private static readonly Option<int> Telephones = new("--telephones") { Description = "Telephones; two of them are taken by each voice.", DefaultValueFactory = static _ => 60 };
    private static readonly Option<double> Inside = new("--inside") { Description = "Share of the calls that are inside.", DefaultValueFactory = static _ => 0.3 };
    private static readonly Option<int> Voices = new("--voices") { Description = "Calls whose sound is listened to.", DefaultValueFactory = static _ => 5 };
    private static readonly Option<double> Talk = new("--talk") { Description = "Seconds that people talk.", DefaultValueFactory = static _ => 4 };
    private static readonly Option<double> WrapUp = new("--wrap-up") { Description = "Seconds that an agent needs after it.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Chooses when calls come.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<int?> Processor = new("--processor") { Description = "The processor that the server is bound to (taskset)." };
    private static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "Folder for report.html, report.md, report.csv and report.json." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("mixed-day", "A contact centre's day: registrations, queues, agents, calls inside, voices; ledger held against the call log.")
        {
            Limit, Share, Seconds, WarmUp, Agents, Queues, Telephones, Inside, Voices, Talk, WrapUp, Seed, Processor, Out,
        };
        command.SetAction(static (asked, ct) => RunAsync(Read(asked), ct));
        return command;
    }

    /// <summary>Why options are refused; null when they are not.</summary>
    internal static string? Refusal(MixedDayOptions options) =>
        options.Limit is <= 0 or > 10_000 ? "--limit is more than 0 and at most 10000."
        : options.Share is <= 0 or > 2 ? "--share is more than 0 and at most 2."
        : options.Length <= TimeSpan.Zero || options.Length > TimeSpan.FromDays(2) ? "--seconds is more than 0 and at most 172800."
        : options.WarmUp < TimeSpan.Zero || options.Talk < TimeSpan.Zero || options.WrapUp < TimeSpan.Zero ? "--warm-up, --talk and --wrap-up are 0 or more."
        : options.Agents is < 1 or > 5_000 ? "--agents is 1 to 5000."
        : options.Queues < 1 || options.Queues > Math.Min(options.Agents, 500) ? "--queues is 1 to 500, and no more than there are agents."
        : options.Inside is < 0 or > 1 ? "--inside is 0 to 1."
        : options.Voices is < 0 or > 200 ? "--voices is 0 to 200."
        : options.Telephones < (2 * options.Voices) + 2 || options.Telephones > 2_000 ? "--telephones is two for each voice and two more, at most 2000."
        : null;

    private static MixedDayOptions Read(ParseResult asked) => new()
    {
        Limit = asked.GetValue(Limit),
        Share = asked.GetValue(Share),
        Length = Span(asked.GetValue(Seconds)),
        WarmUp = Span(asked.GetValue(WarmUp)),
        Agents = asked.GetValue(Agents),
        Queues = asked.GetValue(Queues),
        Telephones = asked.GetValue(Telephones),
        Inside = asked.GetValue(Inside),
        Voices = asked.GetValue(Voices),
        Talk = Span(asked.GetValue(Talk)),
        WrapUp = Span(asked.GetValue(WrapUp)),
        Seed = asked.GetValue(Seed),
        Processor = asked.GetValue(Processor),
        Out = asked.GetValue(Out),
    };

    private static TimeSpan Span(double seconds) => TimeSpan.FromSeconds(Math.Clamp(seconds, -1, 1_000_000));

    private static async Task<int> RunAsync(MixedDayOptions options, CancellationToken ct)
    {
        if (Refusal(options) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return Misused;
        }

        try
        {
            var report = await new MixedDayRun(options, Console.Out).RunAsync(ct);
            await report.WriteAsync(Console.Out, options.Out);
            return report.Broken.Count == 0 ? 0 : 1;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The load could not be put on: {e.Message}");
            return NoLoad;
        }
    }
}
