using System.Diagnostics.Metrics;

namespace RtcCluster.Grains.Google;

/// <summary>What is asked of Google.</summary>
internal sealed class GoogleMetrics : IDisposable
{
    private readonly Meter _meter;
    private readonly Counter<long> _asked;

    public GoogleMetrics(IMeterFactory meters)
    {
        _meter = meters.Create("RtcCluster.Google");
        _asked = _meter.CreateCounter<long>("rtc.google.requests", description: "Requests to Google by API and outcome.");
    }

    /// <summary>A request was answered, or was not.</summary>
    public void Asked(string api, string outcome) => _asked.Add(1, new("api", api), new("outcome", outcome));

    public void Dispose() => _meter.Dispose();
}
