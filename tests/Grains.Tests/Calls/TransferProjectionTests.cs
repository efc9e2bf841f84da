using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Calls;
using RtcCluster.Storage.History;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 (leg 1) talks with agent2 (leg 2); what changes the parties becomes rows that name who, whom and the other call.</summary>
public sealed class TransferProjectionTests
{
    private readonly CallScript _call = new CallScript().Connected();

    [Fact]
    public void ABlindTransfer_NamesTheNewParty()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.Now += TimeSpan.FromSeconds(4);
        _call.See(_call.Answered(3), _call.Closed(3));

        var row = Assert.Single(Rows());
        Assert.Equal((1, TransferKind.Blind, true), (row.Number, row.Kind, row.Completed));
        Assert.Equal((2, "demo/agent2", "1003", 3, "demo/agent3", null), (row.ByLeg, row.ByUserId, row.ToNumber, row.ToLeg, row.ToUserId, row.OtherCall));
        Assert.Equal(TimeSpan.FromSeconds(4), row.EndedAt - row.StartedAt);
        Assert.Equal(LegRole.TransferTarget, LegProjection.Of(_call.Id, _call.State.Ledger)[2].Role);
    }

    [Fact]
    public void ATransferThatFails_SaysWhy_AndASecondOneIsCountedApart()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.See(_call.Failed(3, 486));
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.See(_call.Answered(4), _call.Closed(1));

        Assert.Equal([(1, false, 486), (2, true, null)], Rows().Select(row => (row.Number, row.Completed, row.SipCode)));
    }

    [Fact]
    public void AnAttendedTransfer_NamesTheConsultation()
    {
        var consultation = Consultation();
        var intent = new JoinIntent(Agent2, false, consultation.Id);
        _call.Act(intent);
        Yield(consultation, new CallYield(_call.Id, new Party("1002", null, Agent2)));
        _call.See(_call.ReofferAnswered(3), _call.Closed(3));

        var row = Assert.Single(Rows());
        Assert.Equal((TransferKind.Attended, true, 2, 3, "demo/agent3", "demo/c2"), (row.Kind, row.Completed, row.ByLeg, row.ToLeg, row.ToUserId, row.OtherCall));
        var leg = LegProjection.Of(_call.Id, _call.State.Ledger)[2];
        Assert.Equal((LegRole.Joined, "demo/c2"), (leg.Role, leg.JoinedFrom));
        Assert.NotNull(leg.AnsweredAt);
    }

    [Fact]
    public void AThreeWayCall_IsAMerge_ByTheOneWhoStays()
    {
        var consultation = Consultation();
        _call.Act(new ConferenceIntent(Agent2, false, consultation.Id));
        Yield(consultation, new CallYield(_call.Id, new Party("1002", null, Agent2)));
        _call.See(_call.ReofferAnswered(3), _call.Closed(3));

        var row = Assert.Single(Rows());
        Assert.Equal((TransferKind.Merge, true, 2, "demo/agent2", 3, "demo/c2"), (row.Kind, row.Completed, row.ByLeg, row.ByUserId, row.ToLeg, row.OtherCall));
    }

    [Fact]
    public void APickUp_IsByTheOneWhoAnswers()
    {
        var ringing = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        ringing.See(ringing.Ringing(2));
        var pickup = new CallScript { Name = "c2" }.Offer(sdp: "offer3", caller: new Party("1003", null, Agent3), dialled: "**1002").Route(new Contracts.Lines.PickRoute(Contracts.Calls.CallDirection.Internal, false, ringing.Id));
        ringing.Apply(new CallInput.PickAsked(new CallPick(new NamedLeg(pickup.Id, LegId.First), new Party("1003", null, Agent3))));
        var yielded = pickup.Apply(new CallInput.YieldAsked(new CallYield(ringing.Id, new Party("1003", null, Agent3), LegId.First, Itself: true))).Yield!;
        ringing.Apply(new CallInput.Joined(ringing.Join!, yielded));
        ringing.See(ringing.Closed(1));

        var row = Assert.Single(TransferProjection.Of(ringing.Id, ringing.State.Ledger));
        Assert.Equal((TransferKind.PickUp, null, "demo/agent3", "demo/agent3", "demo/c2"), (row.Kind, row.ByLeg, row.ByUserId, row.ToUserId, row.OtherCall));
    }

    private static CallScript Consultation()
    {
        var call = new CallScript { Name = "c2" }.Offer(caller: new Party("1002", "agent2", Agent2), dialled: "1003");
        call.Route(new Contracts.Lines.RingRoute(Contracts.Calls.CallDirection.Internal, false, new Party("1003", "agent3", Agent3), [Device(Agent3, A)], 30)).See(call.Answered(2));
        return call;
    }

    private void Yield(CallScript consultation, CallYield asked) =>
        _call.Apply(new CallInput.Joined(_call.Join!, consultation.Apply(new CallInput.YieldAsked(asked)).Yield!));

    private IReadOnlyList<TransferEntry> Rows() => TransferProjection.Of(_call.Id, _call.State.Ledger);
}
