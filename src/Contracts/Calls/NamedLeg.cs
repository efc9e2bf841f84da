using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Calls;

/// <summary>A leg, and the call that it is one of.</summary>
/// <param name="Call">The call.</param>
/// <param name="Leg">The leg.</param>
[GenerateSerializer, Immutable, Alias("rtc.NamedLeg")]
public sealed record NamedLeg([property: Id(0)] CallId Call, [property: Id(1)] LegId Leg);
