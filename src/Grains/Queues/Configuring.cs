using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>Rules come or change while callers wait; and a new activation takes the queue over.</summary>
internal static class Configuring
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private const int MostDoublings = 6;

    /// <summary>An administrator decided.</summary>
    public static void Configure(QueueTurn turn, QueueId queue, QueueRules rules)
    {
        var state = turn.State;
        if (!state.Exists)
        {
            state.Id = queue;
            state.Epoch = 1;
            state.Random = Draws.Seed(queue.Key);
        }

        state.Removed = false;
        state.Rules = rules;
        state.RulesVersion++;
        foreach (var member in rules.Members)
        {
            Seat(turn, member);
        }

        var members = rules.Members.Select(member => member.Agent).ToHashSet();
        foreach (var seat in ByNumber(state).Where(seat => seat.Serves && !members.Contains(seat.Agent)))
        {
            seat.Serves = false;
            seat.Rules = state.RulesVersion;
            Serve(turn, seat);
        }

        turn.Index.Rank();
        turn.Index.Place();
        Waiting.Remind(turn);
        Opening.Remind(turn);
        Opening.Check(turn);
        Waiting.CheckStaff(turn);
        Selection.All(turn, AssignmentTrigger.RulesChanged);
        turn.Accepted = true;
    }

    /// <summary>The queue was deleted.</summary>
    public static void Remove(QueueTurn turn)
    {
        Configure(turn, turn.State.Id, turn.Rules with { Members = [] });
        turn.State.Removed = true;
        Waiting.SendAllAway(turn, QueueJoinStatus.Closed);
        CallingBack.CancelAll(turn);
    }

    /// <summary>A new activation: what was told last may have been lost with the one before, so it is told again.</summary>
    public static void Activated(QueueTurn turn)
    {
        var state = turn.State;
        if (!state.Exists)
        {
            return;
        }

        state.Epoch++;
        Opening.Remind(turn);
        foreach (var seat in ByNumber(state))
        {
            if (seat.Told < seat.Rules)
            {
                Serve(turn, seat);
            }
            else
            {
                Staffing.Activated(turn, seat);
            }

            if (seat.Slot is not null)
            {
                Offering.Activated(turn, seat);
            }
        }

        foreach (var caller in state.Callers.Values.Where(caller => caller.Phase == QueuePhase.Leaving).OrderBy(caller => caller.Number))
        {
            Waiting.TellLeaving(turn, caller);
        }
    }

    /// <summary>Tells an agent whether they serve; again and again until the agent's news say that they know.</summary>
    public static void Serve(QueueTurn turn, QueueSeat seat)
    {
        turn.Tell(seat.Agent, new AgentOrder.Serve(turn.State.Id, seat.Rules, seat.Serves));
        turn.Index.Remind(DueKind.Serve, seat.Number, turn.Now + FirstRetry * (1 << Math.Min(seat.TellTries, MostDoublings)));
        seat.TellTries++;
    }

    /// <summary>A seat whose agent knows that they do not serve any more, and has nothing of this queue, is taken away.</summary>
    public static bool TakeAway(QueueTurn turn, QueueSeat seat)
    {
        if (seat.Serves || seat.Slot is not null || seat.Told < seat.Rules)
        {
            return false;
        }

        turn.State.Seats.Remove(seat.Number);
        turn.Index.SeatOf.Remove(seat.Agent);
        turn.Index.Free.Remove(seat);
        turn.Index.Remind(DueKind.Serve, seat.Number, null);
        turn.Index.Remind(DueKind.Slot, seat.Number, null);
        turn.Index.Remind(DueKind.Look, seat.Number, null);
        return true;
    }

    private static void Seat(QueueTurn turn, QueueMember member)
    {
        var state = turn.State;
        if (!turn.Index.SeatOf.TryGetValue(member.Agent, out var seat))
        {
            seat = new QueueSeat { Agent = member.Agent, Number = ++state.SeatNumbers };
            state.Seats.Add(seat.Number, seat);
            turn.Index.SeatOf.Add(seat.Agent, seat);
        }

        (seat.Order, seat.Weight) = (member.Order, member.Weight);
        if (!seat.Serves)
        {
            (seat.Serves, seat.Rules, seat.TellTries) = (true, state.RulesVersion, 0);
            Serve(turn, seat);
        }
    }

    private static List<QueueSeat> ByNumber(QueueState state) => [.. state.Seats.Values.OrderBy(seat => seat.Number)];
}
