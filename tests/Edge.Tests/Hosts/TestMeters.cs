using System.Diagnostics.Metrics;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>Meters of a test's own.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public static EdgeMetrics Metrics() => new(new TestMeters());

    public Meter Create(MeterOptions options)
    {
        var meter = new Meter(options.Name, options.Version, options.Tags, this);
        _meters.Add(meter);
        return meter;
    }

    public void Dispose() => _meters.ForEach(m => m.Dispose());
}
