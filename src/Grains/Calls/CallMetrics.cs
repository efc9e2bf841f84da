using System.Diagnostics.Metrics;
using RtcCluster.Contracts.Calls;

namespace RtcCluster.Grains.Calls;

/// <summary>What the calls of this silo came to: meter <c>RtcCluster.Calls</c>.</summary>
internal sealed class CallMetrics
{
    private readonly Counter<long> _ended;
    private readonly Counter<long> _reportsRefused;
    private readonly Counter<long> _activations;
    private readonly Histogram<double> _ringing;
    private readonly Histogram<double> _answer;
    private readonly Histogram<double> _talking;

    public CallMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("RtcCluster.Calls");
        _ended = meter.CreateCounter<long>("rtc.calls.ended", "{call}", "Calls that are over, by direction and result.");
        _reportsRefused = meter.CreateCounter<long>("rtc.reports.refused", "{report}", "Reports of edges that were refused: of an old epoch, with a gap, or of a call that is gone.");
        _activations = meter.CreateCounter<long>("rtc.calls.taken_over", "{call}", "Calls that another activation than the one before read from the store, with a new epoch.");
        _ringing = Seconds(meter, "rtc.call.setup", "From a call's beginning until the first device rings.", [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 3, 5, 10]);
        _answer = Seconds(meter, "rtc.call.answer", "From a call's beginning until it is answered.", [0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300]);
        _talking = Seconds(meter, "rtc.call.talk", "From the answer to the end.", [1, 5, 15, 30, 60, 120, 300, 600, 1_800, 3_600]);
    }

    /// <summary>A turn is saved.</summary>
    public void Saved(CallState before, CallState after, CallEffects effects)
    {
        if (effects.Report is { Status: not ReportStatus.Accepted } refused)
        {
            _reportsRefused.Add(1, new KeyValuePair<string, object?>("reason", refused.Status switch
            {
                ReportStatus.Gap => "gap",
                ReportStatus.Gone => "gone",
                _ => "epoch",
            }));
        }

        if (after.Epoch > before.Epoch && before.Exists)
        {
            _activations.Add(1);
        }

        if (after is { Concluded: true, EndedAt: { } end } && !before.Concluded)
        {
            Over(after, end);
        }
    }

    private static Histogram<double> Seconds(Meter meter, string name, string description, double[] bounds) =>
        meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = bounds });

    private void Over(CallState call, DateTimeOffset end)
    {
        _ended.Add(
            1,
            new KeyValuePair<string, object?>("direction", call.Direction.ToString().ToLowerInvariant()),
            new KeyValuePair<string, object?>("result", call.Result.ToString().ToLowerInvariant()));
        if (call.Ledger.Select(entry => entry.Event).OfType<LegRang>().FirstOrDefault() is { } rang)
        {
            _ringing.Record((rang.At - call.StartedAt).TotalSeconds);
        }

        if (call.AnsweredAt is { } answered)
        {
            _answer.Record((answered - call.StartedAt).TotalSeconds);
            _talking.Record((end - answered).TotalSeconds);
        }
    }
}
