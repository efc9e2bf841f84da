using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Fax;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>
/// A call goes to another edge while the one that carries it still lives: that one carries on until each party has sound at the new place, and is then told to forget the call.
/// </summary>
/// <remarks>
/// What is done to the parties is what <see cref="Reanchoring"/> does when an edge dies. The difference is what is left alone while there is time: parties whom no other edge can
/// reach are signalled where they are, with their sound elsewhere; nobody who rings, waits for an answer or hears a prompt is disturbed.
/// </remarks>
internal static class Leaving
{
    /// <summary>The edge wants to leave the call.</summary>
    public static LeaveStatus Begin(CallTurn turn, CallInput.EdgeLeaves leaves)
    {
        var state = turn.State;
        var edge = leaves.Edge;
        if (!state.GoingOn || state.Link(edge) is not { Lost: false } link)
        {
            return LeaveStatus.Goes;
        }

        var media = state.Anchor == edge;
        var there = state.Legs.Where(leg => leg.Live && leg.Edge == edge).ToList();
        var going = there.Where(leg => leaves.Last ? !(leg.IsBrowser && leg.MovedUntil is not null) : Goes(leg, leaves.Near)).ToHashSet();
        if (!media && going.Count == 0)
        {
            if (there.Count > 0)
            {
                return LeaveStatus.Stays;
            }

            // Somebody elsewhere answered, say: it has nothing to do for the call any more.
            if (link is { Leaving: false, Freed: false } && !IsRecordedAt(state, edge))
            {
                Tell(turn, link, []);
            }

            return LeaveStatus.Goes;
        }

        if (media && state.Program is RoomVisit { Ticket: not 0 } visit)
        {
            // All who are in the room go with it, so it is the room that decides.
            link.Near = [.. leaves.Near];
            turn.Tell(new CallTell.RoomLeaves(visit.Room, edge));
            return LeaveStatus.Waits;
        }

        if ((!leaves.Last && (IsBusy(state, edge, media) || Returning.IsHopeless(state))) || !Reanchoring.CanMove(state, edge, media))
        {
            return LeaveStatus.Waits;
        }

        if (Reanchoring.Choose(state, edge, media, leaves.Others) is not { } anchor)
        {
            return LeaveStatus.NoEdge;
        }

        // At the end there is nowhere to go back to; and of two edges that leave at the same time one is the way back.
        link.Keeps = leaves.Last || state.Links.Exists(other => other != link && other.Keeps != KeptThings.None) ? KeptThings.None
            : media || link.Keeps == KeptThings.Media ? KeptThings.Media
            : KeptThings.Dialogs;
        link.Leaving = true;
        link.Freed = false;
        Reanchoring.Go(turn, edge, anchor, going.Contains, _ => TapeMoving.AnchorLeaves(turn, edge));
        return LeaveStatus.Goes;
    }

    /// <summary>The room that the call is in, or at the door of, is mixed by another edge from now on.</summary>
    public static void WithRoom(CallTurn turn, EdgeId anchor)
    {
        var state = turn.State;
        if (state.Link(state.Anchor) is not { Lost: false } link || state.Link(anchor) is { Lost: true })
        {
            return;
        }

        // Who has not been answered, or is just offering anew, is signalled where that was begun; the edge asks again.
        bool Goes(CallLeg leg) =>
            link.Near is { } near && leg is { Talking: true, Snapshot: not null, Reoffering: false, AnswerPending: false } && leg.Edge == link.Edge && Leaving.Goes(leg, near);
        link.Leaving = true;
        link.Freed = false;
        Reanchoring.Go(turn, state.Anchor, anchor, Goes, _ => TapeMoving.AnchorLeaves(turn, link.Edge));
    }

    /// <summary>True when an edge that leaves says of a party, who is on the way to the next one, that it has hung up.</summary>
    public static bool HasHungUp(CallState state, EdgeId edge, CallLeg leg, LegClosed closed) =>
        leg.MovedUntil is not null && closed.Cause.Kind == EndKind.Hangup && state.Link(edge) is { Leaving: true };

    /// <summary>Who leaves is told to forget the call when everybody has sound elsewhere and nothing of it is waited for.</summary>
    public static void Settle(CallTurn turn)
    {
        var state = turn.State;
        Returning.Settle(turn);
        if (state.GoingOn && state.Links.Exists(static link => link is { Leaving: true, Lost: false }) && !state.Legs.Exists(static leg => leg is { Live: true, MovedUntil: not null }))
        {
            Free(turn);
        }
    }

    /// <summary>True when nobody needs an edge any more: its parties are elsewhere, or waited for elsewhere.</summary>
    public static bool HasLeft(CallState state, EdgeId edge) =>
        state.GoingOn && state.Anchor != edge && state.Link(edge) is { Leaving: true } && state.Legs.TrueForAll(leg => !leg.Live || leg.Edge != edge || leg.MovedUntil is not null);

    /// <summary>An edge that has left ends now: whatever it still has of the call is forgotten.</summary>
    public static void Forget(CallTurn turn, EdgeId edge)
    {
        // What it still records ends with it; the next one goes on when the party that is waited for has sound.
        foreach (var recording in turn.State.Recordings.Where(open => open is { Closed: false, Waits: true } && open.At == edge))
        {
            recording.At = null;
            recording.Problem = TapeMoving.Handed;
            turn.Log(new RecordingProblem(turn.Now, recording.Id, TapeMoving.Handed));
        }

        Tell(turn, turn.Link(edge), []);
    }

    // Apart from the check: hardly any turn comes here, and none is to pay for it.
    private static void Free(CallTurn turn)
    {
        var state = turn.State;
        foreach (var link in state.Links.Where(link => link is { Leaving: true, Lost: false } && state.Anchor != link.Edge).ToArray())
        {
            var staying = Staying(state, link.Edge);
            if (!(link.Freed && staying.Length > 0) && !IsRecordedAt(state, link.Edge))
            {
                Tell(turn, link, staying);
            }
        }
    }

    private static void Tell(CallTurn turn, EdgeLink link, ImmutableArray<LegId> staying)
    {
        turn.Send(link.Edge, new LeaveCall(LegId.First, staying));
        Returning.Forget(turn.State, link);
        link.Freed = true;
        link.Leaving = !staying.IsEmpty;
        turn.Save();
    }

    private static bool IsRecordedAt(CallState state, EdgeId edge) => state.Recordings.Exists(open => !open.Closed && open.At == edge);

    private static ImmutableArray<LegId> Staying(CallState state, EdgeId edge) => [.. state.Legs.Where(leg => leg.Live && leg.Edge == edge).Select(leg => leg.Id)];

    // A browser comes by itself, and its page goes on being told by the edge that it is connected to. A trunk takes connections at its address.
    private static bool Goes(CallLeg leg, IReadOnlyCollection<LegId> near) => !leg.IsBrowser && !Returning.Stays(leg) && (leg.Party.Trunk is not null || !near.Contains(leg.Id));

    private static bool IsBusy(CallState state, EdgeId edge, bool media) => state.Transfer is not null || state.Program is FaxRun || state.Legs.Exists(leg =>
        leg.Live
        && (media || leg.Edge == edge)
        && (!leg.Talking || leg.Reoffering || leg.AnswerPending || leg.MovedUntil is not null || leg.Prompt is not null));
}
