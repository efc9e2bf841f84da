using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Queues and agents as grains: what is told is stored, and places outlive activations and stores that fail.</summary>
[Collection(QueueHouse.Name)]
public sealed class QueueGrainTests(GrainHouse house)
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task PlacesOutliveTheActivation_WithTheirOrderAndAge()
    {
        var queue = await Make("places", new QueueRules());
        await queue.Join(Join("c1"));
        house.Time.Advance(TimeSpan.FromSeconds(10));
        await queue.Join(Join("c2"));
        await queue.Join(Join("c3", priority: 1));
        await queue.Leave(Call("c2"), 1);
        var before = (await queue.View())!;

        await GrainHouse.Deactivate(queue);
        var after = (await queue.View())!;

        Assert.Equal(["c3", "c1"], before.Places.Select(place => place.Call!.Value.Name));
        Assert.Equal(before.Places, after.Places);
        Assert.Equal(before.Statistics, after.Statistics);
        Assert.Equal(QueueJoinStatus.Left, (await queue.Join(Join("c2"))).Status);
        Assert.Equal(1, (await queue.Join(Join("c3", priority: 1))).Position);
    }

    [Fact]
    public async Task AJournalThatGoesAcrossSnapshots_IsReadToItsEnd_AndComputesTheSame()
    {
        var queue = await Make("long", new QueueRules { Strategy = QueueStrategy.Random });
        for (var number = 0; number < 600; number++)
        {
            await queue.Join(Join($"long{number}"));
            if (number % 3 == 0)
            {
                await queue.Leave(Call($"long{number}"), 1);
            }
        }

        var before = (await queue.View())!;
        await GrainHouse.Deactivate(queue);
        await queue.Join(Join("last"));
        await GrainHouse.Deactivate(queue);
        var after = (await queue.View())!;

        Assert.Equal(400, before.Places.Length);
        Assert.Equal([.. before.Places.Select(place => place.Number), 601], after.Places.Select(place => place.Number));
        var replay = await queue.Replay();
        Assert.Equal(replay.Decisions, replay.Equal);
        Assert.InRange(replay.Inputs, 1, 256);
    }

    [Fact]
    public async Task AJoinThatCannotBeStored_IsNoPlace_AndTheNextOneIs()
    {
        var queue = await Make("down", new QueueRules());
        house.Storage.Down = true;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => queue.Join(Join("d1")));
        }
        finally
        {
            house.Storage.Down = false;
        }

        Assert.Empty((await queue.View())!.Places);
        Assert.Equal((QueueJoinStatus.Waiting, 1), await queue.Join(Join("d1")) is var receipt ? (receipt.Status, receipt.Position) : default);
        await GrainHouse.Deactivate(queue);
        Assert.Single((await queue.View())!.Places);
    }

    [Fact]
    public async Task WhoHasWaitedLongEnough_IsLeaving_ByTheGrainsOwnClock()
    {
        var queue = await Make("slow", new QueueRules { Limits = new QueueLimits { MaxWait = TimeSpan.FromSeconds(30) } });
        await queue.Join(Join("s1"));
        await GrainHouse.Deactivate(queue);
        Assert.Equal(QueuePhase.Waiting, Assert.Single((await queue.View())!.Places).Phase);

        house.Time.Advance(TimeSpan.FromSeconds(30));

        await Eventually.IsTrueAsync("the caller to be sent away", Soon, async () => (await queue.View())!.Statistics.SentAway == 1);
    }

    [Fact]
    public async Task AQueueThatIsNot_SaysSo()
    {
        var queue = house.Grains.GetGrain<IQueueGrain>("demo/none");

        Assert.Equal(QueueJoinStatus.NoSuchQueue, (await queue.Join(Join("n1"))).Status);
        Assert.Null(await queue.View());
        Assert.False(await queue.OfferAnswered(Call("n1"), 1));
        Assert.Empty(await queue.Explain(null));
    }

    [Theory]
    [InlineData("ring")]
    [InlineData("member")]
    [InlineData("zone")]
    [InlineData("twice")]
    public async Task RulesThatBreakABound_AreRefusedByName(string broken)
    {
        var rules = broken switch
        {
            "ring" => new QueueRules { RingTime = TimeSpan.FromSeconds(1) },
            "member" => new QueueRules { Members = [new QueueMember(new UserId(new TenantId("other"), "agent1"))] },
            "zone" => new QueueRules { Hours = new QueueHours { TimeZone = "America/Nowhere" } },
            _ => new QueueRules { Members = [new QueueMember(GrainHouse.User(1)), new QueueMember(GrainHouse.User(1))] },
        };

        var receipt = await house.Grains.GetGrain<IQueueGrain>("demo/broken").Configure(rules);

        Assert.Equal(ConfigureStatus.Invalid, receipt.Status);
        Assert.NotEmpty(receipt.Problem!);
    }

    [Fact]
    public async Task AnAgent_LearnsOfTheQueue_AndKeepsWhatWasChosen()
    {
        var agent = house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(4).Key);
        var queue = await Make("agents", new QueueRules { Members = [new QueueMember(GrainHouse.User(4))] });
        Assert.Equal(AgentReceiptStatus.Done, (await agent.LogIn()).Status);
        await Eventually.IsTrueAsync("the queue to know the agent", Soon, async () => (await queue.View())!.Agents.Single().Status == AgentStatus.Available);

        await agent.Pause("lunch");
        await Eventually.IsTrueAsync("the queue to know of the pause", Soon, async () => (await queue.View())!.Agents.Single().Status == AgentStatus.Paused);
        await GrainHouse.Deactivate(agent);
        var view = await agent.View();

        Assert.Equal((AgentStatus.Paused, "lunch"), (view.Status, view.Reason));
        Assert.Equal([new QueueId(Tenant, "agents")], view.Queues);
    }

    private static CallId Call(string name) => new(Tenant, name);

    private static QueueJoin Join(string call, int priority = 0) => new() { Call = Call(call), Caller = new Party("+57300"), Priority = priority };

    private async Task<IQueueGrain> Make(string name, QueueRules rules)
    {
        var queue = house.Grains.GetGrain<IQueueGrain>(new QueueId(Tenant, name).Key);
        Assert.Equal(ConfigureStatus.Saved, (await queue.Configure(rules)).Status);
        return queue;
    }
}
