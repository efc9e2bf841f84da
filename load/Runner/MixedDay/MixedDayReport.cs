using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using RtcCluster.Load.Runner.Figures;

namespace RtcCluster.Load.Runner.MixedDay;

/// <summary>What a day came to.</summary>
internal sealed record MixedDayReport
{
    private const int ShownDifferences = 10;
    private const double LateShare = 0.01;
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Where it was taken.</summary>
    public required Surroundings Surroundings { get; init; }

    /// <summary>What was wanted.</summary>
    public required MixedDayOptions Options { get; init; }

    /// <summary>Calls a second that were put on.</summary>
    public double Rate => Options.Rate;

    /// <summary>Seconds that counted.</summary>
    public required double Took { get; init; }

    /// <summary>Calls that counted.</summary>
    public required int Calls { get; init; }

    /// <summary>Those of them that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Those of the warm-up that failed.</summary>
    public required int FailedInWarmUp { get; init; }

    /// <summary>Why, and how many each.</summary>
    public required IReadOnlyDictionary<string, int> Failures { get; init; }

    /// <summary>How many of each kind.</summary>
    public required IReadOnlyDictionary<string, int> Kinds { get; init; }

    /// <summary>How long callers waited until somebody had the call, by kind.</summary>
    public required IReadOnlyDictionary<string, Latency> SetUps { get; init; }

    /// <summary>Registrations renewed.</summary>
    public required int Registrations { get; init; }

    /// <summary>Registrations refused.</summary>
    public required int RefusedRegistrations { get; init; }

    /// <summary>Calls that the generator began late.</summary>
    public required int Late { get; init; }

    /// <summary>Packets of the voices that were listened to.</summary>
    public required long VoicePackets { get; init; }

    /// <summary>Those of them that were lost.</summary>
    public required long VoiceLost { get; init; }

    /// <summary>Processor seconds of the server.</summary>
    public required double ServerSeconds { get; init; }

    /// <summary>Processor seconds of the generator.</summary>
    public required double GeneratorSeconds { get; init; }

    /// <summary>Where the server's call log says something else than the generator's ledger.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>Entries of the call log, the warm-up's too.</summary>
    public required int Entries { get; init; }

    /// <summary>Second by second.</summary>
    public required IReadOnlyList<DaySecond> Seconds { get; init; }

    /// <summary>What does not hold; nothing when the day was a good one.</summary>
    public IReadOnlyList<string> Broken =>
    [
        .. Calls == 0 ? ["there were no calls"] : Array.Empty<string>(),
        .. Failed > 0 ? [$"{Failed} calls failed"] : Array.Empty<string>(),
        .. Differences.Count > 0 ? [$"{Differences.Count} differences between ledger and call log"] : Array.Empty<string>(),
        .. RefusedRegistrations > 0 ? [$"{RefusedRegistrations} registrations were refused"] : Array.Empty<string>(),
        .. Late > Math.Max(1, Calls * LateShare) ? [$"the generator began {Late} calls late"] : Array.Empty<string>(),
    ];

    /// <summary>Set-up times of some calls.</summary>
    public static Latency TimesOf(IEnumerable<DayCall> calls)
    {
        var histogram = Latency.Histogram();
        foreach (var time in calls.Select(static call => call.SetUp).OfType<TimeSpan>())
        {
            histogram.RecordValue(Latency.Microseconds(time.Ticks));
        }

        return Latency.Of(histogram);
    }

    /// <summary>Writes it to the console, and to a folder when there is one.</summary>
    public async Task WriteAsync(TextWriter console, DirectoryInfo? folder)
    {
        foreach (var line in Lines())
        {
            await console.WriteLineAsync(line);
        }

        if (folder is null)
        {
            return;
        }

        folder.Create();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.html"), Html());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.md"), string.Join('\n', Lines().Select(static line => $"- {line}")) + "\n");
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "report.csv"), Csv());
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "report.json"), JsonSerializer.Serialize(this, Readable));
    }

    private IEnumerable<string> Lines()
    {
        var culture = CultureInfo.InvariantCulture;
        yield return string.Create(culture, $"{Options.Agents} agents, {Options.Queues} queues, {Options.Telephones} telephones, {Options.Voices} voices; {Rate:0.##} calls a second ({Options.Share:P0} of {Options.Limit:0.##}) for {Took:0} s; {Surroundings}");
        yield return string.Create(culture, $"calls       {Calls} ({string.Join(", ", Kinds.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Value} {pair.Key}"))}), {Failed} failed{string.Concat(Failures.Select(static failure => $"; {failure.Value} x {failure.Key}"))}; {FailedInWarmUp} failed in the warm-up");
        foreach (var (kind, times) in SetUps.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            yield return $"set-up      {kind}: from when it was due until somebody had it {times}";
        }

        yield return string.Create(culture, $"telephones  {Registrations} registrations renewed, {RefusedRegistrations} refused");
        yield return string.Create(culture, $"voices      {VoicePackets} packets, {VoiceLost} lost; MOS {(Seconds.Count == 0 ? 0 : Seconds.Min(static second => second.Mos)):0.00} at worst");
        yield return string.Create(culture, $"server      {ServerSeconds:0.0} CPU s ({ServerSeconds / Took:0.00} cores, {ServerSeconds * 1e3 / Math.Max(1, Calls):0.0} ms for each call); memory {(Seconds.Count == 0 ? 0 : Seconds[^1].Memory):0} MB");
        yield return string.Create(culture, $"generator   {GeneratorSeconds:0.0} CPU s ({GeneratorSeconds / Took:0.00} cores), {Late} calls begun late");
        yield return $"ledger      {Entries} entries in the call log; {(Differences.Count == 0 ? "it tells what the generator tells" : string.Join("; ", Differences.Take(ShownDifferences)))}";
        yield return Broken.Count == 0 ? "PASS        no call failed, and ledger and call log are equal" : $"FAIL        {string.Join("; ", Broken)}";
    }

    private string Html()
    {
        var text = new StringBuilder("""
            <!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>A mixed day of a contact centre</title>
            <style>body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:96rem}svg{margin:.4rem 1rem .4rem 0}.title{font-weight:600;font-size:14px}.scale{text-anchor:end;font-size:11px}.time{font-size:11px;text-anchor:middle}
            .grid{stroke:#ddd}.line{fill:none;stroke:#1660a8;stroke-width:1.5}td,th{padding:.2rem .7rem;text-align:right}pre{white-space:pre-wrap}</style><h1>A mixed day of a contact centre</h1>
            """);
        text.Append("<pre>").Append(WebUtility.HtmlEncode(string.Join('\n', Lines()))).Append("</pre>");
        foreach (var (title, value, least, most) in Plots())
        {
            text.Append(SvgPlot.Draw(title, [.. Seconds.Select(second => (second.At, value(second)))], least, most)).AppendLine();
        }

        var codes = Seconds.SelectMany(static second => second.Errors.Keys).Distinct().Order().ToList();
        foreach (var code in codes)
        {
            text.Append(SvgPlot.Draw(string.Create(CultureInfo.InvariantCulture, $"Calls that failed with {code}, all so far"), [.. Seconds.Select(second => (second.At, (double)second.Errors.GetValueOrDefault(code)))])).AppendLine();
        }

        return text.Append(codes.Count == 0 ? "<p>No call failed with any code.</p>" : "").AppendLine().ToString();
    }

    private static IEnumerable<(string Title, Func<DaySecond, double> Value, double Least, double Most)> Plots() =>
    [
        ("Calls begun, each second", static second => second.Begun, 0, 0),
        ("Calls under way", static second => second.Active, 0, 0),
        ("Set-up, p99 of each second, ms", static second => second.SetUp, 0, 0),
        ("MOS of the voices listened to", static second => second.Mos, 1, 4.5),
        ("Packets of voices lost, %", static second => second.Loss, 0, 0.1),
        ("Processors of the server", static second => second.Processors, 0, 0),
        ("Resident memory of the server, MB", static second => second.Memory, 0, 0),
        ("Stopped by the collector, ms of each second", static second => second.Pause, 0, 1),
    ];

    private IEnumerable<string> Csv() =>
    [
        "second,calls_begun,calls_active,setup_p99_ms,mos,loss_percent,processors,memory_mb,gc_pause_ms,failed",
        .. Seconds.Select(static second => string.Create(
            CultureInfo.InvariantCulture,
            $"{second.At:0.0},{second.Begun:0.00},{second.Active:0},{second.SetUp:0.0},{second.Mos:0.000},{second.Loss:0.000},{second.Processors:0.000},{second.Memory:0.0},{second.Pause:0.00},{second.Errors.Values.Sum()}")),
    ];
}
