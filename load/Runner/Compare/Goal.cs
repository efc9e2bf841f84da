using System.Globalization;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>A bound on a figure, or on its ratio to the other's.</summary>
/// <param name="Bound">The bound.</param>
/// <param name="IsRatio">Whether it bounds the ratio.</param>
/// <param name="IsLess">Whether less is better.</param>
internal sealed record Goal(double Bound, bool IsRatio, bool IsLess)
{
    /// <summary>The ratio of ours to theirs is at most this.</summary>
    public static Goal RatioAtMost(double bound) => new(bound, true, true);

    /// <summary>The ratio of ours to theirs is at least this.</summary>
    public static Goal RatioAtLeast(double bound) => new(bound, true, false);

    /// <summary>The figure is at most this.</summary>
    public static Goal AtMost(double bound) => new(bound, false, true);

    /// <summary>Whether it is met; null when there is no figure for it.</summary>
    public bool? IsMet(Finding finding)
    {
        var value = IsRatio ? finding.Ratio : finding.Ours;
        return value is not { } found || double.IsNaN(found) ? null : IsLess ? found <= Bound : found >= Bound;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsLess ? "≤" : "≥")} {Bound:0.###}{(IsRatio ? " ×" : "")}");
}
