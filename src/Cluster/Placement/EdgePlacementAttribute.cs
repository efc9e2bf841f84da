using Orleans.Placement;

namespace RtcCluster.Cluster.Placement;

/// <summary>Marks a grain class that lives on the process its key names. For <c>EdgeGrain</c>: the grains of src/Grains cannot see it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EdgePlacementAttribute() : PlacementAttribute(new EdgePlacement());
