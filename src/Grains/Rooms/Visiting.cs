using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Rooms;

/// <summary>A call visits a room: it is let in, asked for a PIN where there is one, hears the others, and does what the room wants.</summary>
internal static class Visiting
{
    private const int WrongPins = 3;

    private const int LongestPin = 10;

    private static readonly TimeSpan FirstDigit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan NextDigit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPrompt = TimeSpan.FromSeconds(30);
    private static readonly EndCause Over = new(EndKind.Administrative, null, 16, "Not let into the conference");
    private static readonly EndCause Removed = new(EndKind.Administrative, null, 16, "Removed from the conference");

    /// <summary>The line leads to a room, which is asked whether the caller may come in; in a transfer the transferor stays until it has said so.</summary>
    public static void Begin(CallTurn turn, CallLeg leg, RoomId room)
    {
        var visit = new RoomVisit { Room = room, Leg = leg.Id };
        turn.State.Program = visit;
        Ask(turn, leg, visit, null);
    }

    /// <summary>The room has answered.</summary>
    public static void Told(CallTurn turn, RoomQuestion question, RoomReceipt receipt)
    {
        if (turn.State is not { GoingOn: true, Program: RoomVisit { Stage: RoomStage.Asking } visit }
            || visit.Room != question.Room
            || turn.State.Leg(visit.Leg) is not { Live: true } leg)
        {
            if (receipt.Ticket != 0)
            {
                turn.Tell(new CallTell.RoomLeft(question.Room, receipt.Ticket));
            }

            return;
        }

        turn.Save();
        visit.Until = null;
        visit.Ticket = receipt.Ticket;
        // What a caller has chosen in a menu counts more than what the room speaks.
        visit.Language = turn.State.Language ?? (receipt.Language.Length > 0 ? receipt.Language : visit.Language);
        switch (receipt.Status)
        {
            case RoomEntryStatus.Entered:
                visit.Stage = RoomStage.In;
                (visit.Moderator, visit.Tones) = (receipt.IsModerator, receipt.Tones);
                Proceed(turn, leg, visit, receipt);
                break;
            case RoomEntryStatus.PinNeeded:
                visit.Stage = RoomStage.Pin;
                Proceed(turn, leg, visit, receipt);
                break;
            case RoomEntryStatus.WrongPin:
                WrongPin(turn, leg, visit);
                break;
            default:
                NotLetIn(turn, leg, visit, receipt.Status);
                break;
        }
    }

    /// <summary>The caller is answered and can hear.</summary>
    public static void Answered(CallTurn turn, CallLeg leg, RoomVisit visit)
    {
        if (visit.Stage == RoomStage.In)
        {
            Join(turn, leg, visit);
        }
        else if (visit.Stage == RoomStage.Pin)
        {
            AskPin(turn, leg, visit);
        }
    }

    /// <summary>The caller pressed a digit: of the PIN, or a key of the room.</summary>
    public static void Digit(CallTurn turn, CallLeg leg, RoomVisit visit, char digit)
    {
        switch (visit.Stage)
        {
            case RoomStage.Pin when digit == '#':
                Submit(turn, leg, visit);
                break;
            case RoomStage.Pin when digit == '*':
                visit.Digits = "";
                visit.Until = turn.Now + FirstDigit;
                break;
            case RoomStage.Pin when visit.Digits.Length < LongestPin:
                visit.Digits += digit;
                visit.Until = turn.Now + NextDigit;
                break;
            case RoomStage.In when visit.Digits == "*":
                visit.Digits = "";
                Key(turn, visit, digit);
                break;
            case RoomStage.In when digit == '*':
                visit.Digits = "*";
                break;
            default:
                break;
        }
    }

    /// <summary>The prompt was heard: the PIN is waited for, or the call ends.</summary>
    public static void PromptOver(CallTurn turn, RoomVisit visit)
    {
        if (visit is { Stage: RoomStage.Pin, Digits: "" })
        {
            visit.Until = turn.Now + FirstDigit;
        }
        else if (visit.Stage == RoomStage.Farewell)
        {
            Ending.Finish(turn, CallResult.Answered, Over, null, Over);
        }
    }

    /// <summary>No digit, no answer or no end of a prompt came in time.</summary>
    public static void Due(CallTurn turn, CallLeg leg, RoomVisit visit)
    {
        switch (visit.Stage)
        {
            case RoomStage.Pin when visit.Digits.Length > 0:
                Submit(turn, leg, visit);
                break;
            case RoomStage.Pin:
                WrongPin(turn, leg, visit);
                break;
            case RoomStage.Asking:
                Ask(turn, leg, visit, visit.Ticket == 0 ? null : visit.Digits);
                break;
            case RoomStage.Farewell:
                Ending.Finish(turn, CallResult.Answered, Over, null, Over);
                break;
            default:
                break;
        }
    }

    /// <summary>The caller holds, or holds no longer.</summary>
    /// <returns>True: what the caller hears is said here.</returns>
    public static bool HoldChanged(CallTurn turn, CallLeg leg, RoomVisit visit)
    {
        if (visit.Stage == RoomStage.In && leg.Holds)
        {
            Hearing.Play(turn, leg, MediaSource.Silence);
        }
        else if (visit.Stage == RoomStage.In)
        {
            Join(turn, leg, visit);
        }

        return true;
    }

    /// <summary>The room wants something.</summary>
    /// <returns>False when the call is not in the room with that ticket.</returns>
    public static bool Ordered(CallTurn turn, RoomId room, long ticket, RoomOrder order)
    {
        if (turn.State is not { GoingOn: true, Program: RoomVisit visit }
            || visit.Room != room
            || visit.Ticket != ticket
            || turn.State.Leg(visit.Leg) is not { Live: true } leg)
        {
            return false;
        }

        var moves = !order.Removed && order.Anchor is { } anchor && anchor != turn.State.Anchor;
        if (order.Number <= visit.Order || (moves && leg.TakenUntil is not null))
        {
            // What comes while it is on its way into the room is said again.
            return true;
        }

        turn.Save();
        visit.Order = order.Number;
        if (order.Removed)
        {
            Ending.Finish(turn, CallResult.Answered, Removed, null, Removed);
        }
        else
        {
            if (moves)
            {
                Leaving.WithRoom(turn, order.Anchor!.Value);
            }

            Mute(turn, leg, visit, order.Muted);
        }

        return true;
    }

    /// <summary>The member's sound has gone to another edge with the room.</summary>
    public static void Returned(CallTurn turn, CallLeg leg, RoomVisit visit)
    {
        if (visit.Stage == RoomStage.In)
        {
            Join(turn, leg, visit);
        }
    }

    /// <summary>The caller has left: the room is told.</summary>
    public static void Left(CallTurn turn, RoomVisit visit)
    {
        if (visit.Ticket != 0)
        {
            turn.Tell(new CallTell.RoomLeft(visit.Room, visit.Ticket));
        }
    }

    private static void Mute(CallTurn turn, CallLeg leg, RoomVisit visit, bool muted)
    {
        if (visit.Muted != muted)
        {
            visit.Muted = muted;
            if (IsHeard(leg, visit))
            {
                turn.ToAnchor(new JoinRoom(leg.Id, visit.Muted));
            }
        }
    }

    private static void Ask(CallTurn turn, CallLeg leg, RoomVisit visit, string? pin)
    {
        visit.Stage = RoomStage.Asking;
        visit.Until = turn.Now + Answer;
        turn.Ask(new RoomQuestion(visit.Room, new RoomEntry(turn.State.Id, leg.Id, leg.Party, turn.State.Anchor, visit.Ticket, pin)));
        turn.Save();
    }

    // The first to come decides where the room is mixed; a later one's media is opened there, wherever its signalling is.
    private static void Proceed(CallTurn turn, CallLeg leg, RoomVisit visit, RoomReceipt receipt)
    {
        if (leg.Room == visit.Room && leg.MediaOpen)
        {
            Answered(turn, leg, visit);
            return;
        }

        if (turn.State.Transfer is not null)
        {
            Taping.StayBehind(turn);
            Transferring.ToSource(turn, MediaSource.Silence);
        }

        turn.State.Record = false;
        leg.Room = visit.Room;
        if (leg.MediaOpen || leg.MovedUntil is not null)
        {
            Moving.Begin(turn, leg, receipt.Anchor);
            return;
        }

        turn.State.Anchor = receipt.Anchor;
        turn.Link(receipt.Anchor);
        Programs.Begin(turn, leg.Id, visit);
    }

    private static void Join(CallTurn turn, CallLeg leg, RoomVisit visit)
    {
        if (leg.Holds)
        {
            return;
        }

        leg.HearsSource = null;
        leg.Prompt = null;
        turn.ToAnchor(new JoinRoom(leg.Id, visit.Muted, visit is { Tones: true, Announced: false }));
        visit.Announced = true;
        visit.Digits = "";
        turn.Save();
    }

    private static bool IsHeard(CallLeg leg, RoomVisit visit) => visit is { Stage: RoomStage.In, Announced: true } && leg is { Holds: false, MovedUntil: null };

    private static void AskPin(CallTurn turn, CallLeg leg, RoomVisit visit)
    {
        visit.Stage = RoomStage.Pin;
        visit.Digits = "";
        visit.Until = turn.Now + LongestPrompt;
        Prompting.Say(turn, leg, RoomSpeech.AskPin(visit.Language, again: visit.Wrong > 0), MediaSource.Silence, interruptible: true);
    }

    private static void Submit(CallTurn turn, CallLeg leg, RoomVisit visit) => Ask(turn, leg, visit, visit.Digits);

    private static void WrongPin(CallTurn turn, CallLeg leg, RoomVisit visit)
    {
        visit.Wrong++;
        if (visit.Wrong >= WrongPins)
        {
            NotLetIn(turn, leg, visit, RoomEntryStatus.WrongPin);
        }
        else
        {
            AskPin(turn, leg, visit);
        }
    }

    private static void NotLetIn(CallTurn turn, CallLeg leg, RoomVisit visit, RoomEntryStatus why)
    {
        if (turn.State.Transfer is not null)
        {
            // The two talk on, and whoever wanted the transfer is told.
            turn.State.Program = null;
            Transferring.CannotBe(turn, RoomFailures.Of(why));
            return;
        }

        if (!leg.Talking)
        {
            turn.State.Refusal ??= RoomFailures.Of(why);
            Ending.Refuse(turn, RoomFailures.Of(why));
            return;
        }

        // Who came with open media is told at once; the visit has not begun.
        visit.Begun = true;
        visit.Stage = RoomStage.Farewell;
        visit.Until = turn.Now + LongestPrompt;
        Prompting.Say(turn, leg, RoomSpeech.Farewell(visit.Language, why), MediaSource.Silence, interruptible: false);
    }

    private static void Key(CallTurn turn, RoomVisit visit, char digit)
    {
        RoomWish? wish = digit switch
        {
            '6' => new RoomMute(turn.State.Id, !visit.Muted),
            '5' when visit.Moderator => new RoomLock(true),
            '4' when visit.Moderator => new RoomLock(false),
            _ => null,
        };
        if (wish is not null)
        {
            turn.Tell(new CallTell.RoomWanted(visit.Room, wish));
        }
    }
}
