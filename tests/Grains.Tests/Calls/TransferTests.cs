using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 (leg 1) talks with agent2 (leg 2); one of them transfers the other to agent3 (leg 3).</summary>
public sealed class TransferTests
{
    private readonly CallScript _call = new CallScript().Connected();

    [Fact]
    public void TheCalledPartyTransfersTheCaller()
    {
        _call.See(_call.Referred(2, "1003"));
        Assert.Equal((RoutePurpose.Transfer, "1003", Agent2), (_call.Question!.Purpose, _call.Question.Number, _call.Question.Request.OnBehalfOf));
        Assert.Equal("1001", _call.Question.Request.Caller.Number);
        Assert.Empty(_call.Sent());

        _call.Route(Ring(Agent3, false, Device(Agent3, A)));
        Assert.Equal(
            ["answerRefer 2 202", "notify 2 100", "play 1 Ringback", "play 2 Silence", "open 3 like 1", "invite 3 local"],
            _call.Sent());
        Assert.Equal(CallPhase.Transferring, _call.State.Phase);

        _call.See(_call.Ringing(3));
        Assert.Equal(["notify 2 180"], _call.Sent());

        _call.See(_call.Answered(3));
        Assert.Equal(["accept 3 answer", "notify 2 200 final", "connect 1 3", "end 2 Transferred", "close 2"], _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Equal([Leg(1), Leg(3)], _call.Live);

        _call.See(_call.Closed(3));
        Assert.Equal(["close 3", "end 1 PeerEnded", "close 1"], _call.Sent());
        Assert.Equal(
            ["transfer 2 to 1003", "routed 1003 ring 1", "invited 3", "rang 3", "answered 3", "connected 1+3", "ended 2 Transferred", "transferred 2 3"],
            _call.Ledger[7..15]);
    }

    [Fact]
    public void TheCallerTransfersTheCalledParty()
    {
        _call.See(_call.Referred(1, "1003")).Route(Ring(Agent3, false, Device(Agent3, A))).See(_call.Answered(3));

        Assert.Equal(["accept 3 answer", "notify 1 200 final", "connect 2 3", "end 1 Transferred", "close 1"], _call.Sent()[^5..]);
        Assert.Equal([Leg(2), Leg(3)], _call.Live);
    }

    [Fact]
    public void TheTransferorMayHangUpAtOnce()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.Sent();

        _call.See(_call.Closed(2));
        Assert.Equal(["close 2"], _call.Sent());

        _call.See(_call.Ringing(3), _call.Answered(3));
        Assert.Equal(["accept 3 answer", "connect 1 3"], _call.Sent());
        Assert.Equal([Leg(1), Leg(3)], _call.Live);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(603)]
    [InlineData(480)]
    public void AFailure_BringsTheTransferorBack(int code)
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.Sent();

        _call.See(_call.Failed(3, code));

        Assert.Equal(["close 3", $"notify 2 {code} final", "connect 2 1"], _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Equal($"transferFailed 2 {code}", _call.Ledger[^1]);
    }

    [Fact]
    public void RingTimeOut_BringsTheTransferorBack()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A))).See(_call.Ringing(3));
        _call.Sent();

        _call.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal(["end 3 RingTimeout", "close 3", "notify 2 480 final", "connect 2 1"], _call.Sent());
    }

    [Fact]
    public void AFailure_EndsTheCall_WhenTheTransferorHasGone()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A))).See(_call.Closed(2));
        _call.Sent();

        _call.See(_call.Failed(3, 486));

        Assert.Equal(["close 3", "end 1 Failed", "close 1"], _call.Sent());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    [InlineData(480)]
    public void ARefusedNumber_ChangesNothing(int code)
    {
        _call.See(_call.Referred(2, "1999")).Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(code, "no")));

        Assert.Equal([$"answerRefer 2 {code}"], _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Null(_call.State.Transfer);
    }

    [Fact]
    public void AnAttendedTransfer_IsRefusedClearly()
    {
        _call.See(_call.Referred(2, "1003", replaces: "c9:1"));

        Assert.Equal(["answerRefer 2 501"], _call.Sent());
        Assert.Null(_call.Question);
    }

    [Fact]
    public void ASecondTransfer_WaitsForTheFirst()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.Sent();

        _call.See(_call.Referred(1, "1004"));

        Assert.Equal(["answerRefer 1 491"], _call.Sent());
    }

    [Fact]
    public void ARingingParty_CannotBeTransferred()
    {
        var ringing = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        ringing.Sent();

        ringing.See(ringing.Referred(1, "1003"));

        Assert.Equal(["answerRefer 1 403"], ringing.Sent());
    }

    [Fact]
    public void TheTransferredPartyMayHangUpMeanwhile()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.Sent();

        _call.See(_call.Closed(1));

        Assert.Equal(["close 1", "notify 2 487 final", "end 2 PeerEnded", "close 2", "end 3 PeerEnded", "close 3"], _call.Sent());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void ATransferToMusic_IsDoneAtOnce()
    {
        _call.See(_call.Referred(2, "9664")).Route(new PlayRoute(CallDirection.Internal, false, MediaSource.HoldMusic));

        Assert.Equal(["answerRefer 2 202", "notify 2 200 final", "play 1 HoldMusic", "end 2 Transferred", "close 2"], _call.Sent());
        Assert.Equal([Leg(1)], _call.Live);
    }

    [Fact]
    public void EarlyMediaOfTheTarget_IsHeardByTheTransferredParty()
    {
        _call.See(_call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        _call.Sent();

        _call.See(_call.Early(3));
        Assert.Equal(["accept 3 early", "connect 1 3", "notify 2 180"], _call.Sent());

        _call.See(_call.Failed(3, 486));
        Assert.Equal(["close 3", "play 1 Ringback", "notify 2 486 final", "connect 2 1"], _call.Sent());
    }

    [Fact]
    public void TheUserTransfersThroughTheApi()
    {
        Assert.Equal(IntentStatus.Accepted, _call.Act(new TransferIntent(Agent2, false, "1003")).Status);
        _call.Route(Ring(Agent3, false, Device(Agent3, A))).See(_call.Ringing(3), _call.Answered(3));

        Assert.Equal(
            ["play 1 Ringback", "play 2 Silence", "open 3 like 1", "invite 3 local", "accept 3 answer", "connect 1 3", "end 2 Transferred", "close 2"],
            _call.Sent());
    }

    [Fact]
    public void TheApiIsTold_ThatTheNumberCannotBeHad()
    {
        _call.Act(new TransferIntent(Agent2, false, "1999"));
        var effects = _call.Apply(new CallInput.Routed(_call.Question!, new RefuseRoute(CallDirection.Internal, false, new CallFailure(404, "There is no such number."))));

        Assert.Equal(new IntentReceipt(IntentStatus.Unreachable, "There is no such number."), effects.Receipt);
    }

    [Fact]
    public void AHeldParty_IsConnectedWithTheTarget()
    {
        _call.See(_call.Reoffered(2), _call.MediaAnswered(2, hold: true), _call.Referred(2, "1003")).Route(Ring(Agent3, false, Device(Agent3, A)));
        Assert.Equal(["play 1 HoldMusic", "answerRefer 2 202"], _call.Sent()[3..5]);

        _call.See(_call.Answered(3));
        Assert.Equal("connect 1 3", _call.Sent()[2]);
    }
}
