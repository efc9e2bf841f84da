using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Conversations;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Conversations;
using RtcCluster.Storage.Conversations;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Conversations as grains: who may send, what is told to whom, and that nothing depends on an activation.</summary>
[Collection(QueueHouse.Name)]
public sealed class ConversationGrainTests(GrainHouse house)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private static readonly TenantId Tenant = new("demo");

    private IConversations Store => house.Services.GetRequiredService<IConversations>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MessagesAreNumberedThroughActivations_AndTheEdgeIsToldInTheirOrder()
    {
        var direct = Direct("agent1", "agent2");
        await Inbox("agent2").Watch(house.B.Id);
        var numbers = new List<long>();
        for (var i = 0; i < 30; i++)
        {
            if (i is 10 or 20)
            {
                await GrainHouse.Deactivate(direct);
            }

            numbers.Add((await Send(direct, "agent1", $"order-{i}")).Message!.Number);
        }

        var first = numbers[0];
        Assert.Equal(Enumerable.Range(0, 30).Select(i => first + i), numbers);
        await Eventually.IsTrueAsync("the edge to be told of all", Soon, () => Task.FromResult(Told("agent2", "order-").Count == 30));
        Assert.Equal(numbers, Told("agent2", "order-").Select(each => each.Number));
        Assert.All(Told("agent2", "order-"), each => Assert.Equal("@agent1", each.Conversation));

        // Sent again it is the same one, told again under the same number.
        Assert.Equal(numbers[5], (await Send(direct, "agent1", "order-5")).Message!.Number);
        Assert.Equal(30, (await Store.ListMessagesAsync("demo", "agent2", "agent1+agent2", first - 1, null, 500, Ct))!.Count(each => each.ClientId.StartsWith("order-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task WhoIsBlockedIsNotTold_NorIsTheOther()
    {
        await Store.SetBlockedAsync("demo", "agent4", "agent3", isBlocked: true, Ct);
        await Inbox("agent4").Watch(house.B.Id);
        var direct = Direct("agent3", "agent4");

        var blocked = await Send(direct, "agent3", "blocked-1");
        Assert.Equal((SendStatus.Sent, "@agent4"), (blocked.Status, blocked.Message!.Conversation));
        Assert.Equal(SendStatus.Blocked, (await direct.Send(new SendMessage("agent3", "blocked-2", "hello", null, "some-broadcast"))).Status);
        await Store.SetBlockedAsync("demo", "agent4", "agent3", isBlocked: false, Ct);
        await Send(direct, "agent3", "blocked-3");

        await Eventually.IsTrueAsync("the edge to be told of the third", Soon, () => Task.FromResult(Told("agent4", "blocked-").Count == 1));
        Assert.Equal("blocked-3", Told("agent4", "blocked-").Single().ClientId);
        Assert.Equal(["blocked-3"], (await Store.ListMessagesAsync("demo", "agent4", "agent3+agent4", 0, null, 10, Ct))!.Select(each => each.ClientId));
    }

    [Fact]
    public async Task WhoIsNotInItSendsNothing()
    {
        Assert.Equal(SendStatus.NotFound, (await Send(Direct("agent1", "agent2"), "agent3", "stranger-1")).Status);
        Assert.Equal(SendStatus.Gone, (await Send(Direct("agent1", "nobody"), "agent1", "stranger-2")).Status);
        Assert.Equal(SendStatus.NotFound, (await Send(Group("g-none"), "agent1", "stranger-3")).Status);
    }

    [Fact]
    public async Task AGroupIsItsOwnersToChange_AndItsMembersToUse()
    {
        var group = Group("g-grain");
        Assert.Equal(ConfigureStatus.Invalid, (await group.Configure(new GroupSettings("Group", ["nobody"]), "agent1")).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await group.Configure(new GroupSettings("Group", [.. Enumerable.Range(0, 300).Select(i => $"u{i}")]), "agent1")).Status);
        Assert.Equal(ConfigureStatus.Saved, (await group.Configure(new GroupSettings("Group", ["agent2"]), "agent1")).Status);
        Assert.Equal(ConfigureStatus.NotFound, (await group.Configure(new GroupSettings("Mine", ["agent3"]), "agent3")).Status);
        Assert.Equal((SendStatus.Sent, SendStatus.NotFound), ((await Send(group, "agent2", "group-message")).Status, (await Send(group, "agent3", "group-message")).Status));

        Assert.Equal(ConfigureStatus.Conflict, (await group.Leave("agent1")).Status);
        Assert.Equal(ConfigureStatus.Saved, (await group.Leave("agent2")).Status);
        Assert.Equal(SendStatus.NotFound, (await Send(group, "agent2", "group-message")).Status);
        Assert.Equal(ConfigureStatus.NotFound, (await group.Close("agent2")).Status);
        Assert.Equal(ConfigureStatus.Saved, (await group.Close("agent1")).Status);
        Assert.Equal(SendStatus.NotFound, (await Send(group, "agent1", "group-later")).Status);
    }

    [Fact]
    public async Task AGroupsCallRingsWhoIsNotThere_Once_AndNobodyWhoHasBlockedTheCaller()
    {
        var group = Group("g-called");
        await group.Configure(new GroupSettings("Called", ["agent2", "agent3", "agent4"]), "agent1");
        await Store.SetBlockedAsync("demo", "agent3", "agent1", isBlocked: true, Ct);

        var first = await group.Call("agent1", ["agent4"]);
        Assert.Equal(("Called", "agent2", 2), (first.Name, string.Join(' ', first.Ring), first.Others));
        var again = await group.Call("agent1", []);
        Assert.Equal(("agent4", 3), (string.Join(' ', again.Ring), again.Others));
        // Who could not be rung is rung when it is asked again.
        await group.NotRung(["agent2"]);
        Assert.Equal(["agent2"], (await group.Call("agent1", [])).Ring);
        Assert.Empty((await group.Call("agent1", [])).Ring);
        // Who is blocked by one is rung for another.
        Assert.Equal(["agent1", "agent3"], (await group.Call("agent2", [])).Ring);
        Assert.Null((await group.Call("supervisor", [])).Name);
        Assert.Null((await Direct("agent1", "agent2").Call("agent1", [])).Name);

        await Store.SetBlockedAsync("demo", "agent3", "agent1", isBlocked: false, Ct);
        await group.Close("agent1");
        Assert.Null((await group.Call("agent1", [])).Name);
    }

    [Fact]
    public void ManyMessagesAtOnceAreTooMany_UntilSomeTimeHasPassed()
    {
        var start = new DateTimeOffset(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);
        var rate = new SendRate(start);

        Assert.Equal(SendRate.Burst, Enumerable.Range(0, 100).Count(_ => rate.TryTake(start)));
        Assert.Equal(SendRate.PerSecond, Enumerable.Range(0, 100).Count(_ => rate.TryTake(start.AddSeconds(1))));
        // A clock that goes back gives nothing.
        Assert.False(rate.TryTake(start));
    }

    [Fact]
    public async Task InvitationsAndEMailsAreAFewAMinute_WhateverIsLeftOfTheMessages()
    {
        var inbox = Inbox("inviter");
        for (var i = 0; i < SendRate.InvitationBurst; i++)
        {
            Assert.True(await inbox.MayInvite());
        }

        Assert.False(await inbox.MayInvite());
        Assert.Equal(SendRate.InvitationBurst, (await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => inbox.MayMail()))).Count(static may => may));
        Assert.True(await inbox.MaySend());

        var start = new DateTimeOffset(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);
        var rate = new SendRate(start, SendRate.InvitationBurst, SendRate.InvitationsPerSecond);
        Assert.Equal(SendRate.InvitationBurst, Enumerable.Range(0, 100).Count(_ => rate.TryTake(start)));
        Assert.Equal(3, Enumerable.Range(1, 60).Count(second => rate.TryTake(start.AddSeconds(second + 0.5))));
    }

    private static Task<SendReceipt> Send(IConversationGrain conversation, string sender, string client) => conversation.Send(new SendMessage(sender, client, $"text of {client}"));

    private List<Contracts.Hub.MessageCard> Told(string user, string begins) =>
        [.. house.B.Inboxes.Where(each => each.User.Name == user).SelectMany(each => each.News.Messages).Where(each => each.ClientId.StartsWith(begins, StringComparison.Ordinal))];

    private IConversationGrain Direct(string one, string other) => house.Grains.GetGrain<IConversationGrain>(ConversationId.Direct(Tenant, one, other).Key);

    private IConversationGrain Group(string name) => house.Grains.GetGrain<IConversationGrain>(new ConversationId(Tenant, name).Key);

    private IInboxGrain Inbox(string user) => house.Grains.GetGrain<IInboxGrain>(new UserId(Tenant, user).Key);
}
