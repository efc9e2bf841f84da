using System.Globalization;

namespace RtcCluster.Load.Runner.Figures;

/// <summary>Resident memory over a run, MB of 2^20 bytes.</summary>
/// <param name="Start">At the first look.</param>
/// <param name="Middle">In the middle.</param>
/// <param name="End">At the last look.</param>
/// <param name="Peak">The most.</param>
/// <param name="GrowthPerMinute">Slope of the second half.</param>
internal sealed record MemoryReport(double Start, double Middle, double End, double Peak, double GrowthPerMinute)
{
    /// <summary>The slope as a share of what is there in the middle.</summary>
    public double GrowthPercentPerMinute => Middle == 0 ? 0 : 100 * GrowthPerMinute / Middle;

    public static MemoryReport Of(Trend memory, TimeSpan took) => new(memory.First, memory.Middle, memory.Last, memory.Peak, memory.PerMinute(took / 2));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"RSS {Start:0}, {Middle:0}, {End:0} MB at start, middle, end (peak {Peak:0}), second half {GrowthPerMinute:+0.0;-0.0;0} MB a minute ({GrowthPercentPerMinute:+0.00;-0.00;0} %)");
}
