using Orleans.Concurrency;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.ParkLots;

/// <summary>The slots of a tenant in which calls wait until somebody dials for them. Key: <see cref="KeyOf"/>.</summary>
/// <remarks>
/// Calls, lines and edges await it (call → lot, line → lot, edge → lot); it asks nobody. Which slots there are is in the directory: lines of the kind <c>ParkSlot</c>. A call says until when it waits, and
/// a slot whose call has not left by then is free again: a word that was lost blocks nothing. Everything may come twice.
/// </remarks>
[Alias("rtc.IParkLotGrain")]
public interface IParkLotGrain : IGrainWithStringKey
{
    /// <summary>The key of a tenant's lot.</summary>
    static string KeyOf(TenantId tenant) => GrainKey.Join(tenant, "park");

    /// <summary>A call wants a slot: a named one, or any that is free.</summary>
    [Alias("Enter"), ResponseTimeout("00:00:05")]
    Task<ParkReceipt> Enter(ParkEntry entry);

    /// <summary>The call of a ticket does not wait any more.</summary>
    [Alias("Left"), ResponseTimeout("00:00:05")]
    Task Left(CallId call, long ticket);

    /// <summary>The call that waits in a slot; null when none does.</summary>
    [Alias("At"), ReadOnly, ResponseTimeout("00:00:05")]
    Task<CallId?> At(string slot);

    /// <summary>Which slots are taken now; the edge is told of changes (<see cref="IEdgeGrain.ParkLotChanged"/>) for as long as it says so again.</summary>
    [Alias("Watch"), ResponseTimeout("00:00:05")]
    Task<ParkLotNews> Watch(EdgeId edge);
}
