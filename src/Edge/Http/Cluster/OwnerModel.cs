namespace RtcCluster.Edge.Http.Cluster;

/// <summary>Where something lives now.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name; the id of a call.</param>
/// <param name="Member">The process that holds it; null while it is not in memory, or its process is gone and nobody has asked for it since.</param>
internal sealed record OwnerModel(OwnedKind Kind, string Name, string? Member);
