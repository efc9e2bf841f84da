using System.Collections.Immutable;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Grains.Calls;

/// <summary>What happens to a call when an edge goes away or is out of step.</summary>
internal static class EdgeFailures
{
    /// <summary>The edge is gone: a call that it had a part in goes on at another one, or ends as lost.</summary>
    public static void Gone(CallTurn turn, EdgeId edge, ImmutableArray<EdgeInfo> others, ImmutableArray<LastDialog> untold)
    {
        var state = turn.State;
        if (state.Link(edge) is not { Lost: false } link)
        {
            return;
        }

        var cause = Reanchoring.EdgeLost;
        Supervising.EdgeGone(turn, edge, cause);
        var carries = Carries(state, edge);
        LastDialogs.HangUp(turn, link, untold, others);
        link.Confirm(link.NextNumber - 1);
        link.Lost = true;
        Returning.Forget(state, link);
        turn.Save();
        TapeMoving.EdgeGone(turn, edge);
        if (carries && Reanchoring.Begin(turn, edge, others))
        {
            return;
        }

        if (state.Anchor == edge)
        {
            TapeMoving.CallLost(turn);
        }

        Ending.ConcludeWhenClosed(turn);

        Yielding.EdgeGone(turn, edge, cause);
        if (carries)
        {
            Ending.Finish(turn, CallResult.Lost, cause, null, others: cause);
        }
    }

    /// <summary>The edge stops: its calls end in good order.</summary>
    public static void Stopping(CallTurn turn, EdgeId edge)
    {
        Yielding.Settle(turn);
        Supervising.EdgeGone(turn, edge, new EndCause(EndKind.Shutdown, null, 41, "The service is being stopped"));
        if (Leaving.HasLeft(turn.State, edge))
        {
            Leaving.Forget(turn, edge);
        }
        else if (Carries(turn.State, edge))
        {
            var cause = new EndCause(EndKind.Shutdown, null, 41, "The service is being stopped");
            Ending.Finish(turn, CallResult.Shutdown, cause, null, others: cause);
        }
    }

    /// <summary>The edge takes no new legs: those that were meant for it fail, everything else is sent again under new numbers.</summary>
    public static void Draining(CallTurn turn, EdgeId edge, int takenThrough)
    {
        if (turn.State.Link(edge) is not { Lost: false } link)
        {
            return;
        }

        link.Confirm(takenThrough);
        var refused = link.Outbox.OfType<InviteLeg>().Select(invite => invite.Leg)
            .Union(link.Outbox.OfType<OpenMedia>().Select(open => open.Leg))
            .Union(link.Outbox.OfType<TakeLeg>().Select(take => take.Leg))
            .ToArray();
        link.Outbox.RemoveAll(command => command is InviteLeg or OpenMedia or TakeLeg);
        turn.Save();
        foreach (var leg in refused.Select(id => turn.State.Leg(id)).OfType<CallLeg>())
        {
            if (Ringing.Of(turn, leg) is not null)
            {
                Ringing.Failed(turn, leg, Failures.Draining);
            }
            else if (leg.Live)
            {
                Ending.Failed(turn, leg, Failures.Draining);
            }
        }
    }

    /// <summary>
    /// After an activation: numbers up to <paramref name="takenThrough"/> are used. What was saved before them has arrived, what was added since goes out
    /// under the numbers after them.
    /// </summary>
    public static void Ahead(CallTurn turn, EdgeId edge, int takenThrough)
    {
        if (turn.State.Link(edge) is not { SavedNext: { } savedNext } link)
        {
            return;
        }

        link.Confirm(Math.Min(takenThrough, savedNext - 1));
        if (takenThrough >= savedNext)
        {
            link.FirstNumber = takenThrough + 1;
        }

        link.SavedNext = null;
    }

    private static bool Carries(CallState state, EdgeId edge) =>
        state.GoingOn && (state.Anchor == edge || state.Legs.Exists(leg => leg.Live && leg.Edge == edge));
}
