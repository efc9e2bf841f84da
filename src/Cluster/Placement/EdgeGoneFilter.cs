using System.Collections.Concurrent;
using Orleans.Metadata;
using RtcCluster.Cluster.Membership;

namespace RtcCluster.Cluster.Placement;

/// <summary>Refuses a call to a gone edge before it leaves: the placement's own refusal comes after three tries, half a second later.</summary>
internal sealed class EdgeGoneFilter(ClusterMembership membership, GrainPropertiesResolver properties) : IOutgoingGrainCallFilter
{
    // Edges come and go seldom: what has gathered here after so many is forgotten.
    private const int MostEdges = 1_024;

    private readonly ConcurrentDictionary<GrainType, bool> _pinned = new();
    private readonly ConcurrentDictionary<IdSpan, SiloAddress> _edges = new();

    public Task Invoke(IOutgoingGrainCallContext context)
    {
        if (IsPinned(context.TargetId.Type) && EdgeOf(context.TargetId.Key) is { } silo && membership.IsGone(silo))
        {
            ClusterTelemetry.EdgesGone.Add(1);
            throw EdgePlacementDirector.Gone(silo);
        }

        return context.Invoke();
    }

    private SiloAddress? EdgeOf(IdSpan key)
    {
        if (_edges.TryGetValue(key, out var known))
        {
            return known;
        }

        if (!SiloAddress.TryParse(key.ToString(), out var silo))
        {
            return null;
        }

        if (_edges.Count >= MostEdges)
        {
            _edges.Clear();
        }

        return _edges[key] = silo;
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
