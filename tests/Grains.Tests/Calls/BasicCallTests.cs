using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;
using RtcCluster.Contracts.Users;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class BasicCallTests
{
    private readonly CallScript _call = new();

    [Fact]
    public void AsksTheLine_AndRingsTheDevice()
    {
        _call.Offer();
        Assert.Equal(("1002", 0), (_call.Question!.Number, _call.Question.Request.Hops));
        Assert.True(_call.Saved);

        _call.Route(Ring(Agent2, record: true, Device(Agent2, A)));

        Assert.Equal(["open 1 offer rec", "open 2 like 1 rec", "invite 2 local"], _call.Sent());
        Assert.Equal(CallPhase.Ringing, _call.State.Phase);
    }

    [Theory]
    [InlineData("ws", "open 2 like 1 webrtc")]
    [InlineData("wss", "open 2 like 1 webrtc")]
    [InlineData("tls", "open 2 like 1")]
    public void APhoneInAWebPageIsOfferedWebRtc(string transport, string open)
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A) with { Transport = transport }));

        Assert.Equal(["open 1 offer", open, "invite 2 local"], _call.Sent());
    }

    [Fact]
    public void RingsAnswersTalksAndEnds()
    {
        _call.Offer().Route(Ring(Agent2, record: true, Device(Agent2, A)));
        _call.Sent();

        _call.See(_call.Ringing(2));
        Assert.Equal(["progress 1 180 none"], _call.Sent());
        Assert.False(_call.Saved);

        _call.See(_call.Answered(2));
        Assert.Equal(["accept 2 answer", "connect 1 2", "answer 1 local", "record 1+2"], _call.Sent());
        Assert.True(_call.Saved);

        _call.Now += TimeSpan.FromSeconds(10);
        _call.See(_call.Closed(2));
        Assert.Equal(["stop", "close 2", "end 1 PeerEnded", "close 1"], _call.Sent());
        Assert.False(_call.State.Concluded);

        _call.See(_call.RecordingClosed());
        Assert.Equal(
            [
                "CallOffered", "routed 1002 ring 1", "invited 2", "rang 2", "answered 2", "connected 1+2", "answered 1", "RecordingStarted",
                "ended 2 Hangup", "ended 1 PeerEnded", "RecordingEnded", "over Answered Hangup by 2",
            ],
            _call.Ledger);
        Assert.Equal(Start + TimeSpan.FromSeconds(10), _call.Over.At);
    }

    [Fact]
    public void RingsEveryDevice_FirstAnswerWins_OthersAreToldWhy()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2), Device(Agent2, A, 3)));
        _call.Sent();

        _call.See(_call.Ringing(3), _call.Ringing(2));
        Assert.Equal(["progress 1 180 none"], _call.Sent());

        _call.See(_call.Answered(3));
        Assert.Equal(
            [
                "accept 3 answer", "end 2 AnsweredElsewhere", "close 2", "end 4 AnsweredElsewhere", "close 4", "connect 1 3", "answer 1 local",
            ],
            _call.Sent());
        Assert.Equal([Leg(1), Leg(3)], _call.Live);
    }

    [Fact]
    public void EndsAnAnswer_ThatLostTheRace()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2))).See(_call.Answered(2));
        _call.Sent();

        _call.See(_call.Answered(3));

        Assert.Equal(["end 3 AnsweredElsewhere"], _call.Sent());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    [Theory]
    [InlineData(486, 486, CallResult.Busy)]
    [InlineData(600, 600, CallResult.Busy)]
    [InlineData(603, 603, CallResult.Declined)]
    [InlineData(403, 403, CallResult.Declined)]
    [InlineData(480, 480, CallResult.Unavailable)]
    [InlineData(404, 404, CallResult.NoSuchNumber)]
    [InlineData(415, 415, CallResult.Failed)]
    [InlineData(503, 500, CallResult.Failed)]
    [InlineData(401, 500, CallResult.Failed)]
    public void TellsTheCallerWhyTheDeviceFailed(int device, int caller, CallResult result)
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        _call.Sent();

        _call.See(_call.Failed(2, device));

        Assert.Equal(["close 2", $"reject 1 {caller}", "close 1"], _call.Sent());
        Assert.Equal(result, _call.Over.Result);
        Assert.Null(_call.Over.EndedBy);
        Assert.Empty(_call.Live);
    }

    [Fact]
    public void RingTimeOut_EndsTheDevices_AndIsNoAnswer()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2))).See(_call.Ringing(2));
        _call.Sent();
        Assert.Equal(Start + TimeSpan.FromSeconds(30), _call.State.NextDeadline());

        _call.Wait(TimeSpan.FromSeconds(29.999));
        Assert.Empty(_call.Sent());

        _call.Wait(TimeSpan.FromSeconds(0.001));
        Assert.Equal(["end 2 RingTimeout", "close 2", "end 3 RingTimeout", "close 3", "reject 1 480", "close 1"], _call.Sent());
        Assert.Equal(CallResult.NoAnswer, _call.Over.Result);
        Assert.Null(_call.State.NextDeadline());
    }

    [Theory]
    [InlineData(EndKind.Cancelled, CallResult.Cancelled)]
    [InlineData(EndKind.Hangup, CallResult.Cancelled)]
    [InlineData(EndKind.Failed, CallResult.Failed)]
    public void CallerLeavesWhileItRings(EndKind kind, CallResult result)
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2))).See(_call.Ringing(2));
        _call.Sent();

        _call.See(_call.Closed(1, kind));

        Assert.Equal(["close 1", "end 2 Cancelled", "close 2", "end 3 Cancelled", "close 3"], _call.Sent());
        Assert.Equal((result, Leg(1)), (_call.Over.Result, _call.Over.EndedBy));
    }

    [Fact]
    public void AnAnswerThatCrossesTheCancel_IsEnded()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Closed(1, EndKind.Cancelled));
        _call.Sent();

        _call.See(_call.Answered(2));

        Assert.Equal(["end 2 Cancelled"], _call.Sent());
        Assert.Equal(CallResult.Cancelled, _call.Over.Result);
    }

    [Theory]
    [InlineData(404, CallResult.NoSuchNumber)]
    [InlineData(480, CallResult.Unavailable)]
    [InlineData(403, CallResult.Refused)]
    public void TheLinesRefusal_IsTheCallers(int code, CallResult result)
    {
        _call.Offer().Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(code, "no", null, result)));

        Assert.Equal([$"reject 1 {code}"], _call.Sent());
        Assert.Equal(code, _call.State.Refusal!.SipCode);
        Assert.Equal(["CallOffered", $"routed 1002 refuse {code}", "ended 1 Failed", $"over {result} Failed by nobody"], _call.Ledger);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public void ANumberOfNoUse_IsRefusedWithoutAsking(string dialled)
    {
        _call.Offer(dialled: dialled);

        Assert.Null(_call.Question);
        Assert.Equal(["reject 1 484"], _call.Sent());
    }

    [Fact]
    public void FollowsTenRedirections_AndRefusesTheEleventh()
    {
        _call.Offer();
        for (var hop = 0; hop < 10; hop++)
        {
            Assert.Equal(hop, _call.Question!.Request.Hops);
            _call.Route(new RedirectRoute(CallDirection.Internal, false, $"2{hop}"));
        }

        _call.Route(new RedirectRoute(CallDirection.Internal, false, "30"));

        Assert.Equal(["reject 1 482"], _call.Sent());
        Assert.Equal(CallResult.Failed, _call.Over.Result);
    }

    [Fact]
    public void TellsTheCalledPartyTheNumberAndTheDiversion()
    {
        _call.Offer(dialled: "+576015550100")
            .Route(new RedirectRoute(CallDirection.Internal, false, "1002"))
            .Route(Ring(Agent2, false, Device(Agent2, A)));

        var invite = Assert.Single(_call.State.Link(A)!.Outbox.OfType<InviteLeg>());
        Assert.Equal(("1002", "1001", "+576015550100"), (invite.To, invite.From.Number, Assert.Single(invite.Diverted)));
    }

    [Fact]
    public void EarlyMediaIsHeard_FirstOneWins_AndTheAnswerIsNotAcceptedTwice()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2)));
        _call.Sent();

        _call.See(_call.Early(2, "sdp2"));
        Assert.Equal(["accept 2 sdp2", "connect 1 2", "progress 1 183 local"], _call.Sent());

        _call.See(_call.Early(3, "sdp3"));
        Assert.Equal(["progress 1 180 none"], _call.Sent());

        _call.See(_call.Answered(2, null));
        Assert.Equal(["end 3 AnsweredElsewhere", "close 3", "answer 1 local"], _call.Sent());
    }

    [Fact]
    public void TheCallerHearsRinging_WhenTheOneWithEarlyMediaFails()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2))).See(_call.Early(2, "sdp2"));
        _call.Sent();

        _call.See(_call.Failed(2, 486));
        Assert.Equal(["close 2", "play 1 Ringback"], _call.Sent());

        _call.See(_call.Answered(3));
        Assert.Equal(["accept 3 answer", "connect 1 3", "answer 1 local"], _call.Sent());
    }

    [Fact]
    public void AnOfferlessInvite_GetsOurOffer_AndItsAnswerComesWithTheAck()
    {
        _call.Offer(sdp: null).Route(Ring(Agent2, false, Device(Agent2, A)));
        Assert.Equal(["open 1", "open 2 like 1", "invite 2 local"], _call.Sent());

        _call.See(_call.Early(2, "early"));
        Assert.Equal(["progress 1 180 none"], _call.Sent());

        _call.See(_call.Answered(2));
        Assert.Equal(["accept 2 answer", "connect 1 2", "answer 1 local"], _call.Sent());

        _call.See(_call.Answered(1, "callers answer"));
        Assert.Equal(["accept 1 callers answer"], _call.Sent());
    }

    [Fact]
    public void AnAnswerWithoutDescription_IsAFailure()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        _call.Sent();

        _call.See(_call.Answered(2, null));

        Assert.Equal(["end 2 Failed", "close 2", "reject 1 488", "close 1"], _call.Sent());
    }

    [Fact]
    public void NoCommonCodec_Is488_AndTheDeviceStopsRinging()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        _call.Sent();

        _call.See(_call.MediaRefused(1));

        Assert.Equal(["reject 1 488", "close 1", "end 2 Cancelled", "close 2"], _call.Sent());
        Assert.Equal(CallResult.Failed, _call.Over.Result);
    }

    [Fact]
    public void NoPortForADevice_FailsThatDeviceOnly()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A, 1), Device(Agent2, A, 2)));
        _call.Sent();

        _call.See(_call.MediaRefused(2, 503));

        Assert.Equal(["end 2 Failed", "close 2"], _call.Sent());
        Assert.Equal([Leg(1), Leg(3)], _call.Live);
    }

    [Theory]
    [InlineData(MediaSource.Echo)]
    [InlineData(MediaSource.HoldMusic)]
    public void ASourceLine_IsAnsweredWhenTheAnchorHasAnswered(MediaSource source)
    {
        _call.Offer().Route(new PlayRoute(CallDirection.Internal, false, source));
        Assert.Equal(["open 1 offer"], _call.Sent());

        _call.See(_call.MediaAnswered(1));
        Assert.Equal([$"play 1 {source}", "answer 1 local"], _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);

        _call.See(_call.Closed(1));
        Assert.Equal(["close 1"], _call.Sent());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void ASourceLine_RefusesAnOfferWithoutCodec()
    {
        _call.Offer().Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Echo)).See(_call.MediaRefused(1));

        Assert.Equal(["open 1 offer", "reject 1 488", "close 1"], _call.Sent());
        Assert.Equal(CallResult.Failed, _call.Over.Result);
    }

    [Fact]
    public void EndsACallThatNobodySpeaksOf()
    {
        _call.Offer().Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Echo));
        _call.Sent();

        _call.Wait(_call.Rules.SetupTimeout);

        Assert.Equal(["reject 1 504", "close 1"], _call.Sent());
        Assert.Equal(CallResult.Failed, _call.Over.Result);
    }

    [Fact]
    public void EndsACallThatLastsTooLong()
    {
        _call.Connected().Wait(_call.Rules.MaxLength);

        Assert.Equal(["end 1 Administrative", "close 1", "end 2 Administrative", "close 2"], _call.Sent());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void ALegWithoutMedia_EndsWithAReason()
    {
        _call.Connected().See(new MediaLost(Leg(2), _call.Now));

        Assert.Equal(["end 2 MediaLost", "close 2", "end 1 PeerEnded", "close 1"], _call.Sent());
        Assert.Equal((CallResult.Answered, EndKind.MediaLost), (_call.Over.Result, _call.Over.Cause.Kind));
    }

    [Fact]
    public void TellsUsersThatTheyTakePart_AndThatTheyDoNoMore()
    {
        _call.Connected().See(_call.Closed(1));

        Assert.Equal(
            [
                (Agent1, UserCallState.Calling), (Agent2, UserCallState.Ringing),
                (Agent1, UserCallState.Talking), (Agent2, UserCallState.Talking),
                (Agent1, UserCallState.None), (Agent2, UserCallState.None),
            ],
            _call.Tells.OfType<CallTell.User>().Select(static tell => (tell.Who, tell.How.State)));
    }

    [Fact]
    public void ForgetsNothing_BeforeTheHistoryHasIt()
    {
        _call.Connected().See(_call.Closed(1));
        _call.Sent();
        Assert.True(_call.State.Concluded);

        _call.Apply(new CallInput.Archived());
        Assert.Equal(["forget"], _call.Sent());

        _call.Apply(new CallInput.Archived());
        Assert.Empty(_call.Sent());
    }
}
