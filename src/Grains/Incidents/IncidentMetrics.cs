using System.Diagnostics.Metrics;
using RtcCluster.Contracts.Incidents;

namespace RtcCluster.Grains.Incidents;

/// <summary>What the watches of this silo saw: meter <c>RtcCluster.Incidents</c>.</summary>
internal sealed class IncidentMetrics
{
    private readonly Counter<long> _signals;
    private readonly Counter<long> _found;

    public IncidentMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("RtcCluster.Incidents");
        _signals = meter.CreateCounter<long>("rtc.incidents.signals", "{signal}", "Calls and sign-ins that were looked at.");
        _found = meter.CreateCounter<long>("rtc.incidents.found", "{incident}", "What looked like an attack or like fraud, by rule.");
    }

    public void Seen(int signals) => _signals.Add(signals);

    public void Found(IncidentRule rule) => _found.Add(1, new KeyValuePair<string, object?>("rule", IncidentRules.NameOf(rule)));
}
