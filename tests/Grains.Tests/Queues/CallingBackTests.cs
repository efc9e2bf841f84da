using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

public sealed class CallingBackTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void WhoHangsUp_KeepsTheExactPlace_AndIsCalledBackOnce()
    {
        var floor = Busy();
        floor.Join("c1");
        floor.Join("c2");
        floor.Join("c3");
        Assert.True(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("c2"), "+573001")).Accepted);
        floor.HangUp("c2");
        Assert.Equal([1L, 2L, 3L, 4L], floor.State().Callers.Keys.Order());

        Next(floor, "busy");
        Next(floor, "c1");
        Assert.Equal(["busy>ana", "c1>ana", "c2*>ana"], floor.Rung);
        Assert.Equal("c2-back-3", floor.Ringing("ana")!.Value.Call.Id.Name);
        Assert.True(floor.Answer("ana"));
        floor.HangUp("c2-back-3");

        Assert.Equal("c3>ana", floor.Rung[^1]);
        Assert.Equal((1, 1), (floor.State().Counts.CallbacksAsked, floor.State().Counts.CallbacksReached));
        Assert.Equal(1, floor.Rung.Count(rung => rung == "c2*>ana"));
        Assert.Equal(0, floor.State().Counts.Abandoned);
    }

    [Fact]
    public void AnAgentWhoDoesNotAnswer_IsNoAttempt()
    {
        var floor = Busy();
        Ask(floor);
        Next(floor, "busy");

        floor.Fail("ana");
        floor.Put("ana", new Grains.Agents.AgentInput.Ready());

        Assert.Equal(["busy>ana", "c1*>ana", "c1*>ana"], floor.Rung);
        Assert.NotEqual("c1-back-2", floor.Ringing("ana")!.Value.Call.Id.Name);
    }

    [Fact]
    public void SomebodyWhoIsNotReached_IsTriedAsOftenAsTheRulesSay()
    {
        var floor = Busy();
        floor.Configure("support", floor.State().Rules with { Callbacks = new CallbackRules { Allowed = true, Attempts = 2, RetryAfter = 60 * Second } });
        Ask(floor);
        Next(floor, "busy");
        Missed(floor);
        floor.Advance(59 * Second);
        Assert.Null(floor.Ringing("ana"));

        floor.Advance(1 * Second);
        Missed(floor);
        floor.Advance(300 * Second);

        Assert.Equal(2, floor.Rung.Count(rung => rung == "c1*>ana"));
        Assert.Empty(floor.State().Callers);
        Assert.Equal(0, floor.State().Counts.CallbacksReached);
    }

    [Fact]
    public void TheOutcomeThatComesTwice_CountsOnce()
    {
        var floor = Busy();
        Ask(floor);
        Next(floor, "busy");
        floor.Answer("ana");

        floor.Put("support", new QueueInput.CallbackEnded(2, CallbackOutcome.Reached));
        floor.Put("support", new QueueInput.CallbackEnded(2, CallbackOutcome.Reached));
        floor.Put("support", new QueueInput.CallbackEnded(2, CallbackOutcome.Missed));

        Assert.Equal(1, floor.State().Counts.CallbacksReached);
        Assert.Empty(floor.State().Callers);
    }

    [Fact]
    public void ANumberThatCouldNotBeCalled_IsNoAttempt_AndIsTriedAgainAFewTimes()
    {
        var floor = Busy();
        Ask(floor);
        Next(floor, "busy");
        for (var tries = 1; tries <= 5; tries++)
        {
            Assert.Equal(tries, floor.Rung.Count(rung => rung == "c1*>ana"));
            Missed(floor, CallbackOutcome.NotTried);
            floor.Advance(TimeSpan.FromMinutes(15));
        }

        Assert.Empty(floor.State().Callers);
        Assert.Equal(0, floor.State().Counts.CallbacksReached);
    }

    [Fact]
    public void ACallThatOurOwnEndCutOff_IsNoAttempt_AndTheCallerIsNextAtTheOldPlace()
    {
        var floor = Busy();
        floor.LogIn("bob");
        floor.Configure("support", floor.State().Rules with { Members = [.. floor.State().Rules.Members, new QueueMember(Floor.Agent("bob"))] });
        floor.Join("other");
        floor.Answer("bob");
        Ask(floor);
        floor.Join("c2");
        Next(floor, "busy");
        var (call, offer) = floor.Ringing("ana")!.Value;
        floor.Answer("ana");
        call.Outcome = "cut";

        floor.Put("support", new QueueInput.CallbackEnded(offer, CallbackOutcome.Cut));
        floor.Advance(Second);

        Assert.Equal("c1*>ana", floor.Rung[^1]);
        Assert.Equal((0, 1), (floor.State().Callers[3].Attempts, floor.State().Callers[3].Untried));
    }

    [Fact]
    public void WhomASupervisorTakesOut_IsNotCalled_UnlessAnAgentHasAnswered()
    {
        var floor = Busy();
        Ask(floor);
        Next(floor, "busy");

        Assert.False(floor.Put("support", new QueueInput.CallbackCancelled(99)).Accepted);
        Assert.True(floor.Put("support", new QueueInput.CallbackCancelled(2)).Accepted);

        Assert.Null(floor.Ringing("ana"));
        Assert.Empty(floor.State().Callers);
        floor.Join("c2");
        floor.Answer("ana");
        Assert.False(floor.Put("support", new QueueInput.CallbackCancelled(3)).Accepted);
    }

    [Fact]
    public void AQueueThatIsDeleted_ForgetsWhoIsToBeCalledBack()
    {
        var floor = Busy();
        Ask(floor);

        floor.Put("support", new QueueInput.Removed());
        floor.HangUp("busy");

        Assert.Empty(floor.State().Callers);
        Assert.Equal(["busy>ana"], floor.Rung);
    }

    [Fact]
    public void WhereItIsNotAllowed_OrNobodyWaits_ItIsRefused()
    {
        var floor = Busy();
        floor.Join("c1");
        Assert.False(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("nobody"), "+573001")).Accepted);
        Assert.False(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("busy"), "+573001")).Accepted);
        Assert.False(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("c1"), "")).Accepted);

        floor.Configure("support", floor.State().Rules with { Callbacks = new CallbackRules() });

        Assert.False(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("c1"), "+573001")).Accepted);
    }

    [Fact]
    public void AnAnswerThatComesAfterTheOfferIsOver_IsRefused_SoThatNobodyIsDialled()
    {
        var floor = Busy();
        Ask(floor);
        Next(floor, "busy");
        var (call, offer) = floor.Ringing("ana")!.Value;
        floor.Advance(25 * Second);

        Assert.False(floor.Put("support", new QueueInput.OfferAnswered(call.Id, offer)).Accepted);
    }

    [Fact]
    public void APlaceIsKeptForItsTime_AndCountsAsAbandonedThen()
    {
        var floor = Busy();
        floor.Configure("support", floor.State().Rules with { Callbacks = new CallbackRules { Allowed = true, KeepFor = TimeSpan.FromMinutes(10) } });
        Ask(floor);
        floor.Advance(TimeSpan.FromMinutes(10) - Second);
        Assert.Equal([1L, 2L], floor.State().Callers.Keys.Order());

        floor.Advance(Second);

        Assert.Equal([1L], floor.State().Callers.Keys);
        Assert.Equal((1, 1, 0), (floor.State().Counts.CallbacksExpired, floor.State().Counts.Abandoned, floor.State().Counts.CallbacksReached));
        floor.HangUp("busy");
        Assert.Equal(["busy>ana"], floor.Rung);
    }

    [Fact]
    public void APlaceWhoseTimeIsOverWhileAnAgentIsRung_IsGivenUp_AndTheRingingStops()
    {
        var floor = Busy();
        floor.Configure("support", floor.State().Rules with { RingTime = TimeSpan.FromMinutes(5), Callbacks = new CallbackRules { Allowed = true, KeepFor = TimeSpan.FromMinutes(10) } });
        Ask(floor);
        floor.Advance(TimeSpan.FromMinutes(9));
        Next(floor, "busy");
        Assert.NotNull(floor.Ringing("ana"));

        floor.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(floor.Ringing("ana"));
        Assert.Equal(1, floor.State().Counts.CallbacksExpired);
    }

    [Fact]
    public void WhoseTimeIsOverWhileTheirNumberIsCalled_IsStillReached_OrGivenUpAtTheEnd()
    {
        foreach (var (outcome, expired) in new[] { (CallbackOutcome.Reached, 0), (CallbackOutcome.Missed, 1) })
        {
            var floor = Busy();
            floor.Configure("support", floor.State().Rules with { Callbacks = new CallbackRules { Allowed = true, Attempts = 2, KeepFor = TimeSpan.FromMinutes(10) } });
            Ask(floor);
            Next(floor, "busy");
            var (_, offer) = floor.Ringing("ana")!.Value;
            floor.Answer("ana");
            floor.Advance(TimeSpan.FromMinutes(11));
            Assert.Single(floor.State().Callers);

            floor.Put("support", new QueueInput.CallbackEnded(offer, outcome));

            Assert.Empty(floor.State().Callers);
            // An agent had the call, so the caller was answered once and is no abandoned one.
            Assert.Equal((expired, 0), (floor.State().Counts.CallbacksExpired, floor.State().Counts.Abandoned));
        }
    }

    [Fact]
    public void WhileTheQueueIsClosed_NobodyIsCalledBack_AndItOpensWithTheFirstPlace()
    {
        var floor = Busy();
        floor.Join("c0");
        Assert.True(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("c0"), "+573000")).Accepted);
        floor.HangUp("c0");
        Ask(floor);
        floor.Configure("support", floor.State().Rules with { Hours = OfficeHours });
        floor.Advance(TimeSpan.FromHours(1));
        floor.HangUp("busy");
        Assert.Equal(["busy>ana"], floor.Rung);

        floor.Advance(TimeSpan.FromHours(22) - Second);
        Assert.Equal(["busy>ana"], floor.Rung);
        floor.Advance(Second);

        Assert.Equal(["busy>ana", "c0*>ana"], floor.Rung);
        Next(floor, "c0-back-2");
        Assert.Equal("c1*>ana", floor.Rung[^1]);
    }

    [Fact]
    public void PlacesFromBeforeCallBacksWereSwitchedOff_AreCalledWhenTheQueueOpens()
    {
        var floor = Busy();
        Ask(floor);
        floor.Configure("support", floor.State().Rules with { Hours = OfficeHours with { ClosingSendsAway = false } });
        floor.Advance(TimeSpan.FromHours(1));
        floor.HangUp("busy");
        floor.Configure("support", floor.State().Rules with { Callbacks = new CallbackRules { Allowed = false } });
        floor.Advance(TimeSpan.FromHours(22) - Second);
        Assert.Equal(["busy>ana"], floor.Rung);

        floor.Advance(Second);

        Assert.Equal(["busy>ana", "c1*>ana"], floor.Rung);
    }

    [Fact]
    public void WhereTheRulesSaySo_PeopleAreCalledBackOutsideTheHours()
    {
        var floor = Busy();
        Ask(floor);
        floor.Configure("support", floor.State().Rules with { Hours = OfficeHours, Callbacks = new CallbackRules { Allowed = true, OutsideHours = true } });
        floor.Advance(TimeSpan.FromHours(1));

        floor.HangUp("busy");

        Assert.Equal(["busy>ana", "c1*>ana"], floor.Rung);
    }

    [Fact]
    public void InAnEmergency_NobodyIsCalledBackUntilItIsOver()
    {
        var floor = Busy();
        Ask(floor);
        floor.Put("support", new QueueInput.EmergencySet(true));
        floor.HangUp("busy");
        Assert.Equal(["busy>ana"], floor.Rung);

        floor.Put("support", new QueueInput.EmergencySet(false));

        Assert.Equal(["busy>ana", "c1*>ana"], floor.Rung);
    }

    // Open every day from 8:00 to 9:30 in Bogota: the floor's clock begins at 9:00 there.
    private static QueueHours OfficeHours => new()
    {
        Zone = [new ZoneChange(Floor.Start.AddYears(-1), -300)],
        Weekly = [.. Enum.GetValues<DayOfWeek>().Select(day => new OpenTime(day, new TimeOnly(8, 0), new TimeOnly(9, 30)))],
    };

    private static Floor Busy()
    {
        var floor = new Floor(new QueueRules { Callbacks = new CallbackRules { Allowed = true } }, "ana");
        floor.Join("busy");
        floor.Answer("ana");
        return floor;
    }

    private static void Ask(Floor floor)
    {
        floor.Join("c1");
        Assert.True(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("c1"), "+573001")).Accepted);
        Assert.True(floor.Put("support", new QueueInput.CallbackAsked(Floor.Call("c1"), "+573001")).Accepted);
        floor.HangUp("c1");
    }

    private static void Next(Floor floor, string call)
    {
        if (floor.Calls[call].Talking is null)
        {
            floor.Answer("ana");
        }

        floor.HangUp(call);
    }

    private static void Missed(Floor floor, CallbackOutcome outcome = CallbackOutcome.Missed)
    {
        var (call, offer) = floor.Ringing("ana")!.Value;
        floor.Answer("ana");
        call.Outcome = "missed";
        floor.Put("support", new QueueInput.CallbackEnded(offer, outcome));
    }
}
