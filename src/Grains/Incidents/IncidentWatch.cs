using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Incidents;

/// <summary>Tells a company's watch. Nobody waits for it, and what is lost is lost.</summary>
internal static class IncidentWatch
{
    /// <summary>Something happened.</summary>
    public static void Tell(IGrainFactory grains, TenantId tenant, IncidentSignal signal) => grains.GetGrain<IIncidentGrain>(IIncidentGrain.KeyOf(tenant)).Observe([signal]).Ignore();

    /// <summary>A turn of a call is saved: with one of outside its end is told.</summary>
    public static void Saved(IGrainFactory grains, CallState before, CallState after)
    {
        if (after is not { Concluded: true, Caller.Trunk: not null } || before.Concluded || CallLogProjection.Of(after.Id, after.Ledger) is not { EndedAt: { } ended } entry)
        {
            return;
        }

        // What the caller's company pays for begins with the answer, whether a person gives it or a menu.
        var answered = after.Ledger.Select(static each => each.Event).OfType<LegWasAnswered>().FirstOrDefault()?.At;
        var rang = entry.RingingAt is { } ringing ? Milliseconds(ringing, answered ?? ended) : 0;
        Tell(grains, after.Id.Tenant, new CalledFromOutside(ended, after.Id, entry.FromNumber, entry.ToNumber, rang, answered is { } from ? Milliseconds(from, ended) : null));
    }

    private static long Milliseconds(DateTimeOffset from, DateTimeOffset to) => Math.Max(0, (long)(to - from).TotalMilliseconds);
}
