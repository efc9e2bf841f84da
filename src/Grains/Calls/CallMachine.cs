using RtcCluster.Grains.ParkLots;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Calls;

/// <summary>The rules of a call: a state and an input give a changed state and effects, the same ones each time.</summary>
/// <remarks>
/// Read it in this order: <see cref="Routing"/> finds out where a call goes, <see cref="Ringing"/> rings and connects, <see cref="Following"/> goes on to a user's other numbers, <see cref="Queueing"/> waits for agents, <see cref="Programs"/> talks with a caller, <see cref="CallBacks"/> calls one back, <see cref="Notices"/> tells a party that it is recorded, <see cref="Faxing"/> lets two machines talk, <see cref="Hearing"/> says who
/// hears whom, <see cref="Transferring"/> replaces a party, <see cref="Parking"/> lets one wait in a slot, <see cref="Joining"/>, <see cref="Yielding"/> and <see cref="Picking"/> make one call of two, <see cref="Merging"/> and
/// <see cref="Supervising"/> add a third who is heard through <see cref="Mixing"/>, <see cref="Reanchoring"/> outlives an edge and <see cref="Leaving"/> goes before it dies, <see cref="Ending"/> ends it all exactly once.
/// </remarks>
internal static class CallMachine
{
    /// <summary>Applies an input. The state is changed in place: the caller keeps the old one until the new one is saved.</summary>
    public static CallEffects Apply(CallState state, CallInput input, CallRules rules, DateTimeOffset now)
    {
        var turn = new CallTurn(state, rules, now);
        switch (input)
        {
            case CallInput.Offered offered:
                Routing.Offer(turn, offered);
                break;
            case CallInput.Originated originated:
                Routing.Originate(turn, originated);
                break;
            case CallInput.Routed routed:
                Routing.Answered(turn, routed.Question, routed.Plan);
                break;
            case CallInput.Reported reported:
                EventIntake.Take(turn, reported.Report);
                break;
            case CallInput.Intended intended:
                turn.Receipt = Intents.Act(turn, intended.Intent);
                break;
            case CallInput.SupervisionWanted wanted:
                turn.Receipt = Supervising.Begin(turn, wanted);
                break;
            case CallInput.JoinAsked asked:
                turn.Receipt = Joining.Asked(turn, asked.Join);
                break;
            case CallInput.Joined { Question.Request.Itself: true } joined:
                Picking.Take(turn, joined.Question, joined.Answer);
                break;
            case CallInput.Joined joined:
                Joining.Answered(turn, joined.Question, joined.Answer, joined.Notice);
                break;
            case CallInput.JoinAnswered answered:
                Joining.Refused(turn, answered.By, answered.ReferId, answered.Status);
                break;
            case CallInput.JoinInstead instead:
                Consulting.Instead(turn, instead.By, instead.ReferId, instead.Number, instead.Consultation);
                break;
            case CallInput.PickAsked asked:
                turn.Receipt = Picking.Asked(turn, asked.Pick);
                break;
            case CallInput.PickAnswered answered:
                Picking.Answered(turn, answered.Status);
                break;
            case CallInput.YieldAsked { Asked.Itself: true } asked:
                turn.Yield = Picking.Yield(turn, asked.Asked);
                break;
            case CallInput.YieldAsked asked:
                turn.Yield = Yielding.Asked(turn, asked.Asked);
                break;
            case CallInput.Taken taken when taken.By == state.MergedInto:
                Yielding.Settle(turn);
                break;
            case CallInput.Taken:
                break;
            case CallInput.QueueJoined joined:
                Queueing.Joined(turn, joined.Receipt);
                break;
            case CallInput.CallBackPromised promised:
                CallBacks.Promised(turn, promised.What);
                break;
            case CallInput.CallBackWanted wanted:
                CallBacks.Begin(turn, wanted);
                break;
            case CallInput.FaxWanted wanted:
                Faxing.Send(turn, wanted);
                break;
            case CallInput.QueueConfirmed confirmed when state.Back is not null:
                CallBacks.Confirmed(turn, confirmed.Accepted);
                break;
            case CallInput.QueueConfirmed confirmed:
                Queueing.Confirmed(turn, confirmed.Accepted);
                break;
            case CallInput.QueueRings rings:
                turn.StillWaits = Queueing.Ring(turn, rings.Queue, rings.Visit, rings.Offer, rings.Plan, rings.RingTime);
                break;
            case CallInput.QueueStops stops:
                Queueing.Stop(turn, stops.Queue, stops.Offer);
                CallBacks.Stop(turn, stops.Queue, stops.Offer);
                break;
            case CallInput.QueueAnnounces announces:
                turn.StillWaits = Announcing.Tell(turn, announces.Queue, announces.Visit, announces.Announcement, announces.Pieces);
                break;
            case CallInput.QueueSends sends:
                turn.StillWaits = Queueing.SendAway(turn, sends.Queue, sends.Visit, sends.To, sends.Reason);
                break;
            case CallInput.RoomTold told:
                Visiting.Told(turn, told.Question, told.Receipt);
                break;
            case CallInput.RoomOrders orders:
                turn.StillWaits = Visiting.Ordered(turn, orders.Room, orders.Ticket, orders.Order);
                break;
            case CallInput.ParkTold told:
                Parking.Told(turn, told.Question, told.Receipt);
                break;
            case CallInput.HeldParked parked:
                Parking.HeldParked(turn, parked.Slot);
                break;
            case CallInput.WebAnswered answered:
                Programs.WebAnswered(turn, answered.Number, answered.Body);
                break;
            case CallInput.DeadlineReached reached:
                Deadlines.Check(turn, reached.Devices);
                break;
            case CallInput.EdgeGone gone:
                EdgeFailures.Gone(turn, gone.Edge, gone.Others, gone.Untold);
                break;
            case CallInput.EdgeLeaves leaves:
                turn.Leave = Leaving.Begin(turn, leaves);
                break;
            case CallInput.EdgeStopping stopping:
                EdgeFailures.Stopping(turn, stopping.Edge);
                break;
            case CallInput.EdgeDraining draining:
                EdgeFailures.Draining(turn, draining.Edge, draining.TakenThrough);
                break;
            case CallInput.EdgeAhead ahead:
                EdgeFailures.Ahead(turn, ahead.Edge, ahead.TakenThrough);
                break;
            case CallInput.Activated:
                Activation.Begin(turn);
                break;
            case CallInput.Archived:
                Ending.Archived(turn);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(input), input, "The call has no rule for this input.");
        }

        Programs.Settle(turn);
        Notices.Settle(turn);
        Parking.Settle(turn);
        Queueing.Settle(turn);
        CallBacks.Settle(turn);
        Supervising.Settle(turn);
        Mixing.Settle(turn);
        Leaving.Settle(turn);
        Involvement.Settle(turn);
        Cards.Settle(turn);
        return turn.Effects();
    }
}
