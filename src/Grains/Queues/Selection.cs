using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>Finds an agent for a caller, and a caller for an agent.</summary>
/// <remarks>
/// After each turn no caller waits whom a free agent could serve. So a turn looks only at the caller or the agent that has changed, once through the free
/// agents or once through the waiting callers, never at all pairs.
/// </remarks>
internal static class Selection
{
    /// <summary>Offers a caller to an agent, or to all of them, when there is one.</summary>
    public static void ForCaller(QueueTurn turn, QueueCaller caller, AssignmentTrigger trigger)
    {
        if (turn.Index.Free.Count == 0 || !Wants(turn, caller))
        {
            return;
        }

        do
        {
            if (!TryOffer(turn, caller, trigger))
            {
                return;
            }
        }
        while (turn.Rules.Strategy == QueueStrategy.RingAll && caller.Callback is null);
    }

    /// <summary>One more agent for a caller who is being offered.</summary>
    public static void OneMore(QueueTurn turn, QueueCaller caller) => TryOffer(turn, caller, AssignmentTrigger.Widened);

    /// <summary>Offers the first caller whom an agent can serve.</summary>
    public static void ForAgent(QueueTurn turn, QueueSeat seat, AssignmentTrigger trigger)
    {
        if (!seat.CanBeOffered)
        {
            return;
        }

        var passed = 0;
        foreach (var key in turn.Index.Waiting)
        {
            var caller = turn.State.Callers[key.Caller];
            if (Wants(turn, caller) && Fits(turn, seat, caller))
            {
                Offering.Make(turn, caller, seat, Decisions.Only(turn, caller, seat, trigger, passed));
                return;
            }

            passed++;
        }
    }

    /// <summary>Looks at everybody: the rules have changed.</summary>
    public static void All(QueueTurn turn, AssignmentTrigger trigger)
    {
        foreach (var key in turn.Index.Waiting.ToList())
        {
            if (turn.Index.Free.Count == 0)
            {
                return;
            }

            ForCaller(turn, turn.State.Callers[key.Caller], trigger);
        }
    }

    /// <summary>Whether a free agent could serve somebody.</summary>
    public static bool AnyFits(QueueTurn turn, QueueCaller caller)
    {
        foreach (var seat in turn.Index.Free)
        {
            if (Fits(turn, seat, caller))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an agent may serve a caller now.</summary>
    public static bool Fits(QueueTurn turn, QueueSeat seat, QueueCaller caller)
    {
        if (caller.Preferred is { } preferred && preferred != seat.Agent && turn.Now < caller.PreferredUntil && IsThere(turn, preferred))
        {
            return false;
        }

        foreach (var need in caller.Needs)
        {
            if (seat.Level(need.Skill) < caller.Needed(need, turn.Now))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryOffer(QueueTurn turn, QueueCaller caller, AssignmentTrigger trigger)
    {
        if (Decisions.Choose(turn, caller, trigger) is not var (seat, decision))
        {
            return false;
        }

        Offering.Make(turn, caller, seat, decision);
        return true;
    }

    private static bool Wants(QueueTurn turn, QueueCaller caller) =>
        (caller.Phase == QueuePhase.Waiting && caller.NotBefore <= turn.Now && (caller.Callback is null || CallingBack.IsTimeToCall(turn)))
        || (caller is { Phase: QueuePhase.Offered, Callback: null } && turn.Rules.Strategy == QueueStrategy.RingAll);

    private static bool IsThere(QueueTurn turn, Contracts.Ids.UserId agent) =>
        turn.Index.SeatOf.TryGetValue(agent, out var seat) && seat.Serves && seat.Status != AgentStatus.LoggedOut;
}
