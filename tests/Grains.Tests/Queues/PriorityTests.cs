using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Tests.Queues;

public sealed class PriorityTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(59, "vip")]
    [InlineData(61, "old")]
    public void AStepOfPriority_IsWorthTheAgeingStep(int headStart, string first)
    {
        var floor = new Floor(new QueueRules(), "ana");
        floor.Join("busy");
        floor.Answer("ana");
        floor.Join("old");
        floor.Advance(headStart * Second);
        floor.Join("vip", Floor.Wants("vip", priority: 1));

        floor.HangUp("busy");

        Assert.Equal($"{first}>ana", floor.Rung[^1]);
    }

    [Fact]
    public void NobodyStarves_BehindAnEndlessStreamOfMoreImportantCallers()
    {
        var floor = new Floor(new QueueRules { AgeingStep = TimeSpan.FromSeconds(10) }, "ana");
        floor.Join("busy");
        floor.Answer("ana");
        floor.Join("patient");
        var talking = "busy";
        for (var number = 0; number < 1_000 && floor.Rung[^1] != "patient>ana"; number++)
        {
            floor.Join($"vip{number}", Floor.Wants($"vip{number}", priority: 10));
            floor.Advance(Second);
            floor.HangUp(talking);
            floor.Answer("ana");
            talking = floor.Rung[^1].Split('>')[0];
        }

        // Ten steps of 10 s each: overtaken only by those who came within 100 s.
        Assert.Equal("patient>ana", floor.Rung[^1]);
        Assert.InRange(floor.Rung.Count, 90, 105);
    }

    [Fact]
    public void AChangeOfTheAgeingStep_PutsEverybodyIntoPlaceAnew()
    {
        var floor = new Floor(new QueueRules { AgeingStep = TimeSpan.FromMinutes(5) }, "ana");
        floor.Join("busy");
        floor.Answer("ana");
        floor.Join("old");
        floor.Advance(60 * Second);
        Assert.Equal(1, floor.Join("vip", Floor.Wants("vip", priority: 1)).Position);

        floor.Configure("support", floor.State().Rules with { AgeingStep = TimeSpan.FromSeconds(30) });

        Assert.Equal(2, floor.Join("vip").Position);
    }

    [Fact]
    public void PositionAndEstimate_CountWhoIsAhead_AndWhoWorks()
    {
        var floor = new Floor(new QueueRules(), "ana", "bob");
        floor.Join("c1");
        floor.Join("c2");

        // Two are being offered and keep their places; three minutes a call, until calls have taught better, shared by two agents.
        Assert.Equal((3, 270), floor.Join("c3") is var third ? (third.Position, third.EstimatedSeconds) : default);
        Assert.Equal(4, floor.Join("c4").Position);
        Assert.Equal(4, floor.Join("c4").Position);
    }
}
