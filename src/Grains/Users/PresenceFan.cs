using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Users;

/// <summary>Collects changes of users of this process and tells each edge of many at once; a newer change of a user replaces an older one. Any thread.</summary>
internal sealed class PresenceFan(IGrainFactory grains)
{
    // An edge that is gone has no browsers to be told.
    private readonly Coalescer<EdgeId, Dictionary<UserId, PresenceChange>> _waiting = new((edge, changes) => grains.GetGrain<IEdgeGrain>(edge.Value).PresenceChanged([.. changes.Values]).Ignore());

    /// <summary>Tells edges of a change, soon.</summary>
    public void Tell(IEnumerable<EdgeId> edges, PresenceChange change)
    {
        foreach (var edge in edges)
        {
            _waiting.Add(edge, change, static (changes, change) =>
            {
                changes[change.User] = change;
                return changes.Count;
            });
        }
    }
}
