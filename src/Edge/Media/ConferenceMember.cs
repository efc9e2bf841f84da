using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Media;

/// <summary>A member of a conference: a leg of a call that keeps its own id, grain and call log entry.</summary>
/// <param name="Call">The member's call.</param>
/// <param name="Leg">The leg in that call.</param>
internal readonly record struct ConferenceMember(CallId Call, LegId Leg);
