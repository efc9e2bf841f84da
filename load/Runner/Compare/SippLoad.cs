using System.Globalization;
using System.Net;
using HdrHistogram;
using RtcCluster.Load.Runner.Figures;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>SIPp with the scenarios of <c>load/sipp</c>: where this program's own telephones would cost as much as the server.</summary>
/// <param name="processor">Where it runs.</param>
/// <param name="folder">Where it writes.</param>
internal sealed class SippLoad(int processor, string folder)
{
    private const string Program = "sipp";
    private const int CallsPerSecondAtOnce = 3; // seconds of calls that may be under way
    private const int LeastAtOnce = 3_000;
    private const double KeptTime = 1.05;
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private int _runs;

    /// <summary>Whether it is installed.</summary>
    public static bool IsThere => PinnedProcess.Find(Program) is not null;

    /// <summary>Begins to take calls.</summary>
    public async Task<PinnedProcess> AnswerAsync(IPEndPoint at)
    {
        var process = await PinnedProcess.StartAsync(
            processor, [Program, "-sf", Scenario("answer"), "-i", $"{at.Address}", "-p", $"{at.Port}", "-mp", "31000", .. Common], folder);
        await Task.Delay(Patience / 20);
        return process.ExitCode is { } code ? throw new InvalidOperationException($"SIPp ended with code {code}: {process.LastWords}") : process;
    }

    /// <summary>Makes calls, or registrations.</summary>
    /// <param name="scenario">Which scenario of <c>load/sipp</c>.</param>
    /// <param name="target">Where to.</param>
    /// <param name="rate">So many each second.</param>
    /// <param name="length">For so long.</param>
    /// <param name="server">The server's process, whose processor time counts.</param>
    /// <param name="answering">The process that takes the calls; null when there is none.</param>
    /// <param name="accounts">File of accounts for registrations.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<SippFigures> RunAsync(
        string scenario, IPEndPoint target, double rate, TimeSpan length, int server, PinnedProcess? answering, string? accounts, CancellationToken ct)
    {
        var total = (int)(rate * length.TotalSeconds);
        var run = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"run-{_runs++}"))).FullName;
        var statistics = Path.Combine(run, "statistics.csv");
        var culture = CultureInfo.InvariantCulture;
        string[] command =
        [
            Program, target.ToString(), "-sf", Scenario(scenario), "-i", "127.0.0.1", "-s", "1000", "-mp", "32000",
            "-r", rate.ToString(culture), "-m", total.ToString(culture), "-l", Math.Max(LeastAtOnce, rate * CallsPerSecondAtOnce).ToString("0", culture),
            "-trace_stat", "-stf", statistics, "-fd", "1", "-trace_rtt", "-rtt_freq", "20",
            "-timeout", (length + Patience).TotalSeconds.ToString("0", culture), "-recv_timeout", "10000", .. accounts is null ? Array.Empty<string>() : ["-inf", accounts], .. Common,
        ];
        var spent = new Spent(server, answering is null ? [] : [answering.Id]);
        var used = 0.0;
        await using var process = await PinnedProcess.StartAsync(processor, command, run);
        while (process.ExitCode is null)
        {
            used = Math.Max(used, ProcessUse.Of(process.Id)?.ProcessorSeconds ?? 0);
            await Task.Delay(Look, ct);
        }

        var use = spent.Until(used);
        return Read(File.Exists(statistics) ? await File.ReadAllLinesAsync(statistics, ct) : [], total, rate, length, use, TimesOf(run))
            ?? throw new InvalidOperationException($"SIPp says nothing; it ended with code {process.ExitCode}: {process.LastWords}");
    }

    /// <summary>What its file of statistics says; null when it says nothing.</summary>
    public static SippFigures? Read(IReadOnlyList<string> statistics, int total, double rate, TimeSpan length, Use use, IReadOnlyDictionary<string, Latency> times)
    {
        if (statistics.Count < 2)
        {
            return null;
        }

        var names = statistics[0].Split(';');
        var rows = statistics.Skip(1).Select(line => line.Split(';')).Where(row => row.Length >= names.Length - 1).ToList();
        int Column(string name) => Array.IndexOf(names, name);
        double Of(string[] row, string name) => double.TryParse(row[Column(name)], CultureInfo.InvariantCulture, out var value) ? value : 0;
        var last = rows[^1];
        var begun = rows.Find(row => Of(row, "TotalCallCreated") >= total);
        var took = begun is null ? TimeSpan.MaxValue : Elapsed(begun[Column("ElapsedTime(C)")]);
        return new SippFigures(
            total,
            rate,
            (int)Of(last, "SuccessfulCall(C)"),
            (int)Of(last, "Retransmissions(C)"),
            took <= (length * KeptTime) + Slack,
            use,
            times);
    }

    // Hours, minutes, seconds and microseconds: 00:00:08:012000.
    private static TimeSpan Elapsed(string text)
    {
        var parts = text.Split(':');
        return parts.Length < 3
            ? TimeSpan.MaxValue
            : new TimeSpan(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2].Split('.')[0], CultureInfo.InvariantCulture));
    }

    // A line is the moment, the time and its name.
    private static Dictionary<string, Latency> TimesOf(string folder)
    {
        var histograms = new Dictionary<string, LongHistogram>(StringComparer.Ordinal);
        foreach (var fields in Directory.EnumerateFiles(folder, "*_rtt.csv").SelectMany(File.ReadLines).Select(static line => line.Split(';')))
        {
            if (fields.Length >= 3 && double.TryParse(fields[1], CultureInfo.InvariantCulture, out var milliseconds))
            {
                if (!histograms.TryGetValue(fields[2], out var histogram))
                {
                    histograms[fields[2]] = histogram = Latency.Histogram();
                }

                histogram.RecordValue(Latency.Microseconds(TimeSpan.FromMilliseconds(milliseconds).Ticks));
            }
        }

        return histograms.ToDictionary(static pair => pair.Key, static pair => Latency.Of(pair.Value), StringComparer.Ordinal);
    }

    private static string[] Common => ["-t", "u1", "-nostdin", "-nd", "-buff_size", "4000000", "-max_socket", "2000"];

    private static string Scenario(string name) => Path.Combine(SourceTree.Root, "load", "sipp", $"{name}.xml");
}
