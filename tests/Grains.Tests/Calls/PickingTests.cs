using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 calls agent2 in c1; agent3 dials **1002 in c2 and answers instead.</summary>
public sealed class PickingTests
{
    private readonly CallScript _ringing = Ringing();

    [Fact]
    public void TheOneWhoPicksUpAnswers_AndTheDevicesStopRinging()
    {
        var pickup = Pickup("c2");
        Assert.Equal(IntentStatus.Accepted, Pick(pickup).Status);
        Assert.Equal(["park 1 for c1"], pickup.Sent());
        Assert.Equal(
            ["end 2 AnsweredElsewhere", "close 2", "take 3 from c2/1", "open 3 offer3 like 1", "connect 1 3", "answer 1 local", "answer 3 local"],
            _ringing.Sent());
        Assert.Equal((CallPhase.Connected, Agent3), (_ringing.State.Phase, _ringing.State.Leg(Leg(3))!.Party.User));
        Assert.Contains(new CallTell.Taken(pickup.Id), _ringing.Tells);

        pickup.Apply(new CallInput.Taken(_ringing.Id));
        Assert.Equal(["merged 1 into c1", "ended 1 Transferred", "over Answered Transferred by 1"], pickup.Ledger[^3..]);
        Assert.Null(pickup.State.NextDeadline());

        _ringing.See(_ringing.Closed(2), _ringing.Closed(3));
        Assert.Equal((CallResult.Answered, Leg(3)), (_ringing.Over.Result, _ringing.Over.EndedBy));
    }

    [Fact]
    public void OfTwoWhoPickUp_OneIsFirst()
    {
        var (first, second) = (Pickup("c2"), Pickup("c3"));
        Assert.Equal(IntentStatus.Accepted, Pick(first).Status);
        var late = Pick(second);
        Assert.Equal(IntentStatus.NotFound, late.Status);
        second.Apply(new CallInput.PickAnswered(late.Status));
        Assert.Equal(["reject 1 480"], second.Sent());
        Assert.Equal(CallResult.Unavailable, second.Over.Result);
    }

    [Fact]
    public void AskedAgain_TheAnswerIsTheSame()
    {
        var pickup = Pickup("c2");
        var before = pickup.State;
        var asked = new CallYield(_ringing.Id, new Party("1003", null, Agent3), LegId.First, Itself: true);
        var answer = pickup.Apply(new CallInput.YieldAsked(asked)).Yield;
        Assert.Equal(answer, pickup.Apply(new CallInput.YieldAsked(asked)).Yield);
        Assert.Equal("offer3", answer!.Leg!.Offer);
        Assert.Same(before, pickup.State);

        Pick(pickup);
        _ringing.Sent();
        Assert.Equal(IntentStatus.Accepted, _ringing.Apply(new CallInput.PickAsked(Wish(pickup))).Receipt!.Status);
        Assert.Null(_ringing.Join);
        Assert.Empty(_ringing.Sent());
    }

    [Fact]
    public void WhoeverPicksUpAndLeaves_LeavesTheOthersAsTheyWere()
    {
        var pickup = Pickup("c2");
        pickup.See(pickup.Closed(1, EndKind.Cancelled));
        Assert.Equal(IntentStatus.NotFound, Pick(pickup).Status);
        Assert.Equal(CallPhase.Ringing, _ringing.State.Phase);
        Assert.Empty(_ringing.Sent());
        _ringing.See(_ringing.Answered(2));
        Assert.Equal(CallPhase.Connected, _ringing.State.Phase);
    }

    [Fact]
    public void AStrangerGetsNoPartyOfTheYoungerCall()
    {
        var pickup = Pickup("c2");
        var asked = new CallYield(_ringing.Id, new Party("1004", null, new UserId(Tenant, "agent4")), LegId.First, Itself: true);
        Assert.Equal(IntentStatus.NotFound, pickup.Apply(new CallInput.YieldAsked(asked)).Yield!.Status);
        Assert.Equal([Leg(1)], pickup.Live);
    }

    [Fact]
    public void AnAnsweredCallIsNotPickedUp()
    {
        _ringing.See(_ringing.Answered(2));
        Assert.Equal(IntentStatus.NotFound, Pick(Pickup("c2")).Status);
    }

    [Fact]
    public void ABrowserComesOverWithAnOfferOfItsOwn_AndTheCallerIsAnsweredThen()
    {
        var pickup = Pickup("c2", device: "hub:tab");
        Assert.Equal(IntentStatus.Accepted, Pick(pickup).Status);
        Assert.Equal(["end 2 AnsweredElsewhere", "close 2", "adopt 3 hub:tab", "show 3 Connected 1001", "offer 3 none"], _ringing.Sent());
        _ringing.Act(new AttachIntent(Agent3, false, "hub:tab", A, "page"));
        Assert.Equal(["open 3 page like 1"], _ringing.Sent());
        _ringing.See(_ringing.MediaAnswered(3));
        Assert.Contains("answer 1 local", _ringing.Sent());
        Assert.Equal(CallPhase.Connected, _ringing.State.Phase);
    }

    [Fact]
    public void ABrowserThatDoesNotCome_LeavesNobodyWaiting()
    {
        Pick(Pickup("c2", device: "hub:tab"));
        _ringing.Wait(TimeSpan.FromSeconds(31));
        Assert.Empty(_ringing.Live);
        Assert.Equal(CallResult.Failed, _ringing.Over.Result);
    }

    private static CallScript Ringing()
    {
        var call = new CallScript().Offer().Route(CallScript.Ring(Agent2, targets: Device(Agent2, A)));
        call.See(call.Ringing(2));
        call.Sent();
        return call;
    }

    private CallScript Pickup(string name, string? device = null)
    {
        var pickup = new CallScript { Name = name, Now = _ringing.Now };
        pickup.Apply(new CallInput.Offered(
            pickup.Id,
            new CallOffer
            {
                Edge = A, EdgeName = "edge", Caller = new Party("1003", null, Agent3), Dialled = "**1002", Sdp = "offer3", SignallingId = "id", At = pickup.Now, Device = device,
            },
            A,
            90));
        pickup.Route(new PickRoute(CallDirection.Internal, false, _ringing.Id));
        Assert.Contains(new CallTell.Pick(_ringing.Id, Wish(pickup)), pickup.Tells);
        pickup.Sent();
        return pickup;
    }

    private static CallPick Wish(CallScript pickup) => new(new NamedLeg(pickup.Id, LegId.First), new Party("1003", null, Agent3));

    /// <summary>What the grains do with the question.</summary>
    private IntentReceipt Pick(CallScript pickup)
    {
        var receipt = _ringing.Apply(new CallInput.PickAsked(Wish(pickup))).Receipt!;
        if (_ringing.Join is not { } question)
        {
            return receipt;
        }

        var answer = pickup.Apply(new CallInput.YieldAsked(question.Request)).Yield!;
        return _ringing.Apply(new CallInput.Joined(question, answer)).Receipt ?? receipt;
    }
}
