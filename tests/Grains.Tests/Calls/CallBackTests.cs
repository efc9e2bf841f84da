using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Queues;
using RtcCluster.Storage.History;
using static RtcCluster.Grains.Tests.Calls.CallScript;
using CallDirection = RtcCluster.Contracts.Calls.CallDirection;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>A waiting caller presses 1 and is hung up on; later agent2 is rung, and the number is called.</summary>
public sealed class CallBackTests
{
    private const string Number = "+573001234567";
    private static readonly QueueId Support = new(Tenant, "support");
    private readonly CallScript _waiting = Wait();
    private readonly CallScript _back = new() { Name = "c1-back-7" };

    [Fact]
    public void TheCallerWhoPresses1_HearsTheFarewell_AndTheCallEnds()
    {
        _waiting.See(_waiting.Digit('1'));
        Assert.Equal(new QueueQuestion.CallBack(Support, "1001"), _waiting.Queue);
        Promise(CallBackPromise.Kept);
        Assert.Equal("say 1 #1 'You keep your place in the queue. We will call you back. Goodbye.'", _waiting.Sent()[^1]);

        _waiting.See(_waiting.PromptEnded(1));

        Assert.Contains("end 1 Administrative", _waiting.Sent());
        Assert.DoesNotContain(_waiting.Tells, tell => tell is CallTell.QueueLeft);
        var visit = Assert.Single(QueueProjection.Of(_waiting.Id, _waiting.State.Ledger).Visits);
        Assert.Equal((VisitOutcome.CallBack, null, TimeSpan.Zero), (visit.Outcome, visit.SentTo, visit.Talked));
    }

    [Fact]
    public void TheKeyOfABrowser_WhichComesAsAWish_IsTheSame()
    {
        Assert.Equal(IntentStatus.Accepted, _waiting.Act(new DigitsIntent(Agent1, false, "1")).Status);
        Assert.Equal(new QueueQuestion.CallBack(Support, "1001"), _waiting.Queue);
    }

    [Fact]
    public void WhoHangsUpInTheMiddleOfTheFarewell_KeepsThePlaceAllTheSame()
    {
        Promise(CallBackPromise.Kept);

        _waiting.See(_waiting.Closed(1));

        Assert.False(_waiting.State.GoingOn);
        Assert.DoesNotContain(_waiting.Tells, tell => tell is CallTell.QueueLeft);
        Assert.Equal(VisitOutcome.CallBack, Assert.Single(QueueProjection.Of(_waiting.Id, _waiting.State.Ledger).Visits).Outcome);
    }

    [Fact]
    public void AFarewellWhoseEndIsNeverHeardOf_EndsByTheClock()
    {
        Promise(CallBackPromise.Kept);

        _waiting.Wait(TimeSpan.FromSeconds(20));

        Assert.False(_waiting.State.GoingOn);
    }

    [Fact]
    public void AnotherActivation_GoesOnWithTheFarewell()
    {
        Promise(CallBackPromise.Kept);

        _waiting.Apply(new CallInput.Activated());
        Assert.True(_waiting.State.GoingOn);
        _waiting.Wait(TimeSpan.FromSeconds(20));

        Assert.False(_waiting.State.GoingOn);
    }

    [Fact]
    public void ANumberThatCannotBeCalled_IsSaidOnce_AndTheCallerGoesOnWaiting()
    {
        Promise(CallBackPromise.NoNumber);
        Assert.Equal("say 1 #1 'We cannot call your number back. Please stay on the line.'", _waiting.Sent()[^1]);
        Promise(CallBackPromise.NoNumber);
        Assert.Empty(_waiting.Sent());

        _waiting.See(_waiting.PromptEnded(1));

        Assert.True(_waiting.State.Queue!.Waits);
        Assert.DoesNotContain(_waiting.Tells, tell => tell is CallTell.AnnouncementHeard);
        _waiting.OfferTo(Agent2, 7).AgentAnswers();
        Assert.True(_waiting.State.Queue.Talking);
    }

    [Fact]
    public void WhereTheQueueRefuses_NothingChanges()
    {
        Promise(CallBackPromise.Refused);

        Assert.Empty(_waiting.Sent());
        Assert.True(_waiting.State.Queue!.Waits);
    }

    [Fact]
    public void TheSameKeyInAMenuThatLedHere_AsksForNothing()
    {
        var call = new CallScript().Offer(dialled: "2000").Route(new QueueRoute(CallDirection.Internal, false, Support));

        call.See(call.Digit('1'));

        Assert.IsNotType<QueueQuestion.CallBack>(call.Queue);
    }

    [Theory]
    [InlineData('2')]
    [InlineData('#')]
    public void OtherKeys_AskForNothing(char key)
    {
        _waiting.See(_waiting.Digit(key));

        Assert.Null(_waiting.Queue);
    }

    [Fact]
    public void TheAgentIsRungFirst_TheQueueIsAsked_AndThenTheNumberIsCalled()
    {
        Begin();
        Assert.Equal(["open 1 rec", "invite 1 local"], _back.Sent());
        _back.See(_back.Ringing(1), _back.Answered(1));
        Assert.Equal(new QueueQuestion.Answered(Support, 7, CallsBack: true), _back.Queue);
        Assert.Null(_back.Question);

        Confirm(true);
        Assert.Equal((Number, (UserId?)Agent2), (_back.Question!.Number, _back.Question.Request.OnBehalfOf));
        _back.Route(Hunt(Peer("carrier", A))).See(_back.Ringing(2), _back.Answered(2));
        Assert.Contains("connect 1 2", _back.Sent());

        _back.See(_back.Closed(2));
        Assert.Equal(CallbackOutcome.Reached, Ended());
        Assert.Equal(LegRole.Agent, LegProjection.Of(_back.Id, _back.State.Ledger)[0].Role);
    }

    [Fact]
    public void TheSameWishTwice_IsOneCall()
    {
        Begin();
        _back.Sent();

        Begin();

        Assert.Empty(_back.Sent());
        Assert.Single(_back.State.Legs);
    }

    [Fact]
    public void AnAgentWhoIsTooLate_HangsNobodyElseUp_AndNobodyIsCalled()
    {
        Begin();
        _back.See(_back.Answered(1));

        Confirm(false);

        Assert.Contains("end 1 AnsweredElsewhere", _back.Sent());
        Assert.Null(_back.Question);
        Assert.DoesNotContain(_back.Tells, tell => tell is CallTell.CallBackEnded or CallTell.OfferFailed);
    }

    [Theory]
    [InlineData(486, OfferFailure.Busy)]
    [InlineData(603, OfferFailure.Declined)]
    [InlineData(480, OfferFailure.Unreachable)]
    public void AnAgentWhoDoesNotAnswer_IsNoAttempt(int code, OfferFailure why)
    {
        Begin();

        _back.See(_back.Failed(1, code));

        Assert.Equal(why, Assert.Single(_back.Tells.OfType<CallTell.OfferFailed>()).Failure);
        Assert.DoesNotContain(_back.Tells, tell => tell is CallTell.CallBackEnded);
    }

    [Fact]
    public void AQueueThatDoesNotWantTheAgentAnyMore_EndsTheRinging_AndHearsNothing()
    {
        Begin();

        _back.Apply(new CallInput.QueueStops(Support, 7));

        Assert.False(_back.State.GoingOn);
        Assert.DoesNotContain(_back.Tells, tell => tell is CallTell.CallBackEnded or CallTell.OfferFailed);
    }

    [Theory]
    [InlineData(486, CallbackOutcome.Missed)]
    [InlineData(408, CallbackOutcome.NotTried)]
    [InlineData(503, CallbackOutcome.NotTried)]
    public void WhatTheNumberAnswers_IsAnAttemptOrNone(int code, CallbackOutcome expected)
    {
        Called();

        _back.See(_back.Failed(2, code));

        Assert.Equal(expected, Ended());
        Assert.Contains(_back.Sent(), command => command.StartsWith("end 1", StringComparison.Ordinal));
    }

    [Fact]
    public void ATelephoneThatRangAndWasNotAnswered_IsAnAttempt()
    {
        Called().See(_back.Ringing(2));

        _back.Wait(TimeSpan.FromSeconds(60));

        Assert.Equal(CallbackOutcome.Missed, Ended());
    }

    [Fact]
    public void ATrunkThatIsDown_OrADestinationThatIsBlocked_IsNoAttempt()
    {
        Begin();
        _back.See(_back.Answered(1));
        Confirm(true);

        _back.Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(503, "No peer answers.", 38, CallResult.Unavailable)));

        Assert.Equal(CallbackOutcome.NotTried, Ended());
    }

    [Fact]
    public void AnAgentWhoHangsUpBeforeItRings_HasNotCalled()
    {
        Called().See(_back.Closed(1));

        Assert.Equal(CallbackOutcome.NotTried, Ended());
    }

    [Fact]
    public void AnAgentWhoHangsUpWhileItRings_HasTakenNoAttempt()
    {
        Called().See(_back.Ringing(2));

        _back.See(_back.Closed(1));

        Assert.Equal(CallbackOutcome.NotTried, Ended());
    }

    [Fact]
    public void ACallThatEndsWithItsEdgeWhileItRings_HasTakenNoAttempt()
    {
        Called().See(_back.Ringing(2));

        _back.Apply(new CallInput.EdgeGone(A));

        Assert.Equal((CallResult.Lost, CallbackOutcome.Cut), (_back.State.Result, Ended()));
    }

    [Fact]
    public void AnAgentWhoAnswersAndHangsUpAtOnce_GivesTheCallerBack()
    {
        Begin();
        _back.See(_back.Answered(1), _back.Closed(1));

        Confirm(true);

        Assert.Null(_back.Question);
        Assert.Equal(CallbackOutcome.NotTried, Ended());
    }

    [Fact]
    public void AnotherActivation_TellsTheOutcomeAgain_AndCallsNobody()
    {
        Called().See(_back.Ringing(2), _back.Answered(2));
        _back.See(_back.Closed(2));
        _back.Tells.Clear();
        _back.Sent();

        _back.Apply(new CallInput.Activated());

        Assert.Equal(CallbackOutcome.Reached, Ended());
        Assert.Empty(_back.Sent());
        Assert.Null(_back.Question);
    }

    [Fact]
    public void AnotherActivationBeforeTheAgentAnswers_AsksTheQueueThen()
    {
        Begin();
        _back.Apply(new CallInput.Activated());
        Assert.Empty(_back.Tells.OfType<CallTell.CallBackEnded>());

        _back.See(_back.Answered(1));

        Assert.IsType<QueueQuestion.Answered>(_back.Queue);
    }

    [Fact]
    public void TheAgentsUser_KnowsThatItIsACallOfAQueue()
    {
        Begin();

        Assert.True(Assert.Single(_back.Tells.OfType<CallTell.User>()).How.OfQueue);
    }

    [Fact]
    public void AnAgentWhoTransfersTheCaller_IsFree()
    {
        Called().See(_back.Answered(2));

        _back.See(_back.Referred(1, "1003"));
        _back.Route(Ring(Agent3, false, Device(Agent3, A))).See(_back.Answered(3));
        _back.See(_back.Closed(1));

        Assert.True(_back.State.GoingOn);
        Assert.Equal(CallbackOutcome.Reached, Ended());
    }

    private static CallScript Wait()
    {
        var call = new CallScript().Offer(dialled: "2000")
            .Enter(receipt: new QueueJoinReceipt(QueueJoinStatus.Waiting, ServiceLevel: new ServiceLevelRules(), Language: "en-US"));
        call.See(call.MediaAnswered(1));
        call.Sent();
        return call;
    }

    private void Promise(CallBackPromise what)
    {
        _waiting.See(_waiting.Digit('1'));
        _waiting.Apply(new CallInput.CallBackPromised(what));
    }

    private void Begin() => _back.Apply(new CallInput.CallBackWanted(
        _back.Id,
        Support,
        7,
        new CallBackOrder(Agent2, Number, TimeSpan.FromSeconds(20), "Support", Start.AddSeconds(-90)),
        new RingPlan(new Party("1002", "agent2", Agent2), [Device(Agent2, A)]),
        A,
        90));

    private void Confirm(bool accepted) => _back.Apply(new CallInput.QueueConfirmed(accepted));

    private CallScript Called()
    {
        Begin();
        _back.See(_back.Answered(1));
        Confirm(true);
        return _back.Route(Hunt(Peer("carrier", A)));
    }

    private CallbackOutcome Ended() => Assert.Single(_back.Tells.OfType<CallTell.CallBackEnded>()).Outcome;
}
