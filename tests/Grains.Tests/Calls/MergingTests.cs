using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 (leg 1) talks with agent2 (leg 2) in c1; agent2 asks agent3 in c2, and makes a three-way call of both.</summary>
public sealed class MergingTests
{
    private readonly CallScript _call = new CallScript().Connected(record: true);
    private readonly CallScript _consultation = Consultation();

    [Fact]
    public void TheThirdComesOver_AndAllHearEachOther()
    {
        _call.Act(new HoldIntent(Agent2, false));
        _call.Sent();

        Assert.Equal(IntentStatus.Accepted, Merge().Status);
        Assert.Equal(["connect 2 1", "take 3 from c2/2", "open 3 like 2 rec", "offer 3 local"], _call.Sent());
        Assert.Equal(["park 2 for c1", "close 2", "end 1 Transferred", "close 1"], _consultation.Sent());

        _call.See(_call.ReofferAnswered(3));
        Assert.Equal(["accept 3 again", "mix 1 hears 2,3", "mix 2 hears 1,3", "mix 3 hears 1,2"], _call.Sent());
        Assert.Equal([Leg(1), Leg(2), Leg(3)], _call.Live);
        Assert.Equal("1003", Cards.Of(_call.State, _call.State.Legs[0]).Third?.Number);
        Assert.Equal(("1002", "1001"), (Cards.Of(_call.State, _call.State.Legs[2]).Peer.Number, Cards.Of(_call.State, _call.State.Legs[2]).Third?.Number));
        Assert.Equal(IntentStatus.Accepted, _call.Act(Intent).Status);
        Assert.Empty(_call.Sent());
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 1, 2)]
    public void WhoeverLeaves_TheTwoOthersTalkOn(int left, int one, int other)
    {
        Merged();

        _call.See(_call.Closed(left));

        Assert.Equal([Leg(one), Leg(other)], _call.Live);
        Assert.Contains($"connect {one} {other}", _call.Sent());
        Assert.Null(_call.State.Third);
        _call.See(_call.Closed(one));
        Assert.Equal(CallPhase.Ended, _call.State.Phase);
    }

    [Fact]
    public void TwoLeaveInOneReport_AndTheCallEndsOnce()
    {
        Merged();

        _call.See(_call.Closed(3), _call.Closed(2), _call.RecordingClosed());

        Assert.Empty(_call.Live);
        Assert.Equal(Leg(2), _call.Over.EndedBy);
    }

    [Fact]
    public void OneWhoHolds_LeavesTheTwoOthersTalking()
    {
        Merged();

        _call.Act(new HoldIntent(Agent2, false));
        Assert.Equal(["mix 1 hears 3", "play 2 Silence", "mix 3 hears 1"], _call.Sent());
        _call.Act(new ResumeIntent(Agent2, false));
        Assert.Equal(["mix 1 hears 2,3", "mix 2 hears 1,3", "mix 3 hears 1,2"], _call.Sent());
    }

    [Fact]
    public void TheThirdNeverComesOver_AndTheTwoGoOn()
    {
        Merge();
        _call.Sent();

        _call.Wait(Joining.TakePatience);

        Assert.Equal([Leg(1), Leg(2)], _call.Live);
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.DoesNotContain(_call.Sent(), sent => sent.StartsWith("mix", StringComparison.Ordinal));
    }

    [Fact]
    public void TheOneWhoMergedLeavesMeanwhile_AndTheThirdIsWaitedFor()
    {
        Merge();
        _call.Sent();

        _call.See(_call.Closed(2));
        Assert.Equal(CallPhase.Transferring, _call.State.Phase);
        Assert.Contains("play 1 HoldMusic", _call.Sent());

        _call.See(_call.ReofferAnswered(3));
        Assert.Contains("connect 1 3", _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void AThreeWayCall_IsNeitherTransferredNorMergedOnceMore()
    {
        Merged();

        Assert.Equal(IntentStatus.Conflict, _call.Act(new TransferIntent(Agent2, false, "1004")).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Act(new ConferenceIntent(Agent2, false, new CallId(Tenant, "c3"))).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Apply(new CallInput.YieldAsked(new CallYield(new CallId(Tenant, "c0"), new Party("1002", null, Agent2)))).Yield!.Status);
        _call.See(_call.Referred(2, "1004"));
        Assert.Equal(["answerRefer 2 403"], _call.Sent());
    }

    private static CallScript Consultation()
    {
        var script = new CallScript { Name = "c2" }.Offer(caller: new Party("1002", null, Agent2), dialled: "1003")
            .Route(Ring(Agent3, false, Device(Agent3, A)) with { Party = new Party("1003", "agent3", Agent3) });
        script.See(script.Answered(2));
        script.Sent();
        return script;
    }

    private ConferenceIntent Intent => new(Agent2, false, _consultation.Id);

    private void Merged()
    {
        Merge();
        _call.See(_call.ReofferAnswered(3));
        _call.Sent();
    }

    private IntentReceipt Merge()
    {
        _call.Act(Intent);
        var answer = _consultation.Apply(new CallInput.YieldAsked(_call.Join!.Request)).Yield!;
        return _call.Apply(new CallInput.Joined(_call.Join!, answer)).Receipt!;
    }
}
