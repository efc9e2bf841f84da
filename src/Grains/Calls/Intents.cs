using System.Buffers;
using RtcCluster.Contracts.Calls;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Calls;

/// <summary>What people want of a call through the API.</summary>
internal static class Intents
{
    private const int MaxDigits = 64;
    private static readonly SearchValues<char> DigitValues = SearchValues.Create("0123456789*#ABCD");
    private static readonly IntentReceipt Accepted = new(IntentStatus.Accepted);

    /// <summary>Does what is wanted, or says why not.</summary>
    public static IntentReceipt Act(CallTurn turn, CallIntent intent)
    {
        if (!turn.State.GoingOn)
        {
            return new IntentReceipt(IntentStatus.NotFound, "No such call is going on.");
        }

        if (intent is JoinIntent join)
        {
            return Joining.Wanted(turn, join, join.Consultation, stays: false);
        }

        if (intent is ConferenceIntent conference)
        {
            return Joining.Wanted(turn, conference, conference.Consultation, stays: true);
        }

        if (intent is SuperviseIntent supervise)
        {
            return Supervising.Change(turn, supervise);
        }

        if (intent is ParkIntent && Parking.SlotOf(turn.State, intent.By) is { } slot)
        {
            return new IntentReceipt(IntentStatus.Accepted, null, slot);
        }

        var own = turn.State.Legs.Where(leg => leg.Live && leg.Party.User == intent.By).OrderByDescending(leg => leg.Talking).FirstOrDefault();
        if (own is null && !intent.Privileged)
        {
            return new IntentReceipt(IntentStatus.Forbidden, "This user takes no part in the call.");
        }

        return intent switch
        {
            AttachIntent attach => Attaching.Attach(turn, attach),
            HangUpIntent => HangUp(turn, own),
            HoldIntent when CanHold(turn, own) => Hold(turn, own!, hold: true),
            ResumeIntent when CanHold(turn, own) => Hold(turn, own!, hold: false),
            TransferIntent transfer when CanHold(turn, own) && turn.State.Third is null => Transfer(turn, own!, transfer.To),
            ParkIntent park when CanHold(turn, own) && turn.State.Third is null && !(turn.Now > park.Until) && (!park.OnlyHeld || own!.Holds) => Park(turn, own!, park.Slot),
            DigitsIntent digits when CanHold(turn, own) => Digits(turn, own!, digits.Digits),
            DigitsIntent digits when HearsUs(turn, own) => Press(turn, own!, digits.Digits),
            _ => new IntentReceipt(IntentStatus.Conflict, "The call is not in a state for it."),
        };
    }

    private static bool CanHold(CallTurn turn, CallLeg? own) =>
        own is { Talking: true } && turn.State.Transfer is null && Talking.PeerOf(turn.State, own) is not null;

    /// <summary>The user is at a menu, a mailbox, the door of a room or in a queue: keys are for us. A browser has them as a wish, where a telephone has them in its media.</summary>
    private static bool HearsUs(CallTurn turn, CallLeg? own) =>
        own is not null && (turn.State.Program?.Leg == own.Id || (turn.State is { Program: null, Queue: { Waits: true } visit } && visit.Caller == own.Id));

    private static IntentReceipt HangUp(CallTurn turn, CallLeg? own)
    {
        if (own is null)
        {
            var result = turn.State.AnsweredAt is null ? CallResult.Cancelled : CallResult.Answered;
            var cause = new EndCause(EndKind.Administrative, null, 16, "Ended by an administrator");
            Ending.Finish(turn, result, cause, null, others: cause);
        }
        else if (Ringing.Of(turn, own) is { } attempt)
        {
            // A ringing device and "hang up" is a person who does not want the call, on whatever device.
            LegWork.Drop(turn, own, new EndCause(EndKind.Hangup, null, 21, Failures.Declined.Text));
            Ringing.Count(turn, attempt, Failures.Declined);
        }
        else
        {
            Ending.PartyLeft(turn, own, new EndCause(EndKind.Hangup, null, 16, "Hung up"), told: true);
        }

        return Accepted;
    }

    private static IntentReceipt Hold(CallTurn turn, CallLeg own, bool hold)
    {
        Hearing.IntentHold(turn, own, hold);
        return own.PhoneHold && !hold ? new IntentReceipt(IntentStatus.Conflict, "The telephone itself holds the call.") : Accepted;
    }

    private static IntentReceipt Transfer(CallTurn turn, CallLeg own, string to)
    {
        Transferring.Begin(turn, own, Talking.PeerOf(turn.State, own)!, to, referId: null);
        return turn.Receipt ?? Accepted;
    }

    private static IntentReceipt Park(CallTurn turn, CallLeg own, string? slot)
    {
        Parking.Begin(turn, own, Talking.PeerOf(turn.State, own)!, slot);
        return Accepted;
    }

    private static IntentReceipt? Problem(string digits) => digits.Length is 0 or > MaxDigits || digits.AsSpan().ContainsAnyExcept(DigitValues)
        ? new IntentReceipt(IntentStatus.Conflict, $"Digits are 1 to {MaxDigits} of 0-9, *, # and A-D.")
        : null;

    private static IntentReceipt Press(CallTurn turn, CallLeg own, string digits)
    {
        if (Problem(digits) is { } problem)
        {
            return problem;
        }

        foreach (var digit in digits)
        {
            var heard = own.Prompt;
            if (turn.State.Program is null)
            {
                CallBacks.Digit(turn, own, digit);
            }
            else
            {
                Programs.Digit(turn, own, digit);
            }

            Prompting.Pressed(turn, own, heard);
        }

        turn.Save();
        return Accepted;
    }

    private static IntentReceipt Digits(CallTurn turn, CallLeg own, string digits)
    {
        if (Problem(digits) is { } problem)
        {
            return problem;
        }

        var peer = Talking.PeerOf(turn.State, own)!;
        turn.ToAnchor(new SendDigits(peer.Id, digits));
        turn.Save();
        return Accepted;
    }
}
