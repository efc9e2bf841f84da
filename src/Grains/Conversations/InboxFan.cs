using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Conversations;

/// <summary>Collects news of users of this process and tells each edge of many at once, in their order. Any thread.</summary>
internal sealed class InboxFan(IGrainFactory grains)
{
    // An edge that is gone has no browsers to be told.
    private readonly Coalescer<EdgeId, List<InboxChange>> _waiting = new((edge, changes) => grains.GetGrain<IEdgeGrain>(edge.Value).InboxesChanged([.. changes]).Ignore());

    /// <summary>Tells edges of news, soon.</summary>
    public void Tell(IEnumerable<EdgeId> edges, InboxChange change)
    {
        foreach (var edge in edges)
        {
            _waiting.Add(edge, change, static (changes, change) =>
            {
                changes.Add(change);
                return changes.Count;
            });
        }
    }
}
