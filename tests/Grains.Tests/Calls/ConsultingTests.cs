using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 (leg 1) talks with agent2 (leg 2), who has a second call in a room, a queue or at another machine, and completes the transfer there.</summary>
public sealed class ConsultingTests
{
    private static readonly RoomRoute ToRoom = new(CallDirection.Internal, false, new RoomId(Tenant, "4001"));
    private readonly CallScript _call = new CallScript().Connected();

    [Fact]
    public void TheRoomThatWasDialled_GetsTheOtherParty_AndTheTransferorLeavesIt()
    {
        var visit = InRoom("c2");
        Refer(visit);
        Assert.Equal((RoutePurpose.Transfer, "4001", Leg(1)), (_call.Question!.Purpose, _call.Question.Number, _call.Question.Waiting));
        Assert.Empty(visit.Sent());

        _call.Route(ToRoom);
        Enter(_call, RoomEntryStatus.Entered);

        Assert.Equal(["answerRefer 2 202", "notify 2 200 final"], _call.Sent()[..2]);
        Assert.Contains(new CallTell.Leave(visit.Id, new HangUpIntent(Agent2, false)), _call.Tells);
        Assert.Equal(IntentStatus.Accepted, visit.Act(new HangUpIntent(Agent2, false)).Status);
        Assert.Empty(visit.Live);
    }

    [Fact]
    public void ALockedRoom_RefusesTheRefer_AndTheTransferorStaysInBothCalls()
    {
        var visit = InRoom("c2");
        Refer(visit);
        _call.Route(ToRoom);
        _call.Apply(new CallInput.RoomTold(_call.Room!, new RoomReceipt(RoomEntryStatus.Locked)));

        Assert.Equal(["answerRefer 2 403"], _call.Sent());
        Assert.Empty(_call.Tells.OfType<CallTell.Leave>());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
        Assert.Equal([Leg(1)], visit.Live);
    }

    [Fact]
    public void WhoWaitsInAQueue_SendsTheOtherThere()
    {
        var waits = new CallScript { Name = "c2" }.Offer(caller: new Party("1002", null, Agent2), dialled: "2000").Enter().See(new CallScript().MediaAnswered(1));
        Refer(waits);
        Assert.Equal("2000", _call.Question!.Number);
    }

    [Fact]
    public void TheApi_DoesTheSame()
    {
        var visit = InRoom("c2");
        _call.Act(new JoinIntent(Agent2, false, visit.Id));
        Yield(visit);
        Assert.Equal("4001", _call.Question!.Number);
        _call.Route(ToRoom);
        Enter(_call, RoomEntryStatus.Entered);
        Assert.Contains("end 2 Transferred", _call.Sent());
        Assert.Single(_call.Tells.OfType<CallTell.Leave>());
    }

    [Fact]
    public void OfAVisitThatIsTheOlderCall_TheYoungerOneTransfersAsWell()
    {
        var visit = InRoom("c0");
        _call.See(_call.Referred(2, "1002", replaces: "x", replaced: new NamedLeg(visit.Id, LegId.First)));
        var join = Assert.Single(_call.Tells.OfType<CallTell.Join>());
        var receipt = visit.Apply(new CallInput.JoinAsked(join.What)).Receipt!;
        Assert.Equal((IntentStatus.Conflict, "4001"), (receipt.Status, receipt.Instead));

        _call.Apply(new CallInput.JoinInstead(join.What.From.Leg, join.What.ReferId, receipt.Instead!, join.Older));
        Assert.Equal("4001", _call.Question!.Number);
        _call.Route(ToRoom);
        Enter(_call, RoomEntryStatus.Entered);
        Assert.Equal("answerRefer 2 202", _call.Sent()[0]);
        Assert.Contains(new CallTell.Leave(visit.Id, new HangUpIntent(Agent2, false)), _call.Tells);
    }

    [Fact]
    public void TheYoungerCallThatHasChangedMeanwhile_RefusesTheRefer()
    {
        var visit = InRoom("c0");
        _call.See(_call.Referred(2, "1002", replaces: "x", replaced: new NamedLeg(visit.Id, LegId.First)));
        _call.Act(new TransferIntent(Agent1, false, "1003"));
        _call.Sent();
        _call.Apply(new CallInput.JoinInstead(Leg(2), 7, "4001", visit.Id));
        Assert.Equal(["answerRefer 2 403"], _call.Sent());
    }

    [Fact]
    public void WhoWaitsInASlot_ParksNobodyThere()
    {
        var parked = new CallScript { Name = "c2" }.Offer(caller: new Party("1002", null, Agent2), dialled: "1003").Route(Ring(Agent3, false, Device(Agent3, A)));
        parked.See(parked.Answered(2));
        parked.See(parked.Referred(2, "700")).Route(new ParkRoute(CallDirection.Internal, false, null, null));
        parked.Apply(new CallInput.ParkTold(parked.Park!, new ParkReceipt(ParkStatus.Parked, "701", 17)));
        Refer(parked);
        Assert.Null(_call.Question);
        Assert.Equal(["answerRefer 2 403"], _call.Sent());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    [Fact]
    public void AThreeWayCallWithAMachine_IsNone()
    {
        var visit = InRoom("c2");
        _call.Act(new ConferenceIntent(Agent2, false, visit.Id));
        Assert.Equal(IntentStatus.Conflict, Yield(visit).Status);
        Assert.Null(_call.Question);
    }

    private static CallScript InRoom(string name)
    {
        var visit = new CallScript { Name = name }.Offer(caller: new Party("1002", null, Agent2), dialled: "4001").Route(ToRoom);
        Enter(visit, RoomEntryStatus.Entered);
        visit.See(visit.MediaAnswered(1));
        visit.Sent();
        return visit;
    }

    private static void Enter(CallScript call, RoomEntryStatus status) =>
        call.Apply(new CallInput.RoomTold(call.Room!, new RoomReceipt(status, 17, A, false, true, "en")));

    private void Refer(CallScript visit)
    {
        _call.See(_call.Referred(2, "1002", replaces: "x", replaced: new NamedLeg(visit.Id, LegId.First)));
        Yield(visit);
    }

    private IntentReceipt Yield(CallScript visit)
    {
        var question = _call.Join!;
        var answer = visit.Apply(new CallInput.YieldAsked(question.Request)).Yield!;
        return _call.Apply(new CallInput.Joined(question, answer)).Receipt ?? new IntentReceipt(IntentStatus.Accepted);
    }
}
