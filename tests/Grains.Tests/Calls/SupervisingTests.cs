using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 (leg 1) has called agent2 (leg 2), who is supervised by the boss (leg 3).</summary>
public sealed class SupervisingTests
{
    private static readonly UserId Boss = new(Tenant, "boss");
    private readonly CallScript _call = new CallScript().Connected(record: true);

    [Theory]
    [InlineData(SupervisorMode.Listen, "2", "1")]
    [InlineData(SupervisorMode.Whisper, "2", "1,3")]
    [InlineData(SupervisorMode.Barge, "2,3", "1,3")]
    public void EachHearsWhomTheModeLets(SupervisorMode mode, string caller, string agent)
    {
        Assert.Equal(IntentStatus.Accepted, Begin(mode).Status);
        Assert.Equal(["open 3 rec", "invite 3 local"], _call.Sent());

        _call.See(_call.Ringing(3), _call.Answered(3));

        Assert.Equal(["accept 3 answer", $"mix 1 hears {caller}", $"mix 2 hears {agent}", "mix 3 hears 1,2"], _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void TheModeChangesInMidCall_AndOnlyTheRowsThatChangeAreSent()
    {
        Joined(SupervisorMode.Listen);

        Assert.Equal(IntentStatus.Accepted, Act(SupervisorMode.Whisper).Status);
        Assert.Equal(["mix 2 hears 1,3"], _call.Sent());
        Assert.Equal(IntentStatus.Accepted, Act(SupervisorMode.Barge).Status);
        Assert.Equal(["mix 1 hears 2,3"], _call.Sent());
        Assert.Equal(IntentStatus.Accepted, Act(SupervisorMode.Barge).Status);
        Assert.Empty(_call.Sent());
        Assert.Equal(["supervision 3 of 2 Whisper", "supervision 3 of 2 Barge"], _call.Ledger[^2..]);
    }

    [Fact]
    public void LeavingGivesTheTwoBackToEachOther()
    {
        Joined(SupervisorMode.Barge);

        Assert.Equal(IntentStatus.Accepted, Act(SupervisorMode.Leave).Status);

        Assert.Equal(["end 3 Hangup", "close 3", "connect 1 2"], _call.Sent());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
        Assert.Null(_call.State.Supervision);
        Assert.Equal(IntentStatus.Accepted, Act(SupervisorMode.Leave).Status);
    }

    [Fact]
    public void TheSupervisorHangsUp_AndTheTwoTalkOn()
    {
        Joined(SupervisorMode.Whisper);

        _call.See(_call.Closed(3));

        Assert.Equal(["close 3", "connect 1 2"], _call.Sent());
        Assert.True(_call.State.GoingOn);
    }

    [Fact]
    public void TakingOver_TheAgentLeavesAndTheSupervisorIsAParty()
    {
        Joined(SupervisorMode.Listen);

        Assert.Equal(IntentStatus.Accepted, Act(SupervisorMode.TakeOver).Status);

        Assert.Equal(["end 2 Transferred", "close 2", "connect 1 3", "right 1+3"], _call.Sent());
        Assert.Equal([Leg(1), Leg(3)], _call.Live);
        _call.See(_call.Closed(3), _call.RecordingClosed());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
        Assert.Contains("demo/boss", CallLogProjection.Of(_call.Id, _call.State.Ledger)!.Participants);
    }

    [Fact]
    public void TakingOverAtOnce_WaitsForTheSupervisorsDevice()
    {
        Assert.Equal(IntentStatus.Accepted, Begin(SupervisorMode.TakeOver).Status);
        Assert.Equal([Leg(1), Leg(2), Leg(3)], _call.Live);
        _call.Sent();

        _call.See(_call.Answered(3));

        Assert.Equal(["accept 3 answer", "end 2 Transferred", "close 2", "connect 1 3", "right 1+3"], _call.Sent());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void APartyLeaves_AndTheCallEndsForTheSupervisorToo(int leg)
    {
        Joined(SupervisorMode.Whisper);

        _call.See(_call.Closed(leg), _call.RecordingClosed());

        Assert.Empty(_call.Live);
        Assert.Equal(Leg(leg), _call.Over.EndedBy);
        Assert.DoesNotContain("demo/boss", CallLogProjection.Of(_call.Id, _call.State.Ledger)!.Participants);
        Assert.All(_call.State.Ledger, entry => Assert.Equal(entry, LedgerCodec.Read(LedgerCodec.Write(_call.Id, entry))));
    }

    [Fact]
    public void ASupervisorWhoDoesNotAnswer_ChangesNothing()
    {
        Begin(SupervisorMode.Listen);
        _call.Sent();

        _call.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal(["end 3 RingTimeout", "close 3"], _call.Sent());
        Assert.Null(_call.State.Supervision);
        Assert.Equal(IntentStatus.Accepted, Begin(SupervisorMode.Listen).Status);
    }

    [Fact]
    public void AHeldCaller_HearsMusicAndNoSupervisor()
    {
        Joined(SupervisorMode.Barge);

        _call.Act(new HoldIntent(Agent2, false));
        Assert.Equal(["play 1 HoldMusic", "play 2 Silence", "play 3 Silence"], _call.Sent());

        _call.Act(new ResumeIntent(Agent2, false));
        Assert.Equal(["mix 1 hears 2,3", "mix 2 hears 1,3", "mix 3 hears 1,2"], _call.Sent());
    }

    [Fact]
    public void TheSupervisedAgentTransfersTheCall_AndTheSupervisorGoes()
    {
        Joined(SupervisorMode.Listen);
        _call.Act(new TransferIntent(Agent2, false, "1003"));
        _call.Route(Ring(Agent3, true, Device(Agent3, A)));
        _call.See(_call.Answered(4));

        Assert.Equal([Leg(1), Leg(4)], _call.Live);
        Assert.Contains("connect 1 4", _call.Sent());
    }

    [Fact]
    public void OnlySupervisorsMay_OneAtATime_AndNotInCallsOfTheirOwn()
    {
        Assert.Equal(IntentStatus.Forbidden, _call.Act(new SuperviseIntent(Boss, false, SupervisorMode.Listen)).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Apply(Wish(SupervisorMode.Listen, by: Agent1)).Receipt!.Status);
        Joined(SupervisorMode.Listen);
        Assert.Equal(IntentStatus.Conflict, _call.Act(new SuperviseIntent(Agent3, true, SupervisorMode.Barge)).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Act(new SuperviseIntent(Agent3, true, SupervisorMode.Leave)).Status);
        Assert.Equal(IntentStatus.Unreachable, new CallScript().Connected().Apply(new CallInput.SupervisionWanted(
            new SuperviseIntent(Boss, true, SupervisorMode.Listen), new RingPlan(new Party("1005", null, Boss), []), false, true)).Receipt!.Status);
        Assert.Equal(IntentStatus.Conflict, new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A))).Apply(Wish(SupervisorMode.Listen)).Receipt!.Status);
    }

    [Fact]
    public void TheAgentIsShownWhatTheCompanyLetsBeSeen()
    {
        Joined(SupervisorMode.Listen);
        Assert.Null(Cards.Of(_call.State, _call.State.Legs[1]).Supervised);
        Act(SupervisorMode.Whisper);
        Assert.Equal(SupervisorMode.Whisper, Cards.Of(_call.State, _call.State.Legs[1]).Supervised);
        Assert.Null(Cards.Of(_call.State, _call.State.Legs[0]).Supervised);
        var own = Cards.Of(_call.State, _call.State.Legs[2]);
        Assert.Equal((SupervisorMode.Whisper, "agent2"), (own.Supervises, own.Peer.User));
        Assert.Equal([false, false, true], CallViews.Of(_call.State)!.Legs.Select(leg => leg.Supervises));
    }

    [Fact]
    public void TheEdgeOfTheSupervisorDies_AndTheTwoTalkOn()
    {
        _call.Apply(Wish(SupervisorMode.Barge, B));
        _call.See(A, _call.MediaOffered(3)).See(B, _call.Answered(3));
        _call.Sent();

        _call.Apply(new CallInput.EdgeGone(B));

        Assert.Equal(["close 3", "connect 1 2"], _call.Sent());
        Assert.True(_call.State.GoingOn);
    }

    private static CallInput.SupervisionWanted Wish(SupervisorMode mode, EdgeId? edge = null, UserId? by = null)
    {
        var who = by ?? Boss;
        return new(new SuperviseIntent(who, true, mode), new RingPlan(new Party("1005", "Boss", who), [Device(who, edge ?? A)]), ShowsListening: false, ShowsWhispering: true);
    }

    private IntentReceipt Begin(SupervisorMode mode) => _call.Apply(Wish(mode)).Receipt!;

    private IntentReceipt Act(SupervisorMode mode) => _call.Act(new SuperviseIntent(Boss, true, mode));

    private void Joined(SupervisorMode mode)
    {
        Begin(mode);
        _call.See(_call.Answered(3));
        _call.Sent();
    }
}
