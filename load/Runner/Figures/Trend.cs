namespace RtcCluster.Load.Runner.Figures;

/// <summary>Values over time, and the straight line that fits them best.</summary>
internal sealed class Trend
{
    private readonly List<(double Minutes, double Value)> _points = [];

    /// <summary>The first value.</summary>
    public double First => _points.Count == 0 ? 0 : _points[0].Value;

    /// <summary>The value in the middle.</summary>
    public double Middle => _points.Count == 0 ? 0 : _points[_points.Count / 2].Value;

    /// <summary>The last value.</summary>
    public double Last => _points.Count == 0 ? 0 : _points[^1].Value;

    /// <summary>The highest value.</summary>
    public double Peak => _points.Count == 0 ? 0 : _points.Max(static point => point.Value);

    /// <summary>Adds a value.</summary>
    public void Add(TimeSpan at, double value) => _points.Add((at.TotalMinutes, value));

    /// <summary>How much the values grow each minute, by least squares over what came at this time or later.</summary>
    public double PerMinute(TimeSpan from)
    {
        var late = _points.Where(point => point.Minutes >= from.TotalMinutes).ToList();
        if (late.Count < 2)
        {
            return 0;
        }

        var (meanTime, meanValue) = (late.Average(static point => point.Minutes), late.Average(static point => point.Value));
        var spread = late.Sum(point => (point.Minutes - meanTime) * (point.Minutes - meanTime));
        return spread == 0 ? 0 : late.Sum(point => (point.Minutes - meanTime) * (point.Value - meanValue)) / spread;
    }
}
