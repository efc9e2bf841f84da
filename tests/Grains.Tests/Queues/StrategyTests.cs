using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>One table per strategy: agents and what they did before, callers, and who is rung in which order.</summary>
public sealed class StrategyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void LongestIdle_TakesWhoHasBeenWithoutACallForLongest()
    {
        var floor = Staffed(QueueStrategy.LongestIdle, "ana", "bob", "cid");

        Serve(floor, "c1", "c2", "c3", "c4");

        Assert.Equal(["c1>ana", "c2>bob", "c3>cid", "c4>ana"], floor.Rung);
    }

    [Fact]
    public void TopDown_TakesTheFirstWhoIsFree()
    {
        var floor = Staffed(QueueStrategy.TopDown, "cid", "ana", "bob");

        Serve(floor, "c1", "c2");
        floor.Join("c3");
        floor.Answer("cid");
        floor.Join("c4");

        Assert.Equal(["c1>cid", "c2>cid", "c3>cid", "c4>ana"], floor.Rung);
    }

    [Fact]
    public void RoundRobin_GoesOnAfterTheLast_AcrossAChangeOfStrategy()
    {
        var floor = Staffed(QueueStrategy.RoundRobin, "ana", "bob", "cid");

        Serve(floor, "c1", "c2");
        floor.Configure("support", floor.State().Rules with { Strategy = QueueStrategy.TopDown });
        floor.Configure("support", floor.State().Rules with { Strategy = QueueStrategy.RoundRobin });
        Serve(floor, "c3", "c4", "c5");

        Assert.Equal(["c1>ana", "c2>bob", "c3>cid", "c4>ana", "c5>bob"], floor.Rung);
    }

    [Fact]
    public void RoundRobin_GoesOnAfterAMemberWhoIsNoneAnyMore()
    {
        var floor = Staffed(QueueStrategy.RoundRobin, "ana", "bob", "cid");
        Serve(floor, "c1", "c2");

        floor.Configure("support", floor.State().Rules with { Members = floor.State().Rules.Members.RemoveAt(1) });
        Serve(floor, "c3", "c4");

        Assert.Equal(["c1>ana", "c2>bob", "c3>cid", "c4>ana"], floor.Rung);
    }

    [Fact]
    public void LeastTalkTime_TakesWhoHasTalkedLeast()
    {
        var floor = Staffed(QueueStrategy.LeastTalkTime, "ana", "bob", "cid");

        Serve(floor, 30, "c1");
        Serve(floor, 10, "c2");
        Serve(floor, 50, "c3");
        Serve(floor, 30, "c4");
        Serve(floor, 1, "c5");

        Assert.Equal(["c1>ana", "c2>bob", "c3>cid", "c4>bob", "c5>ana"], floor.Rung);
    }

    [Fact]
    public void FewestCalls_TakesWhoHasTakenFewest()
    {
        var floor = Staffed(QueueStrategy.FewestCalls, "ana", "bob");

        Serve(floor, 300, "c1");
        floor.Join("c2");
        floor.Answer("bob");
        floor.Join("c3");
        floor.Answer("ana");
        floor.HangUp("c2");
        floor.HangUp("c3");
        Serve(floor, "c4");

        Assert.Equal(["c1>ana", "c2>bob", "c3>ana", "c4>bob"], floor.Rung);
    }

    [Fact]
    public void RingAll_RingsEverybody_TheFirstAnswerWins_AndWhoBecomesFreeRingsToo()
    {
        var floor = Staffed(QueueStrategy.RingAll, "ana", "bob", "cid");
        floor.Join("c1");
        floor.Answer("bob");
        floor.Join("c2");
        floor.HangUp("c1");

        Assert.Equal(["c1>ana", "c1>bob", "c1>cid", "c2>ana", "c2>cid", "c2>bob"], floor.Rung);
        Assert.True(floor.Answer("bob"));
        Assert.Null(floor.Ringing("ana"));
        Assert.Null(floor.Ringing("cid"));
    }

    [Fact]
    public void RingProgressively_RingsOneMoreEachTime()
    {
        var floor = Staffed(QueueStrategy.RingProgressively, "ana", "bob", "cid");
        floor.Join("c1");
        Assert.Equal(["c1>ana"], floor.Rung);

        floor.Advance(5 * Second);
        Assert.Equal(["c1>ana", "c1>bob"], floor.Rung);
        floor.Advance(5 * Second);
        floor.Advance(5 * Second);

        Assert.Equal(["c1>ana", "c1>bob", "c1>cid"], floor.Rung);
        Assert.True(floor.Answer("cid"));
        Assert.Null(floor.Ringing("ana"));
    }

    [Fact]
    public void Random_IsTheSameForTheSameQueue_AndEverybodyHasAChance()
    {
        string[] calls = [.. Enumerable.Range(1, 60).Select(number => $"c{number}")];
        var (one, other) = (Staffed(QueueStrategy.Random, "ana", "bob", "cid"), Staffed(QueueStrategy.Random, "ana", "bob", "cid"));

        Serve(one, calls);
        Serve(other, calls);

        Assert.Equal(one.Rung, other.Rung);
        foreach (var agent in new[] { "ana", "bob", "cid" })
        {
            Assert.InRange(one.Rung.Count(rung => rung.EndsWith(agent, StringComparison.Ordinal)), 10, 30);
        }
    }

    [Fact]
    public void WeightedRandom_FollowsTheWeights()
    {
        var floor = Staffed(QueueStrategy.WeightedRandom, "ana", "bob");
        floor.Configure("support", floor.State().Rules with { Members = [new QueueMember(Floor.Agent("ana"), 0, 9), new QueueMember(Floor.Agent("bob"), 1, 1)] });

        Serve(floor, [.. Enumerable.Range(1, 200).Select(number => $"c{number}")]);

        Assert.InRange(floor.Rung.Count(rung => rung.EndsWith("bob", StringComparison.Ordinal)), 8, 35);
    }

    [Fact]
    public void ProficiencyFirst_TakesTheBest_AndTheStrategyAmongEquals()
    {
        var floor = new Floor();
        floor.Configure("support", new QueueRules
        {
            ProficiencyFirst = true,
            Members = [.. new[] { "ana", "bob", "cid" }.Select(agent => new QueueMember(Floor.Agent(agent)))],
        });
        floor.LogIn("ana", ("english", 40));
        floor.Advance(Second);
        floor.LogIn("bob", ("english", 80));
        floor.Advance(Second);
        floor.LogIn("cid", ("english", 80));
        var english = new SkillNeed("english", 30, []);

        floor.Join("c1", Floor.Wants("c1", 0, english));
        floor.Join("c2", Floor.Wants("c2", 0, english));
        floor.Join("c3", Floor.Wants("c3", 0, english));

        Assert.Equal(["c1>bob", "c2>cid", "c3>ana"], floor.Rung);
        Assert.Equal([-80, -80, -40], floor.Decisions[0].Why.Candidates.Select(candidate => candidate.Proficiency));
    }

    [Fact]
    public void AStrategyThatIsChangedLive_CountsFromTheNextCaller()
    {
        var floor = Staffed(QueueStrategy.TopDown, "ana", "bob");
        Serve(floor, "c1");

        floor.Configure("support", floor.State().Rules with { Strategy = QueueStrategy.LongestIdle });
        Serve(floor, "c2");

        Assert.Equal(["c1>ana", "c2>bob"], floor.Rung);
    }

    internal static Floor Staffed(QueueStrategy strategy, params string[] agents)
    {
        var floor = new Floor();
        floor.Configure("support", new QueueRules { Strategy = strategy, Members = [.. agents.Select((agent, order) => new QueueMember(Floor.Agent(agent), order))] });
        foreach (var agent in agents)
        {
            floor.LogIn(agent);
            floor.Advance(Second);
        }

        return floor;
    }

    private static void Serve(Floor floor, params string[] calls) => Serve(floor, 1, calls);

    // One after the other: each is answered and talks for a while before the next comes.
    private static void Serve(Floor floor, int seconds, params string[] calls)
    {
        foreach (var call in calls)
        {
            floor.Join(call);
            Assert.True(floor.Answer(floor.Rung[^1].Split('>')[1]));
            floor.Advance(seconds * Second);
            floor.HangUp(call);
        }
    }
}
