using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Conversations;

public abstract class ConversationContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);

    // The tests of an engine share a database: each has a tenant of its own.
    private readonly string _tenant = Guid.NewGuid().ToString("n")[..16];

    private IConversations Store => Engine.Get<IConversations>();

    [Fact]
    public async Task ManyAtOnceGetEachItsNumber_AndTheSameMessageTwiceIsOne()
    {
        var sent = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Store.AddAsync(Message(i % 20, i % 2 == 0 ? "ana" : "bo"), Ct)));

        Assert.Equal(Enumerable.Range(1, 20).Select(static i => (long)i), sent.Where(static added => added.IsNew).Select(static added => added.Message.Number).Order());
        Assert.Equal(20, sent.Count(static added => !added.IsNew));
        foreach (var same in sent.GroupBy(static added => added.Message.ClientId))
        {
            Assert.Single(same.Select(static added => added.Message.Number).Distinct());
        }

        var seen = await Store.ListMessagesAsync(_tenant, "ana", "ana+bo", 0, null, 500, Ct);
        Assert.Equal(Enumerable.Range(1, 20).Select(static i => (long)i), seen!.Select(static message => message.Number));
        Assert.Equal((10, 10), (await UnreadAsync("ana"), await UnreadAsync("bo")));
    }

    [Fact]
    public async Task BlockedMessageIsItsSendersAlone()
    {
        await Store.AddAsync(Message(1) with { IsBlocked = true }, Ct);

        Assert.Null(await Store.FindOfAsync(_tenant, "bo", "ana+bo", Ct));
        Assert.Empty((await Store.ListAsync(_tenant, "bo", ct: Ct)).Items);
        Assert.Equal("text 1", (await Store.FindOfAsync(_tenant, "ana", "ana+bo", Ct))!.Last!.Text);

        await Store.AddAsync(Message(2), Ct);

        Assert.Equal([2], (await Store.ListMessagesAsync(_tenant, "bo", "ana+bo", 0, null, 10, Ct))!.Select(static message => message.Number));
        Assert.Equal([1, 2], (await Store.ListMessagesAsync(_tenant, "ana", "ana+bo", 0, null, 10, Ct))!.Select(static message => message.Number));
        Assert.Equal(1, await UnreadAsync("bo"));
    }

    [Fact]
    public async Task WhatIsReadStaysRead_AndNothingIsReadThatIsNotThere()
    {
        foreach (var i in Enumerable.Range(1, 3))
        {
            await Store.AddAsync(Message(i), Ct);
        }

        Assert.True(await Store.ReadAsync(_tenant, "bo", "ana+bo", 2, Ct));
        Assert.Equal(1, await UnreadAsync("bo"));
        Assert.True(await Store.ReadAsync(_tenant, "bo", "ana+bo", 1, Ct));
        Assert.Equal(1, await UnreadAsync("bo"));
        Assert.True(await Store.ReadAsync(_tenant, "bo", "ana+bo", 999, Ct));
        Assert.Equal((0, 3L), (await UnreadAsync("bo"), (await Store.FindOfAsync(_tenant, "bo", "ana+bo", Ct))!.Member.ReadNumber));
        Assert.False(await Store.ReadAsync(_tenant, "eve", "ana+bo", 1, Ct));
    }

    [Fact]
    public async Task GroupShowsWhatWasSaidWhileOneWasInIt()
    {
        await GroupAsync("ana", "bo");
        await Store.AddAsync(ToGroup(1), Ct);
        await GroupAsync("ana", "cy");
        await Store.AddAsync(ToGroup(2), Ct);

        Assert.Null(await Store.ListMessagesAsync(_tenant, "bo", "g1", null, null, 10, Ct));
        Assert.Equal([2], (await Store.ListMessagesAsync(_tenant, "cy", "g1", null, null, 10, Ct))!.Select(static message => message.Number));
        Assert.Equal([1, 2], (await Store.ListMessagesAsync(_tenant, "ana", "g1", null, null, 10, Ct))!.Select(static message => message.Number));

        Assert.True(await Store.LeaveAsync(_tenant, "g1", "cy", Ct));
        Assert.False(await Store.LeaveAsync(_tenant, "g1", "cy", Ct));
        Assert.Equal(["ana"], (await Store.FindAsync(_tenant, "g1", Ct))!.Value.Members);
        await Store.CloseAsync(_tenant, "g1", Start, Ct);
        Assert.Null(await Store.FindAsync(_tenant, "g1", Ct));
        Assert.Empty((await Store.ListAsync(_tenant, "ana", ct: Ct)).Items);
    }

    [Fact]
    public async Task ListsPageByPage_WhatIsLatestFirst_AndRefusesACursorOfSomebodyElse()
    {
        foreach (var i in Enumerable.Range(1, 5))
        {
            await Store.AddAsync(Message(i) with { ConversationId = $"ana+u{i}", At = Start.AddMinutes(i) }, Ct);
        }

        var first = await Store.ListAsync(_tenant, "ana", null, 2, Ct);
        var second = await Store.ListAsync(_tenant, "ana", first.Next, 5, Ct);

        Assert.Equal(["ana+u5", "ana+u4"], first.Items.Select(static view => view.Conversation.Id));
        Assert.Equal(["ana+u3", "ana+u2", "ana+u1"], second.Items.Select(static view => view.Conversation.Id));
        Assert.Null(second.Next);
        Assert.False((await Store.ListAsync(_tenant, "ana", "nonsense", ct: Ct)).CursorAccepted);
        Assert.Empty((await Store.ListAsync("other", "ana", ct: Ct)).Items);
    }

    [Fact]
    public async Task TextThatNoEngineKeepsIsReplaced_AndPagesGoBackAndForth()
    {
        await Store.AddAsync(Message(1) with { Text = "a\0b" }, Ct);
        foreach (var i in Enumerable.Range(2, 5))
        {
            await Store.AddAsync(Message(i), Ct);
        }

        Assert.Equal([5, 6], (await Store.ListMessagesAsync(_tenant, "bo", "ana+bo", null, null, 2, Ct))!.Select(static message => message.Number));
        Assert.Equal([3, 4], (await Store.ListMessagesAsync(_tenant, "bo", "ana+bo", null, 5, 2, Ct))!.Select(static message => message.Number));
        Assert.Equal("a\uFFFDb", (await Store.ListMessagesAsync(_tenant, "bo", "ana+bo", 0, null, 1, Ct))!.Single().Text);
    }

    [Fact]
    public async Task BlocksAreSetAndTakenBack()
    {
        Assert.True(await Store.SetBlockedAsync(_tenant, "bo", "ana", isBlocked: true, Ct));
        Assert.True(await Store.SetBlockedAsync(_tenant, "bo", "ana", isBlocked: true, Ct));
        Assert.Equal((true, false), (await Store.IsBlockedAsync(_tenant, "bo", "ana", Ct), await Store.IsBlockedAsync(_tenant, "ana", "bo", Ct)));
        Assert.Equal(["ana"], await Store.ListBlockedAsync(_tenant, "bo", Ct));
        Assert.True(await Store.SetBlockedAsync(_tenant, "bo", "ana", isBlocked: false, Ct));
        Assert.Empty(await Store.ListBlockedAsync(_tenant, "bo", Ct));
    }

    private async Task<int> UnreadAsync(string user) => (await Store.FindOfAsync(_tenant, user, "ana+bo", Ct))!.Member.Unread;

    private Task GroupAsync(params string[] members) =>
        Store.SaveGroupAsync(new Conversation { TenantId = _tenant, Id = "g1", Name = "Group", Owner = "ana", CreatedAt = Start }, members, Ct);

    private ChatMessage ToGroup(int i) => Message(i) with { ConversationId = "g1" };

    private ChatMessage Message(int i, string sender = "ana") => new()
    {
        Id = Guid.NewGuid().ToString("n"),
        TenantId = _tenant,
        ConversationId = "ana+bo",
        Sender = sender,
        ClientId = $"client-{i}",
        Text = $"text {i}",
        At = Start,
    };
}
