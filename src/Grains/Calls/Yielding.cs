using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Calls;

/// <summary>Attended transfer, as the call that ends: its other party goes over to an older call.</summary>
/// <remarks>
/// The call has ended once it has yielded, but its ledger stays open until the older call has saved that it has the party, or for a while: an older
/// call whose store or process failed in between asks again and gets the same answer.
/// </remarks>
internal static class Yielding
{
    // Longer than the edge keeps the leg: whoever asks later than that would get a party that is gone.
    internal static readonly TimeSpan TakeTime = TimeSpan.FromSeconds(15);
    internal static readonly EndCause Merged = new(EndKind.Transferred, null, 16, "Joined with another call");

    /// <summary>An older call asks for the other party.</summary>
    public static YieldReceipt Asked(CallTurn turn, CallYield asked)
    {
        var state = turn.State;
        if (state.MergedInto == asked.Into && state.Leg(state.Yielded) is { } given)
        {
            return Accept(state, given);
        }

        if (!state.GoingOn || Find(state, asked) is not { } by)
        {
            return new YieldReceipt(IntentStatus.NotFound, "No such consultation is going on.");
        }

        if (Parking.Party(state) == by)
        {
            return new YieldReceipt(IntentStatus.Forbidden, "The call is parked.");
        }

        if (Consulting.NumberOf(state, by) is { } number)
        {
            return new YieldReceipt(IntentStatus.Conflict, "Nobody is there to be taken over.", Instead: number);
        }

        if (!by.Talking || state.Transfer is not null || state.Third is not null || Talking.PeerOf(state, by) is not { Talking: true } other)
        {
            return new YieldReceipt(IntentStatus.Conflict, "The consultation has not been answered yet.");
        }

        state.MergedInto = asked.Into;
        state.Yielded = other.Id;
        state.YieldUntil = turn.Now + TakeTime;
        turn.Log(new CallMerged(turn.Now, other.Id, asked.Into));
        Ending.Finish(turn, CallResult.Answered, Merged, by.Id, others: Merged, () => Leave(turn, by, other, asked));
        return Accept(state, other);
    }

    /// <summary>The older call has the party, or will never have it: the ledger is closed.</summary>
    public static void Settle(CallTurn turn)
    {
        if (turn.State.YieldUntil is not null)
        {
            turn.State.YieldUntil = null;
            turn.Save();
            Ending.ConcludeWhenClosed(turn);
        }
    }

    /// <summary>Time passed: the older call may not have come for the party.</summary>
    public static void Check(CallTurn turn)
    {
        if (turn.State.YieldUntil <= turn.Now)
        {
            Settle(turn);
        }
    }

    /// <summary>An edge is gone while nobody has said that the party has come over: it has not.</summary>
    public static void EdgeGone(CallTurn turn, EdgeId edge, EndCause cause)
    {
        if (turn.State.YieldUntil is not null && turn.State.Leg(turn.State.Yielded)!.Edge == edge)
        {
            turn.State.Result = CallResult.Lost;
            turn.State.Cause = cause;
            turn.State.EndedBy = null;
            Settle(turn);
        }
    }

    private static CallLeg? Find(CallState state, CallYield asked)
    {
        if (asked.ByLeg is { } named)
        {
            return state.Leg(named) is { Live: true } leg && Joining.IsSame(leg.Party, asked.By) ? leg : null;
        }

        return state.Legs.Where(leg => leg.Live && Joining.IsSame(leg.Party, asked.By)).OrderByDescending(leg => leg.Talking).FirstOrDefault();
    }

    private static void Leave(CallTurn turn, CallLeg by, CallLeg other, CallYield asked)
    {
        if (asked.ReferId is { } referId)
        {
            turn.ToLeg(by, new AnswerRefer(by.Id, referId, 202));
            turn.ToLeg(by, new NotifyRefer(by.Id, referId, 200, "OK", Final: true));
        }

        turn.ToLeg(other, new ParkLeg(other.Id, asked.Into));
        LegWork.Closed(turn, other, Merged);
    }

    private static YieldReceipt Accept(CallState state, CallLeg leg) => new(
        IntentStatus.Accepted,
        null,
        new YieldedLeg(new NamedLeg(state.Id, leg.Id), leg.Edge, leg.Party, leg.Incoming, leg.Target, leg.Device, leg.PhoneHold, Transport: leg.Transport, RequireSrtp: leg.RequireSrtp, Withholds: Notices.Withholds(state), Records: state.Record,
            Dialled: state.Dialled, Told: [.. Notices.Told(state).Where(told => told.Leg == leg.Id)]));
}
