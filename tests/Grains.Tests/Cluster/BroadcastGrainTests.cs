using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Broadcasts;
using RtcCluster.Contracts.Ids;
using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>A broadcast whose activation ends again and again: each member has it once, and the figures say so.</summary>
[Collection(QueueHouse.Name)]
public sealed class BroadcastGrainTests(GrainHouse house)
{
    private const int Members = 350;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(120);
    private static readonly TenantId Tenant = new("demo");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachMemberHasItOnce_HoweverOftenItsActivationEnds()
    {
        var (writer, store, conversations) = (house.Services.GetRequiredService<IDirectoryWriter>(), house.Services.GetRequiredService<IBroadcasts>(), house.Services.GetRequiredService<IConversations>());
        var users = Enumerable.Range(0, Members).Select(i => $"bc{i:000}").ToList();
        foreach (var user in users)
        {
            var saved = await writer.SaveUserAsync(
                new DirectoryUser { TenantId = "demo", Name = user, DisplayName = user, Email = $"{user}@demo.test", Role = UserRole.Agent, Disabled = user == "bc007" }, ct: Ct);
            Assert.Equal(SaveStatus.Saved, saved.Status);
        }

        await conversations.SetBlockedAsync("demo", "bc100", "supervisor", isBlocked: true, Ct);
        await store.SaveListAsync(new BroadcastList { TenantId = "demo", Id = "grain-list", Name = "All", Owner = "supervisor", CreatedAt = house.Time.GetUtcNow() }, Ct);
        await store.AddMembersAsync("demo", "grain-list", [.. users, "supervisor", "no-user"], Ct);
        var broadcast = house.Grains.GetGrain<IBroadcastGrain>(IBroadcastGrain.KeyOf(Tenant, "grain-broadcast"));
        Assert.Null(await broadcast.Progress());

        var order = new BroadcastOrder("grain-list", "supervisor", "Hello");
        Assert.Equal(Members + 2, (await broadcast.Begin(order)).Total);
        await Eventually.IsTrueAsync(
            "the broadcast to be done",
            Soon,
            async () =>
            {
                await GrainHouse.Deactivate(broadcast);
                return (await broadcast.Begin(order)).IsDone;
            });

        var done = (await store.FindAsync("demo", "grain-broadcast", Ct))!;
        Assert.Equal((Members - 2, 1, 3), (done.Delivered, done.Blocked, done.Gone));
        foreach (var user in users)
        {
            var has = await conversations.ListMessagesAsync("demo", user, ConversationId.Direct(Tenant, user, "supervisor").Name, 0, null, 10, Ct);
            Assert.True((has?.Count ?? 0) == (user is "bc007" or "bc100" ? 0 : 1), $"{user} has {has?.Count}");
        }
    }
}
