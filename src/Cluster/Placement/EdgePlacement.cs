namespace RtcCluster.Cluster.Placement;

/// <summary>Places a grain on the process that its key names (<see cref="SiloAddress.ToParsableString"/>), and nowhere else.</summary>
/// <remarks>The incarnation is part of the key, so a restarted edge never gets the commands of its earlier life.</remarks>
[GenerateSerializer, Immutable, Alias("RtcCluster.Cluster.Placement.EdgePlacement")]
public sealed class EdgePlacement : PlacementStrategy;
