using System.Globalization;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.Acd;

/// <summary>The figures of a run, which bounds they break, and which goals they meet.</summary>
internal sealed record AcdReport
{
    /// <summary>Goal: half of the callers ring at an agent within this time (milliseconds).</summary>
    public const double OfferP50 = 5;

    /// <summary>Goal: nearly all do (milliseconds).</summary>
    public const double OfferP99 = 50;

    /// <summary>Goal: what agents do is nearly always on a supervisor's screen within this time (milliseconds).</summary>
    public const double ScreenP99 = 250;

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public required Surroundings Surroundings { get; init; }

    public required int Agents { get; init; }

    public required int Queues { get; init; }

    public required double Rate { get; init; }

    public required double Seconds { get; init; }

    public required int CallsEnded { get; init; }

    public required int CallsFailed { get; init; }

    public required double WarmUpSeconds { get; init; }

    public required int FailedInWarmUp { get; init; }

    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    public required Latency Offered { get; init; }

    public required Latency Decided { get; init; }

    public required Latency Screen { get; init; }

    public required Latency OwnScreen { get; init; }

    public required double? ServerProcessorSeconds { get; init; }

    public required double GeneratorProcessorSeconds { get; init; }

    public required MemoryReport? ServerMemory { get; init; }

    public required double GeneratorMegabytes { get; init; }

    /// <summary>The bounds that do not hold; none when all do.</summary>
    public required IReadOnlyList<string> Broken { get; init; }

    /// <summary>The goals that are missed.</summary>
    public required IReadOnlyList<string> Missed { get; init; }

    public static AcdReport Of(AcdOptions options, TimeSpan took, AcdFigures figures, double? server, double generator, Trend memory)
    {
        var report = new AcdReport
        {
            Surroundings = Surroundings.Now,
            Agents = options.Agents,
            Queues = options.Queues,
            Rate = options.Rate,
            Seconds = took.TotalSeconds,
            CallsEnded = figures.Ended,
            CallsFailed = figures.Failed,
            WarmUpSeconds = options.WarmUp.TotalSeconds,
            FailedInWarmUp = figures.FailedInWarmUp,
            Failures = figures.Failures,
            Offered = figures.Offered,
            Decided = figures.Decided,
            Screen = figures.Screen,
            OwnScreen = figures.OwnScreen,
            ServerProcessorSeconds = server,
            GeneratorProcessorSeconds = generator,
            ServerMemory = server is null ? null : MemoryReport.Of(memory, took),
            GeneratorMegabytes = Servers.ProcessUse.Of(Environment.ProcessId)?.ResidentMegabytes ?? 0,
            Broken = [],
            Missed = [],
        };
        return report with { Broken = [.. report.Breaches()], Missed = [.. report.Misses()] };
    }

    /// <summary>Prints it, and writes all of it to the file.</summary>
    public async Task WriteAsync(TextWriter console, FileInfo? file)
    {
        foreach (var line in Lines())
        {
            await console.WriteLineAsync(line);
        }

        if (file is not null)
        {
            await File.WriteAllTextAsync(file.FullName, JsonSerializer.Serialize(this, Readable));
        }
    }

    private IEnumerable<string> Breaches()
    {
        if (CallsFailed > 0)
        {
            yield return $"{CallsFailed} calls failed";
        }

        if (CallsEnded == 0)
        {
            yield return "no call was taken";
        }
    }

    private IEnumerable<string> Misses()
    {
        var culture = CultureInfo.InvariantCulture;
        if (Offered.P50 > OfferP50)
        {
            yield return string.Create(culture, $"offer p50 {Offered.P50:0.##} ms instead of {OfferP50}");
        }

        if (Offered.P99 > OfferP99)
        {
            yield return string.Create(culture, $"offer p99 {Offered.P99:0.##} ms instead of {OfferP99}");
        }

        if (Screen.P99 > ScreenP99)
        {
            yield return string.Create(culture, $"screen p99 {Screen.P99:0.##} ms instead of {ScreenP99}");
        }
    }

    private IEnumerable<string> Lines()
    {
        var culture = CultureInfo.InvariantCulture;
        yield return string.Create(culture, $"{Agents} agents, {Queues} queues, {Rate:0.#} calls a second, {Seconds:0} s after {WarmUpSeconds:0} s to warm up ({FailedInWarmUp} failed in these), {Surroundings}");
        yield return string.Create(culture, $"calls       {CallsEnded} ended, {CallsFailed} failed{string.Concat(Failures.Select(failure => $"; {failure.Value} x {failure.Key}"))}");
        yield return string.Create(culture, $"offer       dial to the agent's browser {Offered}");
        yield return string.Create(culture, $"decision    the queue's choice to the agent's browser {Decided}; of {Decided.Count} calls");
        yield return string.Create(culture, $"screen      what an agent does to a supervisor's {Screen}; to the agent's own {OwnScreen}");
        yield return ServerProcessorSeconds is { } server
            ? string.Create(culture, $"server      {server:0.0} CPU s ({server / Seconds:0.00} cores, {server * 1e3 / Math.Max(1, CallsEnded):0.00} ms for each call); {ServerMemory}")
            : "server      not measured: --process names it";
        yield return string.Create(culture, $"generator   {GeneratorProcessorSeconds:0.0} CPU s ({GeneratorProcessorSeconds / Seconds:0.00} cores), RSS {GeneratorMegabytes:0} MB");
        yield return Missed.Count == 0 ? "GOALS       met: offer and screen" : $"GOALS       missed: {string.Join("; ", Missed)}";
        yield return Broken.Count == 0 ? "PASS        no call failed" : $"FAIL        {string.Join("; ", Broken)}";
    }
}
