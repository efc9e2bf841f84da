using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;

namespace RtcCluster.Grains.Tests.Queues;

public sealed class SkillTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void ACallerWaitsForTheSkill_AndPassesNobodyElseBy()
    {
        var floor = Two(("english", 20), ("english", 70));
        floor.Put("bob", new AgentInput.Paused("lunch"));

        floor.Join("c1", Floor.Wants("c1", 0, new SkillNeed("english", 50, [])));
        floor.Join("c2");
        Assert.Equal(["c2>ana"], floor.Rung);
        floor.Put("bob", new AgentInput.Ready());

        Assert.Equal(["c2>ana", "c1>bob"], floor.Rung);
        Assert.Equal(AssignmentTrigger.AgentReady, floor.Decisions[^1].Why.Trigger);
    }

    [Fact]
    public void WhatIsNeeded_IsRelaxedInTime()
    {
        var floor = Two(("english", 20), ("french", 70));
        floor.Join("c1", Floor.Wants("c1", 0, new SkillNeed("english", 80, [new SkillRelaxation(20 * Second, 40), new SkillRelaxation(60 * Second, 20)])));

        floor.Advance(59 * Second);
        Assert.Empty(floor.Rung);
        floor.Advance(1 * Second);

        Assert.Equal(["c1>ana"], floor.Rung);
        Assert.Equal(AssignmentTrigger.Relaxed, floor.Decisions[^1].Why.Trigger);
    }

    [Fact]
    public void ASkillThatIsNotNeededAnyMore_OpensTheCallerToAll()
    {
        var floor = Two(("english", 20), ("french", 70));
        floor.Join("c1", Floor.Wants("c1", 0, new SkillNeed("german", 1, [new SkillRelaxation(30 * Second, 0)])));
        floor.Advance(30 * Second);
        Assert.Single(floor.Rung);
    }

    [Fact]
    public void ThePreferredAgent_IsWaitedFor_AndNotForEver()
    {
        var floor = Two();
        floor.Join("c1");
        floor.Answer("ana");
        floor.Join("c2", Floor.Wants("c2") with { Preferred = Floor.Agent("ana"), PreferredFor = 30 * Second });
        floor.Advance(29 * Second);
        Assert.Equal(["c1>ana"], floor.Rung);

        floor.Advance(1 * Second);

        Assert.Equal(["c1>ana", "c2>bob"], floor.Rung);
    }

    [Fact]
    public void APreferredAgentWhoIsNotThere_IsNotWaitedFor()
    {
        var floor = Two();
        floor.Join("c1");
        floor.Answer("ana");
        floor.Join("c2", Floor.Wants("c2") with { Preferred = Floor.Agent("ana"), PreferredFor = 300 * Second });
        Assert.Single(floor.Rung);

        floor.HangUp("c1");
        floor.Put("ana", new AgentInput.Paused("lunch"));
        floor.Fail("ana", OfferFailure.Declined);
        floor.Put("ana", new AgentInput.LoggedOut(Force: false));

        Assert.Equal("c2>bob", floor.Rung[^1]);
        floor.Join("c3", Floor.Wants("c3") with { Preferred = Floor.Agent("nobody"), PreferredFor = 300 * Second });
        floor.Answer("bob");
        floor.HangUp("c2");
        Assert.Equal("c3>bob", floor.Rung[^1]);
    }

    [Fact]
    public void TheLastAgent_IsPreferredWhereTheRulesSaySo()
    {
        var floor = Two();
        floor.Configure("support", floor.State().Rules with { KeepForLastAgent = 20 * Second });
        floor.Join("c1", By("c1", "+573001234567"));
        floor.Answer("ana");
        floor.Advance(5 * Second);
        floor.HangUp("c1");
        floor.Join("c2");
        floor.Answer("bob");
        floor.Advance(Second);
        floor.HangUp("c2");

        floor.Join("c3", By("c3", "+573001234567"));

        Assert.Equal("c3>ana", floor.Rung[^1]);
    }

    private static QueueJoin By(string call, string number) => Floor.Wants(call) with { Caller = new Party(number) };

    private static Floor Two(params (string Skill, int Level)[] skills)
    {
        var floor = new Floor();
        floor.Configure("support", new QueueRules { Members = [new QueueMember(Floor.Agent("ana")), new QueueMember(Floor.Agent("bob"))] });
        floor.LogIn("ana", [.. skills.Take(1)]);
        floor.Advance(Second);
        floor.LogIn("bob", [.. skills.Skip(1)]);
        return floor;
    }
}
