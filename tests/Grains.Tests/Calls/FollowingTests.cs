using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 calls agent2, whose calls follow to 1003 for 15 s, then to a number outside for 20 s, then to the voicemail box.</summary>
public sealed class FollowingTests
{
    private const string Outside = "+573001234567";
    private static readonly RingFallback List = new(Agent2, "1005", "*97", [new FollowStep("1003", 15), new FollowStep(Outside, 20)]);
    private readonly CallScript _call = new();

    [Fact]
    public void EachNumberRingsForItsTime_AtTheExpenseOfTheOneWhoIsCalled_AndTheVoicemailComesLast()
    {
        Rung();
        _call.Wait(TimeSpan.FromSeconds(30));
        Assert.Equal(("1003", Agent2, 1), (_call.Question!.Number, _call.Question.Request.OnBehalfOf!.Value, _call.Question.Request.Hops));
        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)));
        Assert.Equal(["end 2 RingTimeout", "close 2", "open 3 like 1", "invite 3 local"], _call.Sent());
        Assert.Equal(_call.Now + TimeSpan.FromSeconds(15), _call.State.Attempt!.RingUntil);

        _call.Wait(TimeSpan.FromSeconds(15));
        Assert.Equal((Outside, Agent2, "1001"), (_call.Question!.Number, _call.Question.Request.OnBehalfOf!.Value, _call.Question.Request.Caller.Number));
        _call.Route(Hunt(Peer("p1", A)));
        Assert.Equal(_call.Now + TimeSpan.FromSeconds(20), _call.State.Attempt!.RingUntil);

        _call.Wait(TimeSpan.FromSeconds(20));
        Assert.Equal(("*97", Agent2, "1001"), (_call.Question!.Number, _call.Question.Request.OnBehalfOf!.Value, _call.Question.Request.Caller.Number));
        Assert.Null(_call.Question.Follow);
    }

    [Fact]
    public void WhoIsFollowedOutside_PaysUntilTheNumberIsOffTheLine_ThoughTheyHaveNoPartInTheCall()
    {
        Rung().Wait(TimeSpan.FromSeconds(30)).Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)));
        _call.Wait(TimeSpan.FromSeconds(15));
        _call.Route(Hunt(Peer("p1", A) with { Payer = Agent2 }));
        Assert.Equal([(UserCallState.None, true)], Said());

        _call.See(_call.Answered(4));
        Assert.Equal([(UserCallState.None, true)], Said());

        _call.See(_call.Closed(4));
        Assert.Equal([(UserCallState.None, true), (UserCallState.None, false)], Said());

        IEnumerable<(UserCallState, bool)> Said() =>
            _call.Tells.OfType<CallTell.User>().Where(tell => tell.Who == Agent2 && (tell.How.Pays || tell.How.State == UserCallState.None)).Select(tell => (tell.How.State, tell.How.Pays)).SkipWhile(said => !said.Item2);
    }

    [Fact]
    public void AnAnswerAnywhereEndsTheSearch()
    {
        Rung().Wait(TimeSpan.FromSeconds(30)).Route(CallScript.Ring(Agent3, targets: [Device(Agent3, A), Device(Agent3, A, 2)])).See(_call.Answered(4));
        Assert.Contains("connect 1 4", _call.Sent());
        Assert.Equal([Leg(1), Leg(4)], _call.Live);
        _call.Wait(TimeSpan.FromMinutes(1));
        Assert.Equal((CallPhase.Connected, Agent3), (_call.State.Phase, _call.State.Leg(Leg(4))!.Party.User));
    }

    [Theory]
    [InlineData(486, "1005")]
    [InlineData(603, "1005")]
    [InlineData(480, "1003")]
    [InlineData(503, "1003")]
    public void WhoeverDeclinesIsNotFollowed(int code, string number)
    {
        Rung().See(_call.Failed(2, code));
        Assert.Equal(number, _call.Question!.Number);
    }

    [Fact]
    public void ANumberThatIsBusyOrDeclinesOrCannotBeCalled_IsPassedOver()
    {
        Rung().Wait(TimeSpan.FromSeconds(30)).Route(CallScript.Ring(Agent3, targets: Device(Agent3, A))).See(_call.Failed(3, 603));
        Assert.Equal(Outside, _call.Question!.Number);
        _call.Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(403, "This destination is blocked.", 21, CallResult.Refused)));
        Assert.Equal("*97", _call.Question!.Number);
    }

    [Fact]
    public void WhatThoseAtTheOtherNumbersWant_DoesNotCount()
    {
        // agent3 forwards everything: passed over, and not followed.
        Rung().Wait(TimeSpan.FromSeconds(30)).Route(new RedirectRoute(CallDirection.Internal, false, "1004", Agent3));
        Assert.Equal(Outside, _call.Question!.Number);

        // Another has a voicemail box of their own, which is not the one of the called.
        var other = new CallScript().Offer().Route(Plan()).Wait(TimeSpan.FromSeconds(30));
        other.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)) with { Otherwise = new RingFallback(Agent3, "*97", "*97") }).See(other.Failed(3, 486));
        Assert.Equal((Outside, Agent2), (other.Question!.Number, other.Question.Request.OnBehalfOf!.Value));
    }

    [Fact]
    public void ANumberInAnotherForm_IsFollowed()
    {
        Rung().Wait(TimeSpan.FromSeconds(30)).Route(new RedirectRoute(CallDirection.Internal, false, "1009"));
        Assert.Equal("1009", _call.Question!.Number);
        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)));
        Assert.Equal(_call.Now + TimeSpan.FromSeconds(15), _call.State.Attempt!.RingUntil);
    }

    [Fact]
    public void TwoWhoFollowEachOther_MakeNoLoop()
    {
        Rung(new RingFallback(Agent2, null, null, [new FollowStep("1003", 15)])).Wait(TimeSpan.FromSeconds(30));
        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)) with { Otherwise = new RingFallback(Agent3, null, null, [new FollowStep("1002", 15)]) });
        _call.Sent();
        _call.Wait(TimeSpan.FromSeconds(15));
        Assert.Null(_call.Question);
        Assert.Equal(["end 3 RingTimeout", "close 3", "reject 1 480", "close 1"], _call.Sent());
        Assert.Equal(CallResult.NoAnswer, _call.Over.Result);
    }

    [Fact]
    public void InsteadOfTheOwnDevices_TheFirstNumberRingsAtOnce()
    {
        _call.Offer().Route(Plan() with { Targets = [] });
        Assert.Equal(("1003", 1), (_call.Question!.Number, _call.Question.Request.Hops));
        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)));
        Assert.Equal(["open 1 offer", "open 2 like 1", "invite 2 local"], _call.Sent());
        Assert.Equal(["1002"], _call.State.Attempt!.Diverted);
    }

    [Fact]
    public void ATransferToOneWhoIsFollowed_GoesOn_AndReturnsWhenNobodyAnswers()
    {
        _call.Connected().See(_call.Referred(2, "1003"));
        var list = new RingFallback(Agent3, null, null, [new FollowStep("1004", 15)]);
        _call.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)) with { Otherwise = list }).Wait(TimeSpan.FromSeconds(30));
        Assert.Equal((RoutePurpose.Transfer, "1004"), (_call.Question!.Purpose, _call.Question.Number));
        _call.Route(CallScript.Ring(Agent1, targets: Device(Agent1, A))).Wait(TimeSpan.FromSeconds(15));
        Assert.Contains("notify 2 480 final", _call.Sent());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    [Fact]
    public void TheCallerLeavesWhileAnotherNumberRings()
    {
        Rung().Wait(TimeSpan.FromSeconds(30)).Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)));
        _call.See(_call.Closed(1, EndKind.Cancelled));
        Assert.Equal(CallResult.Cancelled, _call.Over.Result);
        Assert.Empty(_call.Live);
    }

    private static RingRoute Plan(RingFallback? list = null) => CallScript.Ring(Agent2, targets: Device(Agent2, A)) with { Otherwise = list ?? List };

    [Fact]
    public void AColleagueWhoseOwnCallsFollowAtOnce_IsRungAllTheSame()
    {
        Rung(new RingFallback(Agent2, null, null, [new FollowStep("1003", 15)])).Wait(TimeSpan.FromSeconds(30));
        var atOnce = CallScript.Ring(Agent3, targets: Device(Agent3, A)) with { Otherwise = new RingFallback(Agent3, null, null, [new FollowStep(Outside, 20)]), FollowsAtOnce = true };
        _call.Route(atOnce);
        Assert.Contains("invite 3 local", _call.Sent());

        var own = new CallScript().Offer().Route(atOnce);
        Assert.Equal(Outside, own.Question!.Number);
        Assert.Empty(own.Sent());
    }

    [Fact]
    public void HoweverOftenTheCallWasLedOn_TheVoicemailBoxIsReached_AndNothingElse()
    {
        Rung(hops: Routing.MaxHops).Wait(TimeSpan.FromSeconds(30));
        Assert.Equal(("*97", Routing.MaxHops + 1), (_call.Question!.Number, _call.Question.Request.Hops));
        _call.Route(new VoicemailRoute(CallDirection.Internal, false, new MailboxPlan(Agent2, "Agent Two", "en", null, 60, null, false, false, [], new MailboxCounts(0, 0, 0)), false));
        Assert.Contains("answer 1 local", _call.Sent());

        var other = new CallScript().Offer();
        other.Apply(new CallInput.Routed(other.Question! with { Request = other.Question.Request with { Hops = Routing.MaxHops } }, CallScript.Ring(Agent2, targets: Device(Agent2, A)) with { Otherwise = new RingFallback(Agent2, null, "1005") }));
        other.Wait(TimeSpan.FromSeconds(30));
        Assert.Equal("1005", other.Question!.Number);
        other.Route(CallScript.Ring(Agent3, targets: Device(Agent3, A)));
        Assert.Equal(480, other.Over.Cause.SipCode);
    }

    [Theory]
    [InlineData(true, Storage.History.CallDirection.Outbound)]
    [InlineData(false, Storage.History.CallDirection.Internal)]
    public void ACallThatIsFollowedOutside_IsOneThatWentOut_WhenSomebodyAnswersThere(bool answers, Storage.History.CallDirection direction)
    {
        Rung(new RingFallback(Agent2, null, null, [new FollowStep(Outside, 20)])).Wait(TimeSpan.FromSeconds(30)).Route(Hunt(Peer("p1", A)));
        if (answers)
        {
            _call.See(_call.Answered(3), _call.Closed(3));
        }
        else
        {
            _call.Wait(TimeSpan.FromSeconds(20));
        }

        Assert.Equal(direction, CallLogProjection.Of(_call.Id, _call.State.Ledger)!.Direction);
        Assert.Equal(answers ? CallDirection.Outbound : CallDirection.Internal, _call.State.Direction);
    }

    private CallScript Rung(RingFallback? list = null, int hops = 0)
    {
        var question = _call.Offer().Question!;
        _call.Apply(new CallInput.Routed(question with { Request = question.Request with { Hops = hops } }, Plan(list)));
        _call.See(_call.Ringing(2));
        _call.Sent();
        return _call;
    }
}
