using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>An offer: the agent is reserved, rung, and has the caller or not. Two phases, so that an agent of many queues is promised once.</summary>
internal static class Offering
{
    private const int MaxAssignments = 256;
    private const int ReserveTries = 3;
    private const int MostDoublings = 6;
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // The call ends the ringing itself; this is for one that cannot any more.
    private static readonly TimeSpan RingGrace = TimeSpan.FromSeconds(5);

    /// <summary>Makes an offer: first phase.</summary>
    public static void Make(QueueTurn turn, QueueCaller caller, QueueSeat seat, Assignment why)
    {
        var state = turn.State;
        state.Assignments.Enqueue(why);
        if (state.Assignments.Count > MaxAssignments)
        {
            state.Assignments.Dequeue();
        }

        (state.LastOffered, state.LastOrder) = (seat.Agent, seat.Order);
        caller.Phase = QueuePhase.Offered;
        caller.Seats.Add(seat.Number);
        Set(turn, seat, new SeatSlot(why.Offer, caller.Number, SlotPhase.Reserving, turn.Now));
        Repeat(turn, seat);
        if (turn.Rules.Strategy == QueueStrategy.RingProgressively && caller.Callback is null)
        {
            turn.Index.Remind(DueKind.Widen, caller.Number, turn.Now + turn.Rules.WidenAfter);
        }
    }

    /// <summary>The agent is held: the devices are rung.</summary>
    public static void Reserved(QueueTurn turn, QueueSeat seat)
    {
        var slot = seat.Slot!;
        Set(turn, seat, slot with { Phase = SlotPhase.Ringing, Since = turn.Now, Tries = 1 });
        Repeat(turn, seat);
    }

    /// <summary>The agent answered; second phase.</summary>
    public static void Answered(QueueTurn turn, CallId call, long offer)
    {
        // Reserving: that the agent is held was heard, and lost with the process that heard it. Nobody is rung who is not held.
        if (Find(turn, call, offer) is not var (seat, caller) || seat.Slot!.Phase is not (SlotPhase.Reserving or SlotPhase.Ringing or SlotPhase.Talking))
        {
            return;
        }

        turn.Accepted = true;
        if (seat.Slot.Phase == SlotPhase.Talking)
        {
            return;
        }

        Counting.Answered(turn, caller);
        Waiting.Forget(turn, caller);
        Withdraw(turn, caller, ReleaseReason.AnsweredElsewhere, except: seat);
        caller.Phase = QueuePhase.Talking;
        seat.Calls++;
        if (caller.Callback is null)
        {
            turn.State.LastAgents.Set(caller.Caller.Number, seat.Agent);
        }
        else
        {
            caller.Attempts++;
        }

        Set(turn, seat, seat.Slot with { Phase = SlotPhase.Talking, Since = turn.Now, Tries = 1 });
        Repeat(turn, seat);
    }

    /// <summary>The agent did not answer.</summary>
    public static void Failed(QueueTurn turn, CallId call, long offer, OfferFailure failure)
    {
        if (Find(turn, call, offer) is var (seat, caller) && seat.Slot!.Phase is SlotPhase.Reserving or SlotPhase.Ringing)
        {
            Release(turn, seat, failure switch
            {
                OfferFailure.Declined => ReleaseReason.Declined,
                OfferFailure.Busy => ReleaseReason.Busy,
                OfferFailure.Unreachable => ReleaseReason.Unreachable,
                _ => ReleaseReason.NoAnswer,
            });
            Return(turn, caller);
        }
    }

    /// <summary>The agent left a call that goes on.</summary>
    public static void AgentLeft(QueueTurn turn, CallId call, long offer)
    {
        if (Find(turn, call, offer) is var (seat, caller) && seat.Slot!.Phase == SlotPhase.Talking && caller.Callback is null)
        {
            Release(turn, seat, ReleaseReason.TalkEnded);
            Waiting.Remove(turn, caller);
        }
    }

    /// <summary>The agent refused or gave it up.</summary>
    public static void Lost(QueueTurn turn, QueueSeat seat)
    {
        var (slot, caller) = (seat.Slot!, turn.State.Callers[seat.Slot!.Caller]);
        if (MayRing(slot))
        {
            StopRinging(turn, caller, slot);
        }

        caller.Seats.Remove(seat.Number);
        Set(turn, seat, null);
        turn.Index.Remind(DueKind.Slot, seat.Number, null);
        Return(turn, caller);
    }

    /// <summary>The agent knows that the offer is over.</summary>
    public static void Released(QueueTurn turn, QueueSeat seat)
    {
        Set(turn, seat, null);
        turn.Index.Remind(DueKind.Slot, seat.Number, null);
    }

    /// <summary>Ends the offers of a caller, but for one.</summary>
    public static void Withdraw(QueueTurn turn, QueueCaller caller, ReleaseReason reason, QueueSeat? except)
    {
        foreach (var number in caller.Seats.ToArray())
        {
            var seat = turn.State.Seats[number];
            if (seat != except)
            {
                if (MayRing(seat.Slot!))
                {
                    StopRinging(turn, caller, seat.Slot!);
                }

                Release(turn, seat, reason);
            }
        }
    }

    /// <summary>Ends an offer: the agent is told until they confirm it, and gets no other of this queue before.</summary>
    public static void Release(QueueTurn turn, QueueSeat seat, ReleaseReason reason)
    {
        var slot = seat.Slot!;
        if (slot.Phase == SlotPhase.Talking)
        {
            seat.Talked += turn.Now - slot.Since;
            Estimating.Learn(turn, turn.Now - slot.Since);
        }

        turn.State.Callers[slot.Caller].Seats.Remove(seat.Number);
        Set(turn, seat, slot with { Phase = SlotPhase.Releasing, Since = turn.Now, Reason = reason, Tries = 1 });
        Repeat(turn, seat);
    }

    /// <summary>Says again what the phase of an offer says.</summary>
    public static void Repeat(QueueTurn turn, QueueSeat seat)
    {
        var (queue, slot) = (turn.State.Id, seat.Slot!);
        var again = turn.Now + (Retry * (1 << Math.Min(slot.Tries - 1, MostDoublings)));
        switch (slot.Phase)
        {
            case SlotPhase.Reserving:
                var caller = turn.State.Callers[slot.Caller];
                turn.Tell(seat.Agent, new AgentOrder.Reserve(queue, turn.State.Epoch, slot.Offer, caller.Priority, caller.Since));
                turn.Index.Remind(DueKind.Slot, seat.Number, again);
                break;
            case SlotPhase.Ringing:
                turn.Tell(seat.Agent, new AgentOrder.Ring(queue, slot.Offer));
                turn.Index.Remind(DueKind.Slot, seat.Number, Ring(turn, seat));
                break;
            case SlotPhase.Talking:
                turn.Tell(seat.Agent, new AgentOrder.Connect(queue, slot.Offer, turn.Rules.WrapUp, CallOf(turn, turn.State.Callers[slot.Caller], slot.Offer)));
                turn.Index.Remind(DueKind.Slot, seat.Number, null);
                break;
            default:
                turn.Tell(seat.Agent, new AgentOrder.Release(queue, slot.Offer, slot.Reason));
                turn.Index.Remind(DueKind.Slot, seat.Number, again);
                break;
        }
    }

    /// <summary>Another activation says what the one before may not have said.</summary>
    public static void Activated(QueueTurn turn, QueueSeat seat)
    {
        if (seat.Slot is { Phase: SlotPhase.Reserving } slot)
        {
            Set(turn, seat, slot with { Tries = slot.Tries + 1 });
        }

        Repeat(turn, seat);
    }

    /// <summary>An agent has not confirmed, or a ring has taken too long.</summary>
    public static void Check(QueueTurn turn, QueueSeat seat)
    {
        switch (seat.Slot)
        {
            case { Phase: SlotPhase.Reserving, Tries: >= ReserveTries } slot:
                StopRinging(turn, turn.State.Callers[slot.Caller], slot);
                Release(turn, seat, ReleaseReason.Withdrawn);
                Return(turn, turn.State.Callers[slot.Caller]);
                break;
            case { Phase: SlotPhase.Ringing } slot:
                StopRinging(turn, turn.State.Callers[slot.Caller], slot);
                Release(turn, seat, ReleaseReason.NoAnswer);
                Return(turn, turn.State.Callers[slot.Caller]);
                break;
            case { Phase: SlotPhase.Reserving or SlotPhase.Releasing } slot:
                Set(turn, seat, slot with { Tries = slot.Tries + 1 });
                Repeat(turn, seat);
                break;
        }
    }

    // Who was asked again may have answered an activation before, which rang them and was lost before that was written.
    private static bool MayRing(SeatSlot slot) => slot.Phase == SlotPhase.Ringing || slot is { Phase: SlotPhase.Reserving, Tries: > 1 };

    private static DateTimeOffset Ring(QueueTurn turn, QueueSeat seat)
    {
        var (slot, rules) = (seat.Slot!, turn.Rules);
        var caller = turn.State.Callers[slot.Caller];
        turn.Tell(caller.Callback is { } number
            ? new QueueTell.CallBack(slot.Offer, caller.Call, new CallBackOrder(seat.Agent, number, rules.RingTime, rules.Name.Length > 0 ? rules.Name : turn.State.Id.Name, caller.Since))
            : new QueueTell.Ring(caller.Call, caller.Visit, slot.Offer, seat.Agent, rules.RingTime));
        return slot.Since + rules.RingTime + RingGrace;
    }

    // With the last offer gone the caller waits again, at the place that was never given up.
    private static void Return(QueueTurn turn, QueueCaller caller)
    {
        if (caller.Seats.Count == 0)
        {
            caller.Phase = QueuePhase.Waiting;
            turn.Index.Remind(DueKind.Widen, caller.Number, null);
            Selection.ForCaller(turn, caller, AssignmentTrigger.Returned);
        }
    }

    private static void StopRinging(QueueTurn turn, QueueCaller caller, SeatSlot slot) =>
        turn.Tell(new QueueTell.StopRinging(CallOf(turn, caller, slot.Offer), slot.Offer));

    private static void Set(QueueTurn turn, QueueSeat seat, SeatSlot? slot) => turn.Index.Change(seat, changed => changed.Slot = slot);

    private static CallId CallOf(QueueTurn turn, QueueCaller caller, long offer) =>
        caller.Callback is null ? caller.Call : CallingBack.CallOf(turn.State.Id, caller.Call, offer);

    private static (QueueSeat Seat, QueueCaller Caller)? Find(QueueTurn turn, CallId call, long offer) =>
        turn.Index.OfferedTo.TryGetValue(offer, out var seat)
        && seat.Slot!.Phase != SlotPhase.Releasing
        && turn.State.Callers.TryGetValue(seat.Slot.Caller, out var caller)
        && CallOf(turn, caller, offer) == call
            ? (seat, caller)
            : null;
}
