using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.ParkLots;

/// <summary>A call is parked: a party is transferred to a slot instead of a person, hears music, and waits for somebody who dials the slot. After a while the one who parked it is rung.</summary>
/// <remarks>Whoever dials the slot comes over as one who picks up a call that rings does (<see cref="Picking"/>): of two who dial it one is first.</remarks>
internal static class Parking
{
    /// <summary>The number of a transfer leads to a slot: the lot is asked for it.</summary>
    public static void Want(CallTurn turn, LegId waiting, UserId? by, string? slot)
    {
        if (by is { } user)
        {
            turn.Ask(new ParkQuestion(new ParkEntry(turn.State.Id, user, slot, turn.Now + turn.Rules.ParkTimeout), waiting));
            return;
        }

        Transferring.Refused(turn, ParkFailures.NotYours);
    }

    /// <summary>A user asks for it without a number that leads to a slot.</summary>
    public static void Begin(CallTurn turn, CallLeg by, CallLeg remaining, string? slot)
    {
        turn.State.Transfer = new BlindTransfer { By = by.Id, Remaining = remaining.Id, To = slot ?? "" };
        turn.Log(new TransferStarted(turn.Now, by.Id, slot ?? ""));
        Want(turn, remaining.Id, by.Party.User, slot);
    }

    /// <summary>The slot that a user has parked the call in already; null when that is not so.</summary>
    public static string? SlotOf(CallState state, UserId by) =>
        state.Park is { } stay && state.Legs.Exists(leg => leg.Party.User == by && leg.Party.Number == stay.By) ? stay.Slot : null;

    /// <summary>As the call in which somebody dialled the lot: the one that they hold has answered.</summary>
    public static void HeldParked(CallTurn turn, string? slot)
    {
        if (turn.State is { GoingOn: true, Program: ParkHeldRun run } && turn.State.Leg(run.Leg) is { Live: true } leg)
        {
            run.Answered(turn, leg, slot);
        }
    }

    /// <summary>The lot has answered.</summary>
    public static void Told(CallTurn turn, ParkQuestion question, ParkReceipt receipt)
    {
        if (receipt.Status != ParkStatus.Parked)
        {
            Transferring.Refused(turn, ParkFailures.Of(receipt.Status));
            return;
        }

        var state = turn.State;
        var by = state.Leg(state.Transfer!.By)!;
        state.Park = new ParkStay
        {
            Slot = receipt.Slot,
            Ticket = receipt.Ticket,
            Leg = question.Waiting,
            By = by.Party.Number,
            ByUser = by.Party.User,
            Until = question.Entry.Until,
        };
        turn.Log(new CallParked(turn.Now, question.Waiting, by.Id, receipt.Slot));
        turn.Receipt = new IntentReceipt(IntentStatus.Accepted, null, receipt.Slot);
        Transferring.ToSource(turn, MediaSource.HoldMusic, $"Parked at {receipt.Slot}");
    }

    /// <summary>The leg that waits in a slot; null when none does.</summary>
    public static CallLeg? Party(CallState state) => state.Park is { } stay && state.Leg(stay.Leg) is { Live: true } leg ? leg : null;

    /// <summary>Somebody has dialled the slot and takes the call.</summary>
    public static void Retrieved(CallTurn turn)
    {
        if (turn.State.Park is { } stay)
        {
            Over(turn, stay);
        }
    }

    /// <summary>Time passed: nobody may have come, and whoever parked the call gets it back.</summary>
    public static void Check(CallTurn turn)
    {
        if (turn.State.Park is not { } stay || stay.Until > turn.Now || Party(turn.State) is not { } leg)
        {
            return;
        }

        Over(turn, stay);
        turn.Log(new ParkTimedOut(turn.Now, stay.Slot, stay.By));
        Routing.Ask(turn, RoutePurpose.Return, stay.By, leg.Id, leg.Party, null, 0, [], owner: stay.ByUser);
    }

    /// <summary>The one who parked the call cannot be reached either: it ends.</summary>
    public static void NotReturned(CallTurn turn, CallFailure failure)
    {
        var cause = Failures.CauseOf(failure);
        Ending.Finish(turn, CallResult.Answered, cause, null, others: cause);
    }

    /// <summary>Frees the slot of a party that has left; runs at the end of each turn.</summary>
    public static void Settle(CallTurn turn)
    {
        if (turn.State.Park is { } stay && (!turn.State.GoingOn || Party(turn.State) is null))
        {
            Over(turn, stay);
        }
    }

    private static void Over(CallTurn turn, ParkStay stay)
    {
        turn.State.Park = null;
        turn.State.Playing = null;
        turn.Tell(new CallTell.ParkLeft(stay.Ticket));
        turn.Save();
    }
}
