using System.Globalization;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Queues;

/// <summary>Virtual hold: the place stays when the caller hangs up. An agent answers first, then the number is called, once per attempt.</summary>
/// <remarks>
/// The call back is a call whose name follows from the offer: begun twice it is one call. It dials the number only after the queue has accepted the agent's
/// answer, and with that counted the attempt, so that no crash makes a second one.
/// </remarks>
internal static class CallingBack
{
    private const int MaxNumber = 64;

    // A number that no trunk takes would otherwise ring agents for ever.
    private const int MaxUntried = 5;

    /// <summary>A waiting caller wants to be called back.</summary>
    public static void Ask(QueueTurn turn, CallId call, string number)
    {
        if (!turn.Index.ByCall.TryGetValue(call, out var caller))
        {
            return;
        }

        if (caller.Callback is not null)
        {
            turn.Accepted = true;
        }
        else if (turn.Rules.Callbacks.Allowed && caller.Phase == QueuePhase.Waiting && number.Length is > 0 and <= MaxNumber)
        {
            (caller.Callback, caller.AskedAt) = (number, turn.Now);
            turn.State.Counts.CallbacksAsked++;
            turn.Index.Remind(DueKind.MaxWait, caller.Number, null);
            turn.Index.Remind(DueKind.Place, caller.Number, null);
            turn.Index.Remind(DueKind.Prompt, caller.Number, null);
            Remind(turn, caller);
            turn.Accepted = true;
        }
    }

    /// <summary>Whether people may be called now: while the queue is open, unless its rules say otherwise.</summary>
    public static bool IsTimeToCall(QueueTurn turn) => turn.Rules.Callbacks.OutsideHours ? !turn.State.Emergency : Opening.Refusal(turn) is null;

    /// <summary>The queue is open again, or the emergency over: those are called who kept their places.</summary>
    public static void Resume(QueueTurn turn)
    {
        if (IsTimeToCall(turn))
        {
            Selection.All(turn, AssignmentTrigger.CallbackDue);
        }
    }

    /// <summary>Sets until when the place is kept.</summary>
    public static void Remind(QueueTurn turn, QueueCaller caller) => turn.Index.Remind(DueKind.Keep, caller.Number, KeptUntil(turn, caller));

    /// <summary>The place has been kept long enough; whom an agent has already, is called.</summary>
    public static void GiveUp(QueueTurn turn, QueueCaller caller)
    {
        if (caller is { Callback: not null, Phase: QueuePhase.Waiting or QueuePhase.Offered })
        {
            Expired(turn, caller);
            Offering.Withdraw(turn, caller, ReleaseReason.CallerGone, except: null);
            Waiting.Remove(turn, caller);
        }
    }

    /// <summary>The call back is over.</summary>
    public static void Ended(QueueTurn turn, long offer, CallbackOutcome outcome)
    {
        if (!turn.Index.OfferedTo.TryGetValue(offer, out var seat) || seat.Slot!.Phase != SlotPhase.Talking
            || !turn.State.Callers.TryGetValue(seat.Slot.Caller, out var caller) || caller.Callback is null)
        {
            return;
        }

        Offering.Release(turn, seat, ReleaseReason.TalkEnded);
        if (outcome is CallbackOutcome.NotTried or CallbackOutcome.Cut)
        {
            caller.Attempts--;
            caller.Untried++;
        }

        if (outcome == CallbackOutcome.Reached || turn.State.Removed || caller.Attempts >= turn.Rules.Callbacks.Attempts || caller.Untried >= MaxUntried)
        {
            turn.State.Counts.CallbacksReached += outcome == CallbackOutcome.Reached ? 1 : 0;
            Waiting.Remove(turn, caller);
            return;
        }

        if (KeptUntil(turn, caller) <= turn.Now)
        {
            Expired(turn, caller);
            Waiting.Remove(turn, caller);
            return;
        }

        caller.Phase = QueuePhase.Waiting;
        caller.NotBefore = outcome == CallbackOutcome.Cut ? turn.Now : turn.Now + turn.Rules.Callbacks.RetryAfter;
        turn.Index.Waiting.Add(PlaceKey.Of(caller, turn.Rules.AgeingStep));
        turn.Index.Remind(DueKind.Callback, caller.Number, caller.NotBefore > turn.Now ? caller.NotBefore : null);
        Remind(turn, caller);
        Waiting.RemindOfRelaxation(turn, caller);
        Selection.ForCaller(turn, caller, AssignmentTrigger.CallbackDue);
    }

    /// <summary>A caller is not to be called back; whom an agent has already, is.</summary>
    public static void Cancel(QueueTurn turn, long place)
    {
        if (turn.State.Callers.TryGetValue(place, out var caller) && caller is { Callback: not null, Phase: QueuePhase.Waiting or QueuePhase.Offered })
        {
            Offering.Withdraw(turn, caller, ReleaseReason.CallerGone, except: null);
            Waiting.Remove(turn, caller);
            turn.Accepted = true;
        }
    }

    /// <summary>Nobody serves the queue any more: nobody is called back.</summary>
    public static void CancelAll(QueueTurn turn)
    {
        foreach (var key in turn.Index.Waiting.ToList())
        {
            Cancel(turn, key.Caller);
        }
    }

    /// <summary>The call that an offer to call back leads to: named after the call that waited, so that names still sort by when their calls began.</summary>
    public static CallId CallOf(QueueId queue, CallId waited, long offer) =>
        new(queue.Tenant, string.Create(CultureInfo.InvariantCulture, $"{waited.Name}-back-{offer}"));

    // Who was answered by an agent once, and only not reached, is no abandoned caller: each counts once.
    private static void Expired(QueueTurn turn, QueueCaller caller)
    {
        turn.State.Counts.CallbacksExpired++;
        turn.State.Counts.Abandoned += caller.Counted ? 0 : 1;
    }

    // Of a place that was kept before there was such a bound the wait says when it began.
    private static DateTimeOffset KeptUntil(QueueTurn turn, QueueCaller caller) =>
        (caller.AskedAt == default ? caller.Since : caller.AskedAt) + turn.Rules.Callbacks.KeepFor;
}
