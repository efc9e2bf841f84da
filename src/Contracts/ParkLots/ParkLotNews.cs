using System.Collections.Immutable;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.ParkLots;

/// <summary>In which slots of a tenant calls wait now, for edges that watch the lot.</summary>
/// <param name="Tenant">The tenant.</param>
/// <param name="Version">Grows with each change; what is lower than what is known is late.</param>
/// <param name="Taken">The numbers of the slots.</param>
[GenerateSerializer, Immutable, Alias("rtc.ParkLotNews")]
public sealed record ParkLotNews([property: Id(0)] TenantId Tenant, [property: Id(1)] long Version, [property: Id(2)] ImmutableArray<string> Taken);
