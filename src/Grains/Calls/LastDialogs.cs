using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>The dialog of a telephone whose leg has ended.</summary>
/// <param name="Leg">The leg.</param>
/// <param name="Snapshot">The dialog as the edge handed it over last.</param>
internal sealed record LastDialog(LegId Leg, byte[] Snapshot);

/// <summary>Dialogs of legs that have ended, until the call is forgotten: where the edge that was to hang up dies before it has heard so, another one does it.</summary>
/// <remarks>In memory alone. They are the largest part of what a call writes, and needed only when an edge dies in the seconds in which its party is hung up.</remarks>
internal sealed class LastDialogs
{
    private Dictionary<LegId, LastDialog>? _ended;

    /// <summary>Keeps those of the legs that have ended in a turn.</summary>
    public void Keep(CallState before, CallState after)
    {
        for (var i = 0; i < before.Legs.Count; i++)
        {
            if (before.Legs[i] is { Live: true, Snapshot: { } snapshot, Id: var id } && !after.Legs[i].Live)
            {
                (_ended ??= [])[id] = new LastDialog(id, snapshot);
            }
        }
    }

    /// <summary>Those that an edge which is gone has not been told to end.</summary>
    public ImmutableArray<LastDialog> Untold(CallState state, EdgeId edge) =>
        _ended is not { } ended || state.Link(edge) is not { Lost: false } link ? [] : [.. link.Outbox.OfType<EndLeg>().Select(end => ended.GetValueOrDefault(end.Leg)).OfType<LastDialog>()];

    /// <summary>Has another edge hang up what the one that is gone was to.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="gone">The link to the edge, with what it has not confirmed.</param>
    /// <param name="dialogs">The dialogs.</param>
    /// <param name="edges">Edges that are there, the one that is gone perhaps among them.</param>
    public static void HangUp(CallTurn turn, EdgeLink gone, ImmutableArray<LastDialog> dialogs, ImmutableArray<EdgeInfo> edges)
    {
        if (dialogs.IsDefaultOrEmpty || Chosen(turn.State, gone.Edge, edges) is not { } other)
        {
            return;
        }

        foreach (var end in gone.Outbox.OfType<EndLeg>().ToArray())
        {
            if (dialogs.FirstOrDefault(dialog => dialog.Leg == end.Leg) is { } last && turn.State.Leg(end.Leg) is { } leg)
            {
                turn.Send(other, new AdoptDialog(leg.Id, last.Snapshot, ++leg.Moves, leg.Incoming, leg.Party.Trunk));
                turn.Send(other, end);
            }
        }

        if (turn.State.Archived)
        {
            // The others have been told so already.
            turn.Send(other, new ForgetCall(LegId.First));
        }
    }

    // One that has the call, where there is one: it needs no shard and no memory for it.
    private static EdgeId? Chosen(CallState state, EdgeId gone, ImmutableArray<EdgeInfo> edges)
    {
        if (edges.IsDefaultOrEmpty)
        {
            return null;
        }

        var others = edges.Where(edge => !edge.Leaving && edge.Edge != gone && state.Link(edge.Edge) is not { Lost: true }).OrderBy(edge => edge.Edge.Value, StringComparer.Ordinal).ToList();
        return (others.Find(edge => state.Link(edge.Edge) is { Freed: false, Leaving: false }) ?? others.FirstOrDefault())?.Edge;
    }
}
