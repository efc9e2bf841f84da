using System.Globalization;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Edges;

/// <summary>Which edges are up and which an announcement replaces; pure.</summary>
internal static class EdgeDirectoryMachine
{
    /// <summary>Takes an edge in; what it replaces is noted as gone.</summary>
    /// <param name="state">The directory; changed.</param>
    /// <param name="edge">The edge.</param>
    /// <param name="isDead">What membership says of a silo.</param>
    /// <returns>True when anything changed.</returns>
    public static bool Announce(EdgeDirectoryState state, EdgeInfo edge, Predicate<EdgeId> isDead)
    {
        if (state.Edges.Contains(edge))
        {
            return false;
        }

        foreach (var other in state.Edges.Where(other => Replaces(edge, other, isDead)))
        {
            state.Gone.Add(other.Edge);
        }

        state.Edges.RemoveAll(other => other.Edge == edge.Edge || state.Gone.Contains(other.Edge));
        state.Edges.Add(edge);
        return true;
    }

    /// <summary>The edge that has the name of one that comes, and keeps it because it lives; null when there is none.</summary>
    /// <param name="state">The directory.</param>
    /// <param name="edge">The edge that comes; one that is in the directory already may stay.</param>
    /// <param name="isDead">What membership says of a silo.</param>
    public static EdgeId? HolderOfName(EdgeDirectoryState state, EdgeInfo edge, Predicate<EdgeId> isDead) =>
        state.Edges.Exists(other => other.Edge == edge.Edge) ? null : state.Edges.Find(other => other.Name == edge.Name && !isDead(other.Edge) && !Replaces(edge, other, isDead))?.Edge;

    /// <summary>Notes edges as gone that are dead, although nobody has come in their place.</summary>
    /// <param name="state">The directory; changed.</param>
    /// <param name="isDead">What membership says of a silo.</param>
    /// <returns>True when anything changed.</returns>
    public static bool Miss(EdgeDirectoryState state, Predicate<EdgeId> isDead)
    {
        var dead = state.Edges.Select(static edge => edge.Edge).Where(edge => isDead(edge)).ToList();
        state.Gone.AddRange(dead.Except(state.Gone));
        return state.Edges.RemoveAll(edge => dead.Contains(edge.Edge)) > 0;
    }

    /// <summary>Takes an edge out, whether it was up or gone.</summary>
    /// <returns>True when anything changed.</returns>
    public static bool Withdraw(EdgeDirectoryState state, EdgeId edge) =>
        state.Edges.RemoveAll(other => other.Edge == edge) + state.Gone.RemoveAll(gone => gone == edge) > 0;

    // An edge that listens where another did before is its successor: the other process cannot be there any more.
    private static bool Replaces(EdgeInfo edge, EdgeInfo other, Predicate<EdgeId> isDead)
    {
        if (other.Edge == edge.Edge)
        {
            return false;
        }

        var (endpoint, generation) = Split(edge.Edge);
        var (otherEndpoint, otherGeneration) = Split(other.Edge);
        return (endpoint == otherEndpoint && otherGeneration < generation) || (edge.Name == other.Name && isDead(other.Edge));
    }

    // Orleans writes a silo address as ip:port@generation.
    private static (string Endpoint, long Generation) Split(EdgeId edge)
    {
        var at = edge.Value.LastIndexOf('@');
        return at > 0 && long.TryParse(edge.Value.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            ? (edge.Value[..at], generation)
            : (edge.Value, 0);
    }
}
