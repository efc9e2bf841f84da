using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Grains.Wallboards;

namespace RtcCluster.Grains.Tests.Wallboards;

/// <summary>What a wallboard makes of news that come late, twice and out of order.</summary>
public sealed class BoardTests
{
    private static readonly TenantId Tenant = new("demo");
    private readonly Board _board = new(Tenant);
    private int _number;

    [Fact]
    public void AgentsAreCountedInEachOfTheirQueues_AndEachOfThemIsShown()
    {
        Take([Queue("sales", 1), Queue("support", 1)], []);

        var change = Take([], [Agent("ana", 1, AgentStatus.Available, "sales", "support"), Agent("ben", 1, AgentStatus.OnCall, "sales")])!;

        Assert.Equal([("sales", 1, 1), ("support", 1, 0)], change.Queues.OrderBy(card => card.Queue).Select(card => (card.Queue, card.Agents.Available, card.Agents.OnCall)));
        Assert.Equal(["ana", "ben"], change.Agents.Select(card => card.Agent));
        change = Take([], [Agent("ana", 2, AgentStatus.Paused, "sales")])!;
        Assert.Equal([("sales", 1), ("support", 0)], change.Queues.OrderBy(card => card.Queue).Select(card => (card.Queue, card.Agents.Paused)));
        Assert.All(_board.Queues, card => Assert.Equal(0, card.Agents.Available));
    }

    [Fact]
    public void WhatIsLateOrKnown_ChangesNothing()
    {
        Take([Queue("sales", 5)], [Agent("ana", 5, AgentStatus.Available, "sales")]);

        Assert.Null(Take([Queue("sales", 5), Queue("sales", 4)], [Agent("ana", 4, AgentStatus.Paused, "sales"), Agent("ana", 5, AgentStatus.Paused, "sales")]));
        Assert.Equal(1, Assert.Single(_board.Queues).Agents.Available);
    }

    [Fact]
    public void ADeletedQueueAndSomebodyWhoIsNoAgentAnyMore_AreGone()
    {
        Take([Queue("sales", 1)], [Agent("ana", 1, AgentStatus.Available, "sales")]);

        var change = Take([new QueueChange(new QueueId(Tenant, "sales"), 2, null)], [Agent("ana", 2, AgentStatus.LoggedOut)])!;

        Assert.Equal(("sales", "ana"), (Assert.Single(change.QueuesGone), Assert.Single(change.AgentsGone)));
        Assert.Empty(_board.Queues);
        Assert.Empty(_board.Agents);
    }

    [Fact]
    public void AnAgentOfAQueueThatIsNotKnownYet_IsCountedWhenItIs()
    {
        Assert.Empty(Take([], [Agent("ana", 1, AgentStatus.Available, "sales")])!.Queues);

        Assert.Equal(1, Assert.Single(Take([Queue("sales", 1)], [])!.Queues).Agents.Available);
    }

    private static QueueChange Queue(string name, long version) =>
        new(new QueueId(Tenant, name), version, new QueueCard(name, name, true, false, 0, null, 0, AgentCounts.None, 1, 0, 0, 0, 0));

    private static AgentChange Agent(string name, long version, AgentStatus status, params string[] queues) => new(
        new UserId(Tenant, name), version, new AgentCard(name, name, null, status, DateTimeOffset.UnixEpoch, null, null, null, null, null, null, null, [], false, [], 0, 0, queues, false));

    private WallboardChange? Take(QueueChange[] queues, AgentChange[] agents) => _board.Take(new WallboardNews([.. queues], [.. agents]), new WallboardMark(1, ++_number));
}
