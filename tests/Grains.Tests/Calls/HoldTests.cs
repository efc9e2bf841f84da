using RtcCluster.Contracts.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class HoldTests
{
    private readonly CallScript _call = new CallScript().Connected();

    [Fact]
    public void TheTelephoneHolds_TheOtherHearsMusic_AndComesBack()
    {
        _call.See(_call.Reoffered(1, "sendonly"));
        Assert.Equal(["reoffer 1 sendonly"], _call.Sent());

        _call.See(_call.MediaAnswered(1, hold: true));
        Assert.Equal(["answerReoffer 1 local", "play 1 Silence", "play 2 HoldMusic"], _call.Sent());

        _call.See(_call.Reoffered(1, "sendrecv"), _call.MediaAnswered(1));
        Assert.Equal(["reoffer 1 sendrecv", "answerReoffer 1 local", "connect 1 2"], _call.Sent());
        Assert.Equal(["held 1", "resumed 1"], _call.Ledger[^2..]);
    }

    [Fact]
    public void BothHold_AndTheLastToResumeConnects()
    {
        _call.See(_call.Reoffered(1), _call.MediaAnswered(1, hold: true), _call.Reoffered(2), _call.MediaAnswered(2, hold: true));
        Assert.Equal(
            ["reoffer 1 hold", "answerReoffer 1 local", "play 1 Silence", "play 2 HoldMusic", "reoffer 2 hold", "answerReoffer 2 local", "play 1 HoldMusic"],
            _call.Sent());

        _call.See(_call.Reoffered(1), _call.MediaAnswered(1));
        Assert.Equal(["reoffer 1 hold", "answerReoffer 1 local", "play 2 Silence"], _call.Sent());

        _call.See(_call.Reoffered(2), _call.MediaAnswered(2));
        Assert.Equal(["reoffer 2 hold", "answerReoffer 2 local", "connect 2 1"], _call.Sent());
    }

    [Fact]
    public void ARefusedReoffer_LeavesTheCallAsItWas()
    {
        _call.See(_call.Reoffered(2, "video only"), _call.MediaRefused(2));

        Assert.Equal(["reoffer 2 video only", "rejectReoffer 2 488"], _call.Sent());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    [Fact]
    public void AnOfferlessReinvite_GetsOurOffer_AndItsAnswerGoesToTheAnchor()
    {
        _call.See(_call.Reoffered(2, null), _call.MediaOffered(2));
        Assert.Equal(["reoffer 2", "answerReoffer 2 local"], _call.Sent());

        _call.See(new LegReofferAnswered(Leg(2), _call.Now, "their answer", null));
        Assert.Equal(["accept 2 their answer"], _call.Sent());
    }

    [Fact]
    public void ARefreshWithoutChange_IsAnsweredAndNothingElse()
    {
        _call.See(_call.Reoffered(1), _call.MediaAnswered(1));

        Assert.Equal(["reoffer 1 hold", "answerReoffer 1 local"], _call.Sent());
    }

    [Fact]
    public void TheUserHoldsThroughTheApi()
    {
        Assert.Equal(IntentStatus.Accepted, _call.Act(new HoldIntent(Agent2, false)).Status);
        Assert.Equal(["play 2 Silence", "play 1 HoldMusic"], _call.Sent());

        Assert.Equal(IntentStatus.Accepted, _call.Act(new HoldIntent(Agent2, false)).Status);
        Assert.Empty(_call.Sent());

        Assert.Equal(IntentStatus.Accepted, _call.Act(new ResumeIntent(Agent2, false)).Status);
        Assert.Equal(["connect 2 1"], _call.Sent());
        Assert.Equal(["held 2", "resumed 2"], _call.Ledger[^2..]);
    }

    [Fact]
    public void TheApiDoesNotResume_WhatTheTelephoneHolds()
    {
        _call.See(_call.Reoffered(1), _call.MediaAnswered(1, hold: true));
        _call.Sent();

        Assert.Equal(IntentStatus.Conflict, _call.Act(new ResumeIntent(Agent1, false)).Status);
        Assert.Empty(_call.Sent());
    }

    [Fact]
    public void APartyOnHold_MayHangUp()
    {
        _call.See(_call.Reoffered(1), _call.MediaAnswered(1, hold: true), _call.Closed(2));

        Assert.Equal(["close 2", "end 1 PeerEnded", "close 1"], _call.Sent()[^3..]);
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }
}
