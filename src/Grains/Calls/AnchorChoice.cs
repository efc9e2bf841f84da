using System.Collections.Immutable;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>Chooses the edge that carries a call's media.</summary>
internal static class AnchorChoice
{
    /// <summary>The preferred edge when it carries media and does not leave, else one of those that do, spread evenly by the call's id; null when there is none.</summary>
    /// <remarks>The directory knows which edges there are and not how busy they are: an even spread is what it can promise.</remarks>
    public static EdgeId? Of(ImmutableArray<EdgeInfo> edges, EdgeId preferred, CallId call) => Of(edges, preferred, call.Key);

    /// <summary>The same for what is not a call.</summary>
    public static EdgeId? Of(ImmutableArray<EdgeInfo> edges, EdgeId preferred, string key)
    {
        var anchors = edges.Where(edge => edge is { AnchorsMedia: true, Leaving: false }).OrderBy(edge => edge.Edge.Value, StringComparer.Ordinal).ToList();
        if (anchors.Exists(edge => edge.Edge == preferred))
        {
            return preferred;
        }

        return anchors.Count == 0 ? null : anchors[(int)(Hash(key) % (uint)anchors.Count)].Edge;
    }

    // FNV-1a: the same in every process, which string.GetHashCode is not.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash;
    }
}
