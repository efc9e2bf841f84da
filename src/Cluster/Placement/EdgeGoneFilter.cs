using Orleans.Metadata;
using RtcCluster.Cluster.Membership;

namespace RtcCluster.Cluster.Placement;

/// <summary>Refuses a call to a gone edge before it leaves: the placement's own refusal comes after three tries, half a second later.</summary>
internal sealed class EdgeGoneFilter(ClusterMembership membership, GrainPropertiesResolver properties) : IOutgoingGrainCallFilter
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<GrainType, bool> _pinned = new();

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (IsPinned(context.TargetId.Type) && SiloAddress.TryParse(context.TargetId.Key.ToString(), out var silo) && membership.IsGone(silo))
        {
            ClusterTelemetry.EdgesGone.Add(1);
            throw EdgePlacementDirector.Gone(silo);
        }

        return context.Invoke();
    }

    private bool IsPinned(GrainType type)
    {
        if (_pinned.TryGetValue(type, out var pinned))
        {
            return pinned;
        }

        // A type is unknown until some member that loads it has been seen; that answer is not kept.
        if (type.IsSystemTarget() || !properties.TryGetGrainProperties(type, out var found))
        {
            return false;
        }

        return _pinned[type] = found.Properties.TryGetValue(WellKnownGrainTypeProperties.PlacementStrategy, out var strategy) && strategy == nameof(EdgePlacement);
    }
}
