using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Prompts;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Directory;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>The database is away and the state store is not: a queue comes to life with what it knows.</summary>
public sealed class QueueDirectoryAwayTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task WhoWaits_WaitsOn_AndWhoComesIsTaken_ByTheRulesThatWereReadLast()
    {
        var queue = await Make("kept", new QueueRules { Name = "Kept" });
        await queue.Join(Join("k1"));
        house.Directory.Away = true;
        try
        {
            await GrainHouse.Deactivate(queue);

            var joined = await queue.Join(Join("k2"));

            Assert.Equal((QueueJoinStatus.Waiting, 2), (joined.Status, joined.Position));
            var view = (await queue.View())!;
            Assert.Equal("Kept", view.Rules.Name);
            Assert.Equal(["k1", "k2"], view.Places.Select(place => place.Call!.Value.Name));
        }
        finally
        {
            house.Directory.Away = false;
        }
    }

    [Fact]
    public async Task RulesThatWereStoredMeanwhile_AreFollowedWhenTheyCanBeRead()
    {
        var queue = await Make("later", new QueueRules { Name = "Before" });
        house.Directory.Away = true;
        try
        {
            await GrainHouse.Deactivate(queue);
            Assert.Equal("Before", (await queue.View())!.Rules.Name);
            await StoreAsync(new Document { TenantId = "demo", Kind = "queue", Name = "later", Json = """{"name":"After"}""", Version = 1 });
            house.Time.Advance(TimeSpan.FromSeconds(6));
            Assert.Equal("Before", (await queue.View())!.Rules.Name);
        }
        finally
        {
            house.Directory.Away = false;
        }

        await Eventually.GetAsync(
            "the rules of the directory",
            Soon,
            async () =>
            {
                house.Time.Advance(TimeSpan.FromSeconds(5));
                return (await queue.View())!.Rules.Name;
            },
            name => name == "After");
    }

    [Fact]
    public async Task AQueueOfWhichNothingIsKnown_FailsClearly_AndIsThereAfterwards()
    {
        await StoreAsync(new Document { TenantId = "demo", Kind = "queue", Name = "unread", Json = """{"name":"Unread"}""" });
        var queue = house.Grains.GetGrain<IQueueGrain>("demo/unread");
        house.Directory.Away = true;
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => queue.Join(Join("u1")));
        }
        finally
        {
            house.Directory.Away = false;
        }

        Assert.Equal(QueueJoinStatus.Waiting, (await queue.Join(Join("u1"))).Status);
    }

    [Fact]
    public async Task NobodyIsRefusedForTheSakeOfMusic()
    {
        const string Blob = "demo/prompts/waltz/1.wav";
        Assert.Equal(ConfigureStatus.Saved, (await house.Grains.GetGrain<IPromptGrain>("demo/waltz").Keep(new PromptFile(Blob, 1_000, 16_044, 8_000), "admin")).Status);
        var queue = await Make("musical", new QueueRules { Music = "waltz" });
        Assert.Equal(Blob, (await queue.Join(Join("m1"))).Music);
        house.Directory.Away = true;
        try
        {
            Assert.Equal(Blob, (await queue.Join(Join("m2"))).Music);

            // Nobody knows which it was; the music of any hold will do.
            await GrainHouse.Deactivate(queue);
            Assert.Equal((QueueJoinStatus.Waiting, null), await queue.Join(Join("m3")) is var third ? (third.Status, third.Music) : default);
        }
        finally
        {
            house.Directory.Away = false;
        }
    }

    private Task<SaveResult> StoreAsync(Document document) =>
        house.Services.GetRequiredService<IDirectoryWriter>().SaveDocumentAsync(document, TestContext.Current.CancellationToken);

    private static QueueJoin Join(string call) => new() { Call = new CallId(Tenant, call), Caller = new Party("+57300") };

    private async Task<IQueueGrain> Make(string name, QueueRules rules)
    {
        var queue = house.Grains.GetGrain<IQueueGrain>(new QueueId(Tenant, name).Key);
        Assert.Equal(ConfigureStatus.Saved, (await queue.Configure(rules)).Status);
        return queue;
    }
}
