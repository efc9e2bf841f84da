using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;
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
    public async Task AQueueThatHearsOnlyWhatAgentsSayAgain_IsReadAfterManyOfThese()
    {
        var ana = house.Grains.GetGrain<IAgentGrain>("demo/ana-elsewhere");
        var queue = await Make("hearsay", new QueueRules { Members = [new QueueMember(new UserId(Tenant, "ana-elsewhere"))] });
        await ana.LogIn();
        await Eventually.IsTrueAsync("the agent to be free", Soon, async () => (await queue.View())!.Agents.Any(agent => agent.Status == AgentStatus.Available));
        for (var round = 0; round < 24; round++)
        {
            var before = Writes();
            for (var call = 0; call < 15; call++)
            {
                await ana.Engaged(Call("elsewhere"), ended: false);
                await ana.Engaged(Call("elsewhere"), ended: true);
            }

            await queue.View();
            house.Time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.IsTrueAsync("what was noted to be written", Soon, () => Task.FromResult(Writes() > before));
        }

        await GrainHouse.Deactivate(queue);

        Assert.Equal(QueueJoinStatus.Waiting, (await queue.Join(Join("after"))).Status);

        int Writes()
        {
            lock (house.Storage.Writes)
            {
                return house.Storage.WritesOf.GetValueOrDefault(queue.GetGrainId());
            }
        }
    }

    [Fact]
    public async Task AJournalWithoutSnapshots_TakesNoMoreThanItCanRead_AndGoesOnWhenTheyCanBeWritten()
    {
        var queue = await Make("snapless", new QueueRules());
        house.Storage.DownFor = "queue";
        var taken = 0;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                for (; taken < 600; taken++)
                {
                    await queue.Join(Join($"snapless{taken}"));
                }
            });
        }
        finally
        {
            house.Storage.DownFor = null;
        }

        Assert.InRange(taken, 500, 512);
        await GrainHouse.Deactivate(queue);
        Assert.Equal(taken, (await queue.View())!.Places.Length);
        Assert.Equal(QueueJoinStatus.Waiting, (await queue.Join(Join("at last"))).Status);
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
    public async Task RulesOfTheDirectory_AreThoseOfTheQueue_AfterTheNextActivation()
    {
        const string Stored = """{"name":"Seeded","strategy":"topDown","members":[{"agent":"agent4","order":7}],"hours":{"weekly":[{"day":"monday","from":"08:00:00","to":"18:00:00"}]}}""";
        Assert.True((await StoreAsync(new Document { TenantId = "demo", Kind = "queue", Name = "seeded", Json = Stored })).IsSaved);
        var queue = house.Grains.GetGrain<IQueueGrain>("demo/seeded");

        var seeded = (await queue.View())!.Rules;
        Assert.Equal(("Seeded", QueueStrategy.TopDown, new QueueMember(GrainHouse.User(4), 7)), (seeded.Name, seeded.Strategy, seeded.Members.Single()));
        Assert.Equal(DayOfWeek.Monday, seeded.Hours.Weekly.Single().Day);
        Assert.NotEmpty(seeded.Hours.Zone);

        await Make("seeded", seeded with { Name = "Changed" });
        await GrainHouse.Deactivate(queue);
        Assert.Equal("Changed", (await queue.View())!.Rules.Name);
    }

    [Fact]
    public async Task ADirectoryThatHoldsNonsense_LeavesTheQueueAsItWas()
    {
        var queue = await Make("spoilt", new QueueRules { Name = "Good" });
        Assert.True((await StoreAsync(new Document { TenantId = "demo", Kind = "queue", Name = "spoilt", Json = """{"ringTime":5}""", Version = 1 })).IsSaved);
        await GrainHouse.Deactivate(queue);
        Assert.Equal("Good", (await queue.View())!.Rules.Name);

        Assert.True((await StoreAsync(new Document { TenantId = "demo", Kind = "queue", Name = "spoilt", Json = """{"ringTime":"00:00:01"}""", Version = 2 })).IsSaved);
        await GrainHouse.Deactivate(queue);
        Assert.Equal("Good", (await queue.View())!.Rules.Name);
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
    [InlineData("callback")]
    [InlineData("prompt")]
    [InlineData("text")]
    [InlineData("language")]
    public async Task RulesThatBreakABound_AreRefusedByName(string broken)
    {
        var rules = broken switch
        {
            "ring" => new QueueRules { RingTime = TimeSpan.FromSeconds(1) },
            "member" => new QueueRules { Members = [new QueueMember(new UserId(new TenantId("other"), "agent1"))] },
            "callback" => new QueueRules { Callbacks = new CallbackRules { Allowed = true, Attempts = 6 } },
            "prompt" => new QueueRules { Announcements = new QueueAnnouncements { Periodic = ["no-such-prompt"] } },
            "text" => new QueueRules { Announcements = new QueueAnnouncements { Periodic = [new string('A', 501)] } },
            "language" => new QueueRules { Announcements = new QueueAnnouncements { Language = "tlh" } },
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
        var agent = house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(5).Key);
        var queue = await Make("agents", new QueueRules { Members = [new QueueMember(GrainHouse.User(5))] });
        Assert.Equal(AgentReceiptStatus.Done, (await agent.LogIn()).Status);
        await Eventually.IsTrueAsync("the queue to know the agent", Soon, async () => (await queue.View())!.Agents.Single().Status == AgentStatus.Available);

        await agent.Pause("lunch");
        await Eventually.IsTrueAsync("the queue to know of the pause", Soon, async () => (await queue.View())!.Agents.Single().Status == AgentStatus.Paused);
        await GrainHouse.Deactivate(agent);
        var view = await agent.View();

        Assert.Equal((AgentStatus.Paused, "lunch"), (view.Status, view.Reason));
        Assert.Equal([new QueueId(Tenant, "agents")], view.Queues);
    }

    private Task<SaveResult> StoreAsync(Document document) =>
        house.Services.GetRequiredService<IDirectoryWriter>().SaveDocumentAsync(document, TestContext.Current.CancellationToken);

    private static CallId Call(string name) => new(Tenant, name);

    private static QueueJoin Join(string call, int priority = 0) => new() { Call = Call(call), Caller = new Party("+57300"), Priority = priority };

    private async Task<IQueueGrain> Make(string name, QueueRules rules)
    {
        var queue = house.Grains.GetGrain<IQueueGrain>(new QueueId(Tenant, name).Key);
        Assert.Equal(ConfigureStatus.Saved, (await queue.Configure(rules)).Status);
        return queue;
    }
}
