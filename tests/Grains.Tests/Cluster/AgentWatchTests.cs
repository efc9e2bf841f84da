using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>What the edges of an agent's browsers are told.</summary>
[Collection(QueueHouse.Name)]
public sealed class AgentWatchTests(GrainHouse house)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TenantId Tenant = new("demo");
    private static readonly UserId Lookout = new(Tenant, "lookout");

    [Fact]
    public async Task AnEdgeIsTold_WhatTheAgentDoes_EachTimeWithAHigherVersion()
    {
        var agent = house.Grains.GetGrain<IAgentGrain>(Lookout.Key);
        Assert.Null(await agent.Watch(house.A.Id));

        await house.Grains.GetGrain<IQueueGrain>(new QueueId(Tenant, "watched").Key).Configure(new QueueRules { Members = [new QueueMember(Lookout)] });
        await Told("serves", change => change.Card.Queues is ["watched"]);
        await agent.LogIn();
        await Told("is available", change => change.Card.Status == AgentStatus.Available);
        await agent.Pause("lunch");
        var paused = await Told("is paused", change => change.Card is { Status: AgentStatus.Paused, Reason: "lunch" });
        await agent.Engaged(new CallId(Tenant, "elsewhere"), ended: false);
        var elsewhere = await Told("is in another call", change => change.Card is { IsElsewhere: true, CallId: "elsewhere" });

        Assert.True(elsewhere.Version > paused.Version);
        Assert.Equal(elsewhere.Version, (await agent.Watch(house.A.Id))!.Version);
        Assert.DoesNotContain(house.B.Agents, change => change.Agent == Lookout);
        await agent.LogOut(force: true);
        await house.Grains.GetGrain<IQueueGrain>(new QueueId(Tenant, "watched").Key).Remove();
    }

    private Task<AgentChange> Told(string what, Func<AgentChange, bool> fits) => Eventually.GetAsync(
        $"the edge to be told that the agent {what}", Soon, () => Task.FromResult(house.A.Agents.LastOrDefault(change => change.Agent == Lookout && fits(change))!), change => change is not null);
}
