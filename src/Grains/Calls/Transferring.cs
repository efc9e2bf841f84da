using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;

namespace RtcCluster.Grains.Calls;

/// <summary>Blind transfer: a party is replaced by a number that it named. RFC 3515, RFC 5589 §6.</summary>
internal static class Transferring
{
    /// <summary>The telephone asks for it.</summary>
    public static void Referred(CallTurn turn, CallLeg leg, LegReferred referred)
    {
        turn.Save();
        if (referred is { Replaces: not null, Replaced: null })
        {
            // A dialog of somebody else's: the party would have to call there itself, with a Replaces of its own.
            Answer(501);
        }
        else if (referred.Replaced is { } replaced)
        {
            Joining.Referred(turn, leg, referred.ReferId, replaced);
        }
        else if (turn.State.Transfer is not null)
        {
            Answer(491);
        }
        else if (!leg.Talking || turn.State.Third is not null || Talking.PeerOf(turn.State, leg) is not { } remaining)
        {
            Answer(403);
        }
        else
        {
            Begin(turn, leg, remaining, referred.Target, referred.ReferId);
        }

        void Answer(int code) => turn.ToLeg(leg, new AnswerRefer(leg.Id, referred.ReferId, code));
    }

    /// <summary>Looks the number up; the parties hear nothing of it until the line has answered.</summary>
    public static void Begin(CallTurn turn, CallLeg by, CallLeg remaining, string to, int? referId)
    {
        turn.State.Transfer = new BlindTransfer { By = by.Id, Remaining = remaining.Id, To = to, ReferId = referId };
        turn.Log(new TransferStarted(turn.Now, by.Id, to));
        Routing.Ask(turn, RoutePurpose.Transfer, to, remaining.Id, remaining.Party, by.Party.User, 0, []);
    }

    /// <summary>The number can be rung.</summary>
    public static void Accepted(CallTurn turn)
    {
        var (transfer, by, remaining) = Parties(turn);
        turn.State.Phase = CallPhase.Transferring;
        AnswerRefer(turn, transfer, by, 202);
        Notify(turn, 100, "Trying", final: false);
        Hearing.Play(turn, remaining, MediaSource.Ringback);
        Hearing.Play(turn, by, MediaSource.Silence);
    }

    /// <summary>The number cannot be had; nothing has changed for the parties.</summary>
    public static void Refused(CallTurn turn, CallFailure failure)
    {
        var (transfer, by, _) = Parties(turn);
        AnswerRefer(turn, transfer, by, failure.SipCode);
        turn.Receipt = new IntentReceipt(IntentStatus.Unreachable, failure.Text);
        transfer.ReferId = null;
        Failed(turn, failure);
    }

    /// <summary>The number is not to be had: refused when nothing has been accepted yet, failed when another number has been rung before.</summary>
    public static void CannotBe(CallTurn turn, CallFailure failure)
    {
        if (turn.State.Phase == CallPhase.Transferring)
        {
            Failed(turn, failure);
        }
        else
        {
            Refused(turn, failure);
        }
    }

    /// <summary>The target answered: it takes the transferor's place.</summary>
    public static void Completed(CallTurn turn, CallLeg successor, DateTimeOffset at)
    {
        var (transfer, by, remaining) = Parties(turn);
        Leave(turn, by);
        if (!transfer.Records && Notices.IsForHelp(successor) && Taping.GoesOn(turn.State, RoutePurpose.Transfer))
        {
            // A line of before does not say that nothing may be recorded, and who helps is not told.
            Notices.Withhold(turn);
        }

        // A recording may run in a call whose line does not record: whoever comes into it is told as well.
        Notices.Come(turn, [successor, remaining], transfer.Notice, transfer.Records || (transfer.Notice is not null && Taping.GoesOn(turn.State, RoutePurpose.Transfer)));
        Notices.Begin(turn, remaining, successor);
        Talking.Pair(turn, remaining, successor, at);
        Taping.PartyChanged(turn, remaining, successor.Id);
        Replaced(turn, by, successor.Id, at);
        Taping.Between(turn, remaining, successor);
    }

    /// <summary>The number is an echo or music line: it takes the transferor's place at once.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="source">What the party hears.</param>
    /// <param name="text">What the transferor's telephone is told of it.</param>
    public static void ToSource(CallTurn turn, MediaSource source, string text = "OK")
    {
        var (transfer, by, remaining) = Parties(turn);
        AnswerRefer(turn, transfer, by, 202);
        Leave(turn, by, text);
        remaining.Peer = null;
        turn.State.Playing = source;
        Hearing.Alone(turn, remaining);
        Taping.PartyChanged(turn, remaining, null);
        Replaced(turn, by, remaining.Id, turn.Now);
    }

    /// <summary>The target did not answer: the parties talk again, or the call ends when the transferor has gone.</summary>
    public static void Failed(CallTurn turn, CallFailure failure)
    {
        var (_, by, remaining) = Parties(turn);
        Notify(turn, failure.SipCode, failure.Text, final: true);
        turn.Log(new TransferFailed(turn.Now, by.Id, failure));
        turn.State.Transfer = null;
        turn.State.Phase = CallPhase.Connected;
        turn.Save();
        if (by.Live)
        {
            Hearing.Settle(turn, by, remaining);
        }
        else
        {
            var cause = Failures.CauseOf(failure);
            Ending.Finish(turn, CallResult.Answered, cause, by.Id, others: cause);
        }
    }

    /// <summary>Tells the transferor's telephone how the referred call is going.</summary>
    public static void Notify(CallTurn turn, int code, string reason, bool final)
    {
        if (turn.State.Transfer is { ReferId: { } referId } transfer && turn.State.Leg(transfer.By) is { Live: true } by)
        {
            turn.ToLeg(by, new NotifyRefer(by.Id, referId, code, reason, final));
        }
    }

    private static (BlindTransfer Transfer, CallLeg By, CallLeg Remaining) Parties(CallTurn turn)
    {
        var transfer = turn.State.Transfer!;
        return (transfer, turn.State.Leg(transfer.By)!, turn.State.Leg(transfer.Remaining)!);
    }

    private static void AnswerRefer(CallTurn turn, BlindTransfer transfer, CallLeg by, int code)
    {
        if (transfer.ReferId is { } referId && by.Live)
        {
            turn.ToLeg(by, new AnswerRefer(by.Id, referId, code));
        }
    }

    // What the transferor held ends with the transferor.
    private static void Leave(CallTurn turn, CallLeg by, string text = "OK")
    {
        Notify(turn, 200, text, final: true);
        by.Peer = null;
    }

    private static void Replaced(CallTurn turn, CallLeg by, LegId successor, DateTimeOffset at)
    {
        Consulting.Done(turn, turn.State.Transfer!, by);
        turn.State.Transfer = null;
        turn.State.Phase = CallPhase.Connected;
        LegWork.Drop(turn, by, new EndCause(EndKind.Transferred, null, 16, "Transferred"));
        turn.Log(new TransferCompleted(at, by.Id, successor));
        turn.Save();
    }
}
