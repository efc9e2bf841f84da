using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Lines;
using RtcCluster.Grains.ParkLots;

namespace RtcCluster.Grains.Calls;

/// <summary>Pickup: a call that rings at one user's devices is answered by somebody else, who has dialled for it; one that is parked is taken in the same way.</summary>
/// <remarks>
/// The one who picks up makes a call, the younger one, and goes over from it to the call that rings before either is answered. That call decides: its turns
/// come one after the other, so of two who pick up one is first.
/// </remarks>
internal static class Picking
{
    private static readonly EndCause PickedUp = new(EndKind.AnsweredElsewhere, 200, 26, "Picked up");
    private static readonly IntentReceipt TooLate = new(IntentStatus.NotFound, LineFailures.NothingRings.Text);

    /// <summary>As the younger call: its party wants to answer the one that rings.</summary>
    public static void Want(CallTurn turn, LegId by, CallId ringing)
    {
        if (!ringing.IsOlderThan(turn.State.Id))
        {
            Ending.Refuse(turn, LineFailures.NothingRings);
            return;
        }

        turn.Tell(new CallTell.Pick(ringing, new CallPick(new NamedLeg(turn.State.Id, by), turn.State.Leg(by)!.Party)));
    }

    /// <summary>As the younger call: the one that rings has answered.</summary>
    public static void Answered(CallTurn turn, IntentStatus status)
    {
        if (status != IntentStatus.Accepted && turn.State is { AnsweredAt: null, MergedInto: null })
        {
            Ending.Refuse(turn, LineFailures.NothingRings);
        }
    }

    /// <summary>As the younger call: it gives up its party and ends.</summary>
    public static YieldReceipt Yield(CallTurn turn, CallYield asked)
    {
        var state = turn.State;
        if (state.MergedInto == asked.Into && state.Leg(state.Yielded) is { } given)
        {
            return Accept(state, given);
        }

        if (!state.GoingOn || state.Attempt is not null || state.Leg(asked.ByLeg) is not { Live: true } leg || leg.Talking == leg.Incoming || !Joining.IsSame(leg.Party, asked.By))
        {
            return new YieldReceipt(IntentStatus.NotFound, "The one who picks up has left.");
        }

        state.MergedInto = asked.Into;
        state.Yielded = leg.Id;
        state.YieldUntil = turn.Now + Yielding.TakeTime;
        turn.Log(new CallMerged(turn.Now, leg.Id, asked.Into));
        Ending.Finish(turn, CallResult.Answered, Yielding.Merged, leg.Id, others: Yielding.Merged, () =>
        {
            var offer = leg.RemoteSdp;
            turn.ToLeg(leg, new ParkLeg(leg.Id, asked.Into));
            LegWork.Closed(turn, leg, Yielding.Merged);
            // For an older call that asks again.
            leg.RemoteSdp = leg.Incoming ? offer : null;
        });
        return Accept(state, leg);
    }

    /// <summary>As the call that rings or is parked: somebody wants to answer it.</summary>
    public static IntentReceipt Asked(CallTurn turn, CallPick pick)
    {
        var state = turn.State;
        if (state.Ledger.Exists(entry => entry.Event is LegJoined joined && joined.From == pick.From.Call))
        {
            return new IntentReceipt(IntentStatus.Accepted);
        }

        if (!state.GoingOn
            || Waiting(state) is not { Live: true } waiting
            || pick.From.Call.Tenant != state.Id.Tenant
            || !state.Id.IsOlderThan(pick.From.Call))
        {
            return TooLate;
        }

        turn.Ask(new JoinQuestion(pick.From.Call, new CallYield(state.Id, pick.By, pick.From.Leg, Itself: true), waiting.Id, null));
        return new IntentReceipt(IntentStatus.Accepted);
    }

    /// <summary>As that call: the one who picks up is here, or has left.</summary>
    public static void Take(CallTurn turn, JoinQuestion question, YieldReceipt answer)
    {
        turn.Receipt = new IntentReceipt(answer.Status, answer.Text);
        if (answer is not { Status: IntentStatus.Accepted, Leg: { } yielded })
        {
            return;
        }

        var state = turn.State;
        var waiting = state.Leg(question.By)!;
        var leg = new CallLeg
        {
            Id = new LegId(state.Legs.Count + 1),
            Edge = yielded.Edge,
            Party = yielded.Party,
            Incoming = true,
            Device = yielded.Device,
            RemoteSdp = yielded.Offer,
            Transport = yielded.Transport,
            RequireSrtp = yielded.RequireSrtp,
        };
        turn.Save();
        turn.Log(new LegJoined(turn.Now, leg.Id, leg.Party, yielded.From.Call));
        Ringing.Abandon(turn, PickedUp);
        Parking.Retrieved(turn);
        state.Legs.Add(leg);
        turn.Tell(new CallTell.Taken(yielded.From.Call));
        if (leg.IsBrowser || yielded.IsAnswered)
        {
            (leg.Target, leg.Incoming, leg.PhoneHold) = (yielded.IsAnswered ? yielded.Target : null, yielded.Incoming, yielded.PhoneHold);
            Fetch(turn, leg, waiting, yielded.From);
            return;
        }

        turn.ToLeg(leg, new TakeLeg(leg.Id, yielded.From));
        LegWork.OpenMedia(turn, leg, leg.RemoteSdp, waiting.Id);
        Taping.PartyChanged(turn, waiting, leg.Id);
        Talking.Begin(turn, waiting, leg, turn.Now);
        LegWork.Answer(turn, leg, turn.Now);
    }

    // The party of a call that rings, or that is parked.
    private static CallLeg? Waiting(CallState state) =>
        state.Attempt is { Purpose: RoutePurpose.Destination or RoutePurpose.Return, Hunt: false, Waiting: { } waiting } ? state.Leg(waiting) : Parking.Party(state);

    // A browser makes a new offer for each call: the one who waits is answered when it is there.
    private static void Fetch(CallTurn turn, CallLeg leg, CallLeg waiting, NamedLeg from)
    {
        (leg.Phase, leg.RemoteSdp, leg.TakenUntil) = (LegPhase.Answered, null, turn.Now + Joining.TakePatience);
        (leg.Peer, waiting.Peer) = (waiting.Id, leg.Id);
        if (turn.State.AnsweredAt is not null)
        {
            turn.State.Phase = CallPhase.Transferring;
            turn.State.SetupUntil = null;
        }
        else
        {
            turn.State.Phase = CallPhase.Routing;
            turn.State.SetupUntil = turn.Now + turn.Rules.SetupTimeout;
        }

        if (leg.IsBrowser)
        {
            turn.ToLeg(leg, new AdoptLeg(leg.Id, leg.Device!, leg.Party.User!.Value));
            Cards.Show(turn, leg);
            turn.ToLeg(leg, new ReofferLeg(leg.Id, SdpBody.None));
            return;
        }

        turn.ToLeg(leg, new TakeLeg(leg.Id, from));
        LegWork.OpenMedia(turn, leg, null, waiting.Id);
        Joining.Offered(turn, leg);
    }

    // An own device that was rung for a click is answered: it is offered new media, as the party of an attended transfer is.
    private static YieldReceipt Accept(CallState state, CallLeg leg) => new(
        IntentStatus.Accepted,
        null,
        new YieldedLeg(
            new NamedLeg(state.Id, leg.Id), leg.Edge, leg.Party, leg.Incoming, leg.Target, leg.Device, leg.PhoneHold, IsAnswered: !leg.Incoming, leg.RemoteSdp, leg.Transport, leg.RequireSrtp));
}
