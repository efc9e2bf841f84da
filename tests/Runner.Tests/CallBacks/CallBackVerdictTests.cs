using RtcCluster.Load.Runner.CallBacks;
using RtcCluster.Load.Runner.Hub;

namespace RtcCluster.Runner.Tests.CallBacks;

public sealed class CallBackVerdictTests
{
    private const long Second = TimeSpan.TicksPerSecond;

    [Fact]
    public void WhoAskedAndWasCalledOnce_IsARequestThatWasKept()
    {
        var verdict = Of([Asked("1", new RingBack { AnsweredAt = 9 * Second }), Served("2")]);

        Assert.Equal((true, 1, 1, 0, 0), (verdict.Passed, verdict.Requests, verdict.CalledBack, verdict.Lost, verdict.Duplicates));
    }

    [Fact]
    public void WhoAskedAndWasNeverReached_IsLost()
    {
        var verdict = Of([Asked("1"), Asked("2", new RingBack()), Asked("3", new RingBack { AnsweredAt = 9 * Second })]);

        Assert.Equal((false, 3, 1, 2), (verdict.Passed, verdict.Requests, verdict.CalledBack, verdict.Lost));
    }

    [Fact]
    public void WhoWasCalledAgain_OrHadNotAsked_IsADuplicate()
    {
        var reached = new RingBack { AnsweredAt = 9 * Second };

        var verdict = Of([Asked("1", reached, new RingBack { AnsweredAt = 20 * Second }), Asked("2", new RingBack(), reached), With(Served("3"), reached)]);

        Assert.Equal((false, 3), (verdict.Passed, verdict.Duplicates));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(9.5, true)]
    [InlineData(8.9, false)]
    public void ASecondCallIsRight_WhenTheServerDiedUnderTheRinging_OrBeforeItCanHaveWrittenTheAnswerDown(double? answered, bool right)
    {
        var cut = new RingBack { AnsweredAt = answered is { } at ? (long)(at * Second) : null, CutAt = 10 * Second };

        var verdict = Of([Asked("1", cut, new RingBack { AnsweredAt = 20 * Second })]);

        Assert.Equal((right ? 0 : 1, 1), (verdict.Duplicates, verdict.Cut));
    }

    [Fact]
    public void AKeyThatWasOnItsWay_IsNoRequest_AndMayBeCalledOnce()
    {
        var called = With(new Person("1", true) { Wish = Wish.InFlight }, new RingBack { AnsweredAt = 9 * Second });
        var verdict = Of([called, new Person("2", true) { Wish = Wish.InFlight }, Asked("3", new RingBack { AnsweredAt = 9 * Second })]);

        Assert.Equal((true, 1, 2, 1), (verdict.Passed, verdict.Requests, verdict.InFlight, verdict.InFlightCalled));
    }

    [Fact]
    public void ADecisionForAPlaceBehind_IsAPlaceError_AndOneThatIsMadeAgainIsNone()
    {
        Assert.Equal(0, Of([], [(1, 1), (2, 2), (3, 1), (4, 4)]).Inversions);
        Assert.Equal(1, Of([], [(4, 2), (1, 1), (2, 3)]).Inversions);
    }

    [Fact]
    public void WhoIsRungForBeforeMorePeopleThanTheOtherAgentsCanHave_HasOvertaken()
    {
        var (first, second, third) = (new Visit { DialledAt = 0, JoinedAt = 1 }, new Visit { DialledAt = 2, JoinedAt = 3 }, new Visit { DialledAt = 4, JoinedAt = 5, OfferedAt = 6 });

        Assert.Equal(1, Of([Calling(first), Calling(second), Calling(third)], agents: 2).Overtakings);
        Assert.Equal(0, Of([Calling(first), Calling(second), Calling(third)], agents: 3).Overtakings);
        var unsure = Calling(second);
        unsure.Wish = Wish.InFlight;
        Assert.Equal(0, Of([Calling(first), unsure, Calling(third)], agents: 2).Overtakings);
        second.VoidAt = 5;
        Assert.Equal(0, Of([Calling(first), Calling(second), Calling(third)], agents: 2).Overtakings);
    }

    [Fact]
    public void TheEstimateIsHeldAgainstTheWaitUntilAnAgentHadTheCaller()
    {
        Person[] people =
        [
            Calling(new Visit { DialledAt = 0, JoinedAt = 0, TakenAt = 10 * Second, Estimate = TimeSpan.FromSeconds(4) }),
            Calling(new Visit { DialledAt = 0, JoinedAt = 0, TakenAt = 10 * Second, Estimate = TimeSpan.FromSeconds(11) }),
            Calling(new Visit { DialledAt = 0, JoinedAt = 0, TakenAt = 10 * Second, Estimate = TimeSpan.FromSeconds(12) }),
            Calling(new Visit { DialledAt = 0, JoinedAt = 0, TakenAt = 10 * Second }),
        ];

        Assert.Equal(TimeSpan.FromSeconds(2), CallBackVerdict.Median(Of(people).EstimateErrors));
    }

    private static CallBackVerdict Of(IReadOnlyCollection<Person> people, (long Offer, long Place)[]? decisions = null, int agents = 2) =>
        CallBackVerdict.Of(people, (decisions ?? []).Select(decision => new QueueDecision(decision.Offer, decision.Place)), agents, 0);

    private static Person Asked(string number, params RingBack[] backs) => With(new Person(number, true) { Wish = Wish.Kept }, backs);

    private static Person Served(string number)
    {
        var person = new Person(number, false);
        person.Dials(new Visit { DialledAt = 0, Talked = true });
        return person;
    }

    private static Person Calling(Visit visit)
    {
        var person = new Person("1", false);
        person.Dials(visit);
        return person;
    }

    private static Person With(Person person, params RingBack[] backs)
    {
        foreach (var back in backs)
        {
            var rung = person.Rings();
            (rung.AnsweredAt, rung.CutAt) = (back.AnsweredAt, back.CutAt);
        }

        return person;
    }
}
