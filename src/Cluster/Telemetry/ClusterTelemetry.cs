using System.Diagnostics.Metrics;

namespace RtcCluster.Cluster;

/// <summary>The names under which a member measures and traces, and this library's own counters.</summary>
public static class ClusterTelemetry
{
    /// <summary>The meter of this library.</summary>
    public const string MeterName = "RtcCluster.Cluster";

    /// <summary>Meters that every process exports: Orleans' and all of ours.</summary>
    public static IReadOnlyList<string> Meters { get; } = ["Microsoft.Orleans", "RtcCluster.*"];

    /// <summary>Activity sources that every process exports: ours. Orleans' own spans name grains by their keys, which are numbers and names of people.</summary>
    public static IReadOnlyList<string> ActivitySources { get; } = ["RtcCluster.*"];

    private static readonly Meter Meter = new(MeterName);

    internal static readonly Counter<long> StateCommits =
        Meter.CreateCounter<long>("rtc.state.commits", "{commit}", "Transactions of the state file that reached the disk.");

    internal static readonly Counter<long> StateWrites =
        Meter.CreateCounter<long>("rtc.state.writes", "{write}", "Writes of grain state and reminders that reached the disk.");

    internal static readonly Counter<long> StateConflicts =
        Meter.CreateCounter<long>("rtc.state.conflicts", "{conflict}", "Writes refused because somebody else had written in between.");

    internal static readonly Counter<long> TenantMismatches =
        Meter.CreateCounter<long>("rtc.tenant.mismatches", "{call}", "Grain calls refused because they crossed from one tenant into another.");

    /// <summary>Rounds of a tenant, for retention or for backups, whose grain did not answer.</summary>
    public static Counter<long> TenantsMissed { get; } =
        Meter.CreateCounter<long>("rtc.tenant.rounds.missed", "{round}", "Times that a tenant's retention or backups could not be looked after; it is tried again in a minute.");

    internal static readonly Counter<long> EdgesGone =
        Meter.CreateCounter<long>("rtc.edge.gone", "{call}", "Calls refused because the edge that they were for is no longer a member.");

    internal static readonly Counter<long> Undelivered =
        Meter.CreateCounter<long>("rtc.calls.undelivered", "{call}", "Grain calls that could not be sent, and were sent again, because the silo of the grain was gone and nobody had noticed.");
}
