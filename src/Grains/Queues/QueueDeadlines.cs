using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Queues;

/// <summary>What happens when time passes.</summary>
internal static class QueueDeadlines
{
    /// <summary>Does everything that is due.</summary>
    public static void Check(QueueTurn turn)
    {
        while (turn.Index.TryTakeDue(turn.Now, out var due))
        {
            if (due.Kind == DueKind.Hours)
            {
                Opening.Remind(turn);
                Opening.Check(turn);
                CallingBack.Resume(turn);
            }
            else if (due.Kind is DueKind.Slot or DueKind.Serve or DueKind.Look)
            {
                OfSeat(turn, due);
            }
            else if (turn.State.Callers.TryGetValue(due.Of, out var caller))
            {
                OfCaller(turn, due.Kind, caller);
            }
        }
    }

    private static void OfSeat(QueueTurn turn, DueKey due)
    {
        if (!turn.State.Seats.TryGetValue(due.Of, out var seat))
        {
            return;
        }

        switch (due.Kind)
        {
            case DueKind.Slot:
                Offering.Check(turn, seat);
                break;
            case DueKind.Look:
                Staffing.Look(turn, seat);
                break;
            default:
                Configuring.Serve(turn, seat);
                break;
        }
    }

    private static void OfCaller(QueueTurn turn, DueKind kind, QueueCaller caller)
    {
        switch (kind)
        {
            case DueKind.Relax:
                Waiting.RemindOfRelaxation(turn, caller);
                Selection.ForCaller(turn, caller, AssignmentTrigger.Relaxed);
                break;
            case DueKind.Widen when caller.Phase == QueuePhase.Offered:
                turn.Index.Remind(DueKind.Widen, caller.Number, turn.Now + turn.Rules.WidenAfter);
                Selection.OneMore(turn, caller);
                break;
            case DueKind.MaxWait:
                Waiting.SendAway(turn, caller, QueueJoinStatus.MaxWait);
                break;
            case DueKind.Place:
                Telling.Place(turn, caller);
                break;
            case DueKind.Prompt:
                Telling.Prompt(turn, caller);
                break;
            case DueKind.Leaving:
                Waiting.TellLeaving(turn, caller);
                break;
            case DueKind.Callback:
                Selection.ForCaller(turn, caller, AssignmentTrigger.CallbackDue);
                break;
            case DueKind.Keep:
                CallingBack.GiveUp(turn, caller);
                break;
        }
    }
}
