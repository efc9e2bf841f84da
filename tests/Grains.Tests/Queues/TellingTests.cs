using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Tests.Queues;

public sealed class TellingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void PlaceAndWait_AreToldAgainAndAgain_TheWaitRoundedUp()
    {
        var floor = new Floor(new QueueRules { Announcements = new QueueAnnouncements { PlaceAfter = 5 * Second, PlaceEvery = 30 * Second, RoundTo = 120 * Second } }, "ana");
        floor.Join("busy");
        floor.Answer("ana");
        floor.Join("c1");
        floor.Advance(Second);
        floor.Join("c2");

        floor.Advance(40 * Second);
        Assert.Equal(["c1: 1 240", "c2: 2 360", "c1: 1 240", "c2: 2 360"], floor.Announced);

        floor.HangUp("c1");
        floor.Advance(30 * Second);
        Assert.Equal("c2: 1 240", floor.Announced[^1]);
    }

    [Fact]
    public void Prompts_AreTakenInTurn_AndNobodyIsToldAnythingWhileItRings()
    {
        var floor = new Floor(new QueueRules { RingTime = 40 * Second, Announcements = new QueueAnnouncements { Periodic = ["hello", "patience"], PeriodicEvery = 20 * Second } });
        floor.Join("c1");
        floor.Advance(65 * Second);
        Assert.Equal(["c1: hello", "c1: patience", "c1: hello"], floor.Announced);

        floor.Configure("support", floor.State().Rules with { Members = [new QueueMember(Floor.Agent("ana"))] });
        floor.LogIn("ana");
        floor.Advance(30 * Second);

        Assert.Equal("c1>ana", floor.Rung[^1]);
        Assert.Equal(3, floor.Announced.Count);
    }

    [Fact]
    public void APromptThatNobodyHeardToItsEnd_IsPlayedAgain()
    {
        var floor = new Floor(new QueueRules { Announcements = new QueueAnnouncements { Periodic = ["hello", "patience"], PeriodicEvery = 20 * Second } }) { HearsAnnouncements = false };
        floor.Join("c1");
        floor.Advance(45 * Second);
        Assert.Equal(["c1: hello", "c1: hello"], floor.Announced);

        floor.HearsAnnouncements = true;
        floor.Advance(40 * Second);
        Assert.Equal(["c1: hello", "c1: hello", "c1: hello", "c1: patience"], floor.Announced);
    }

    [Theory]
    [InlineData(ServiceLevelFormula.WithoutShortAbandons, 2.0 / 4)]
    [InlineData(ServiceLevelFormula.OfAll, 2.0 / 5)]
    public void ServiceLevel_EqualsWhatWasComputedByHand(ServiceLevelFormula formula, double expected)
    {
        // Answered after 0 and 20 s (in time), after 21 s (too late); abandoned after 4 s (short) and after 10 s.
        var floor = new Floor(new QueueRules { ServiceLevel = new ServiceLevelRules { Formula = formula } }, "ana");
        floor.Join("c1");
        floor.Answer("ana");
        floor.Join("c2");
        floor.Advance(4 * Second);
        floor.Join("short");
        floor.Advance(4 * Second);
        floor.HangUp("short");
        floor.Join("long");
        floor.Advance(10 * Second);
        floor.HangUp("long");
        floor.Advance(2 * Second);
        floor.HangUp("c1");
        floor.Answer("ana");
        floor.Join("c3");
        floor.Advance(21 * Second);
        floor.HangUp("c2");
        floor.Answer("ana");

        var statistics = Grains.Queues.QueueViews.Of(floor.State(), floor.Now)!.Statistics;
        Assert.Equal((3, 2, 2, 1), (statistics.Answered, statistics.AnsweredInTime, statistics.Abandoned, statistics.ShortAbandoned));
        Assert.Equal(expected, statistics.ServiceLevel, 9);
        Assert.Equal(41.0 / 3, statistics.AverageWaitSeconds, 9);
    }
}
