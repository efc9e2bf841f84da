using HdrHistogram;

namespace RtcCluster.Load.Runner.Figures;

/// <summary>Half, nearly all and the worst of many durations.</summary>
/// <param name="Count">How many.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="Max">Milliseconds.</param>
internal sealed record Latency(long Count, double P50, double P99, double Max)
{
    private const long Longest = 60_000_000; // a minute in µs
    private const int Digits = 2;
    private const double MicrosecondsPerMillisecond = 1_000;

    /// <summary>A histogram of microseconds with two digits.</summary>
    public static LongHistogram Histogram() => new(1, Longest, Digits);

    /// <summary>What a histogram takes for a duration in ticks.</summary>
    public static long Microseconds(long ticks) => Math.Clamp(ticks / TimeSpan.TicksPerMicrosecond, 1, Longest);

    /// <summary>Of a histogram of microseconds.</summary>
    public static Latency Of(HistogramBase microseconds) => microseconds.TotalCount == 0
        ? new Latency(0, 0, 0, 0)
        : new Latency(
            microseconds.TotalCount,
            microseconds.GetValueAtPercentile(50) / MicrosecondsPerMillisecond,
            microseconds.GetValueAtPercentile(99) / MicrosecondsPerMillisecond,
            microseconds.GetMaxValue() / MicrosecondsPerMillisecond);

    /// <summary>As a line of a report shows it.</summary>
    public override string ToString() => Count == 0 ? "none" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"p50 {P50:0.##} ms, p99 {P99:0.##} ms, max {Max:0.##} ms");
}
