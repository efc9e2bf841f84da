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
            caller.Callback = number;
            turn.State.Counts.CallbacksAsked++;
            turn.Index.Remind(DueKind.MaxWait, caller.Number, null);
            turn.Index.Remind(DueKind.Place, caller.Number, null);
            turn.Index.Remind(DueKind.Prompt, caller.Number, null);
            turn.Accepted = true;
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
        if (outcome == CallbackOutcome.NotTried)
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

        caller.Phase = QueuePhase.Waiting;
        caller.NotBefore = turn.Now + turn.Rules.Callbacks.RetryAfter;
        turn.Index.Waiting.Add(PlaceKey.Of(caller, turn.Rules.AgeingStep));
        turn.Index.Remind(DueKind.Callback, caller.Number, caller.NotBefore);
        Waiting.RemindOfRelaxation(turn, caller);
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
}
