using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>A call goes elsewhere when nobody takes it where it was rung.</summary>
public sealed class ForwardingTests
{
    private static readonly RingFallback Both = new(Agent2, "1003", "1004");
    private readonly CallScript _call = new();

    [Fact]
    public void NobodyAnswers_SoTheCallGoesToTheOtherNumber_AtTheExpenseOfWhoeverForwards()
    {
        Rung();
        _call.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal("1004", _call.Question!.Number);
        Assert.Equal((Agent2, 1), (_call.Question.Request.OnBehalfOf!.Value, _call.Question.Request.Hops));
        Assert.Equal(["1002"], _call.Question.Diverted);
        Assert.Equal(["end 2 RingTimeout", "close 2"], _call.Sent());

        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A))).See(_call.Closed(2), _call.Ringing(3), _call.Answered(3));
        Assert.Equal(["open 3 like 1", "invite 3 local", "progress 1 180 none", "accept 3 answer", "connect 1 3", "answer 1 local"], _call.Sent());
    }

    [Theory]
    [InlineData(486, "1003")]
    [InlineData(603, "1003")]
    [InlineData(600, "1003")]
    [InlineData(480, "1004")]
    [InlineData(503, "1004")]
    public void WhyTheDeviceDidNotTakeIt_SaysWhereItGoes(int code, string number)
    {
        Rung().See(_call.Failed(2, code));
        Assert.Equal(number, _call.Question!.Number);
        Assert.Equal(CallPhase.Routing, _call.State.Phase);
    }

    [Theory]
    [InlineData("*97")]
    [InlineData("9196")]
    [InlineData("2000")]
    public void WhoeverRangInVain_IsAnsweredByTheMachine_ThoughTheAnchorAnsweredLongAgo(string to)
    {
        Rung().See(_call.MediaAnswered(1), _call.Ringing(2));
        _call.Wait(TimeSpan.FromSeconds(30));
        _call.Sent();

        switch (to)
        {
            case "*97":
                _call.Route(new VoicemailRoute(CallDirection.Internal, false, new MailboxPlan(Agent2, "Agent Two", "en", null, 60, null, false, false, [], new MailboxCounts(0, 0, 0)), false));
                break;
            case "2000":
                _call.Enter();
                break;
            default:
                _call.Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Echo));
                break;
        }

        Assert.Contains("answer 1 local", _call.Sent());
    }

    [Fact]
    public void OfACallerElsewhere_TheAnswerTravels()
    {
        _call.Offer(B, anchor: A).Route(CallScript.Ring(Agent2, targets: Device(Agent2, A)) with { Otherwise = Both });
        _call.See(_call.MediaAnswered(1, "made"), _call.Ringing(2));
        _call.Wait(TimeSpan.FromSeconds(30));
        _call.Sent(B);

        _call.Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Echo));

        Assert.Equal(["answer 1 made"], _call.Sent(B));
    }

    [Fact]
    public void TwoWhoForwardToEachOther_MakeNoLoop()
    {
        Rung().See(_call.Failed(2, 480));
        _call.Route(new RedirectRoute(CallDirection.Internal, false, "1005", Agent3));
        Assert.Equal(("1005", Agent3), (_call.Question!.Number, _call.Question.Request.OnBehalfOf!.Value));
        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)) with { Otherwise = new RingFallback(Agent3, null, "1002") });
        _call.Sent();
        _call.See(_call.Failed(3, 480));
        Assert.Contains("reject 1 480", _call.Sent());
    }

    [Fact]
    public void TheOtherNumberCannotBeHad_SoTheCallerLearnsThat()
    {
        Rung().See(_call.Failed(2, 486));
        _call.Sent();
        _call.Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(404, "no")));
        Assert.Contains("reject 1 404", _call.Sent());
    }

    [Fact]
    public void TheCallerLeavesWhileTheOtherNumberIsLookedUp()
    {
        Rung().See(_call.Failed(2, 486));
        var question = _call.Question!;
        _call.See(_call.Closed(1, EndKind.Cancelled));
        _call.Apply(new CallInput.Routed(question, CallScript.Ring(Agent3, targets: Device(Agent3, A))));
        Assert.Equal(CallResult.Cancelled, _call.Over.Result);
        Assert.Empty(_call.Live);
    }

    [Fact]
    public void ATransferTooGoesOn_AndItsOutcomeIsToldOnce()
    {
        _call.Connected().See(_call.Referred(2, "1003"));
        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)) with { Otherwise = new RingFallback(Agent3, "1004", null) });
        _call.See(_call.Ringing(3), _call.Failed(3, 486));
        Assert.Equal("1004", _call.Question!.Number);
        var before = _call.Sent();
        Assert.Single(before, "answerRefer 2 202");
        _call.Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(404, "no")));
        var sent = _call.Sent();
        Assert.Contains("notify 2 404 final", sent);
        Assert.DoesNotContain(sent, static word => word.StartsWith("answerRefer", StringComparison.Ordinal));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    private CallScript Rung()
    {
        _call.Offer().Route(CallScript.Ring(Agent2, targets: Device(Agent2, A)) with { Otherwise = Both }).See(_call.Ringing(2));
        _call.Sent();
        return _call;
    }
}
