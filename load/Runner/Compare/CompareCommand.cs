using System.CommandLine;

namespace RtcCluster.Load.Runner.Compare;

/// <summary><c>compare</c>: the same work for our Standalone and for the distribution's servers.</summary>
internal static class CompareCommand
{
    private const int Misused = 64;
    private const int NoLoad = 70;

    private static readonly Option<string> Only = new("--only") { Description = $"Pairs, parted by commas: {string.Join(", ", CompareRun.Pairs.Keys)}.", DefaultValueFactory = static _ => string.Join(',', CompareRun.Pairs.Keys) };
    private static readonly Option<int> ServerProcessor = new("--server-processor") { Description = "Where servers run.", DefaultValueFactory = static _ => 0 };
    private static readonly Option<int> LoadProcessor = new("--load-processor") { Description = "Where the load runs.", DefaultValueFactory = static _ => 1 };
    private static readonly Option<double> Seconds = new("--seconds") { Description = "How long one measurement takes.", DefaultValueFactory = static _ => 8 };
    private static readonly Option<double> WarmUp = new("--warm-up") { Description = "Seconds before anything counts of a server of ours.", DefaultValueFactory = static _ => 30 };
    private static readonly Option<double> CallRate = new("--calls") { Description = "Calls a second at which their cost is compared.", DefaultValueFactory = static _ => 300 };
    private static readonly Option<double> RegisterRate = new("--registrations") { Description = "Registrations a second at which their cost is compared.", DefaultValueFactory = static _ => 500 };
    private static readonly Option<double> PacketRate = new("--packets") { Description = "Packets a second at which their cost is compared.", DefaultValueFactory = static _ => 100_000 };
    private static readonly Option<int> Flows = new("--flows") { Description = "Calls whose packets are relayed.", DefaultValueFactory = static _ => 500 };
    private static readonly Option<int> Agents = new("--agents") { Description = "Agents at the hub.", DefaultValueFactory = static _ => 5_000 };
    private static readonly Option<int> MemoryCalls = new("--memory-calls") { Description = "Calls after which memory is looked at the second time; the first is after a hundredth, but after no fewer than 10,000 or half of them.", DefaultValueFactory = static _ => 100_000 };
    private static readonly Option<bool> NoMaxima = new("--no-maxima") { Description = "Do not look for the highest clean rates: on a busy machine they say nothing." };
    private static readonly Option<double> Quiet = new("--quiet") { Description = "Processors that others may use before the machine counts as busy.", DefaultValueFactory = static _ => 0.1 };
    private static readonly Option<bool> FailWhenBusy = new("--fail-when-busy") { Description = "End with 1 when it was." };
    private static readonly Option<DirectoryInfo?> Out = new("--out") { Description = "Folder for report.html, report.md and report.json." };

    /// <summary>The command.</summary>
    public static Command Make()
    {
        var command = new Command("compare", "The same work for our Standalone and for Kamailio and rtpengine, pair by pair.")
        {
            Only, ServerProcessor, LoadProcessor, Seconds, WarmUp, CallRate, RegisterRate, PacketRate, Flows, Agents, MemoryCalls, NoMaxima, Quiet, FailWhenBusy, Out,
        };
        command.SetAction(static (asked, ct) => RunAsync(Read(asked), ct));
        return command;
    }

    /// <summary>Why options are refused; null when they are not.</summary>
    internal static string? Refusal(CompareOptions options) =>
        options.Only.Count == 0 || options.Only.Any(static pair => !CompareRun.Pairs.ContainsKey(pair)) ? $"--only is of {string.Join(", ", CompareRun.Pairs.Keys)}."
        : options.ServerProcessor is < 0 or > 1_023 || options.LoadProcessor is < 0 or > 1_023 || options.ServerProcessor == options.LoadProcessor ? "--server-processor and --load-processor are two processors."
        : options.Length <= TimeSpan.Zero || options.Length > TimeSpan.FromMinutes(10) ? "--seconds is more than 0 and at most 600."
        : options.WarmUp < TimeSpan.FromSeconds(1) || options.WarmUp > TimeSpan.FromMinutes(10) ? "--warm-up is 1 to 600."
        : options.CallRate is < 1 or > 20_000 ? "--calls is 1 to 20000."
        : options.RegisterRate is < 1 or > 20_000 ? "--registrations is 1 to 20000."
        : options.PacketRate is < 100 or > 1_000_000 ? "--packets is 100 to 1000000."
        : options.Flows is < 1 or > 2_000 ? "--flows is 1 to 2000."
        : options.Agents is < 1 or > 10_000 ? "--agents is 1 to 10000."
        : options.MemoryCalls is < 100 or > 10_000_000 ? "--memory-calls is 100 to 10000000."
        : options.Quiet < 0 ? "--quiet is 0 or more."
        : null;

    private static CompareOptions Read(ParseResult asked) => new()
    {
        Only = asked.GetValue(Only)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        ServerProcessor = asked.GetValue(ServerProcessor),
        LoadProcessor = asked.GetValue(LoadProcessor),
        Length = TimeSpan.FromSeconds(Math.Clamp(asked.GetValue(Seconds), -1, 10_000)),
        WarmUp = TimeSpan.FromSeconds(Math.Clamp(asked.GetValue(WarmUp), -1, 10_000)),
        CallRate = asked.GetValue(CallRate),
        RegisterRate = asked.GetValue(RegisterRate),
        PacketRate = asked.GetValue(PacketRate),
        Flows = asked.GetValue(Flows),
        Agents = asked.GetValue(Agents),
        MemoryCalls = asked.GetValue(MemoryCalls),
        Maxima = !asked.GetValue(NoMaxima),
        Quiet = asked.GetValue(Quiet),
        FailsWhenBusy = asked.GetValue(FailWhenBusy),
        Out = asked.GetValue(Out),
    };

    private static async Task<int> RunAsync(CompareOptions options, CancellationToken ct)
    {
        if (Refusal(options) is { } refusal)
        {
            await Console.Error.WriteLineAsync(refusal);
            return Misused;
        }

        if (!SippLoad.IsThere && options.Only.Any(static pair => pair is "sip" or "register" or "memory"))
        {
            await Console.Error.WriteLineAsync("The load could not be put on: SIPp is not installed (apt-get install sip-tester).");
            return NoLoad;
        }

        try
        {
            var report = await new CompareRun(options, Console.Out).RunAsync(ct);
            await report.WriteAsync(Console.Out, options.Out);
            return report.Flaws.Count > 0 || (report.IsBusy && options.FailsWhenBusy) ? 1 : 0;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException or TimeoutException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"The load could not be put on: {e.Message}");
            return NoLoad;
        }
    }
}
