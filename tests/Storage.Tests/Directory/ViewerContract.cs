using RtcCluster.Storage.Conversations;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Directory;

public abstract class ViewerContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);
    private readonly string _tenant = Guid.NewGuid().ToString("n")[..16];

    private IViewers Viewers => Engine.Get<IViewers>();

    [Fact]
    public async Task GroupsAreThoseOfNow_AndAConversationOfTwoIsNone()
    {
        var conversations = Engine.Get<IConversations>();
        await conversations.SaveGroupAsync(new Conversation { TenantId = _tenant, Id = "g1", Name = "One", Owner = "ana", CreatedAt = Start }, ["ana", "bo", "cy"], Ct);
        await conversations.AddAsync(
            new ChatMessage { Id = Guid.NewGuid().ToString("n"), TenantId = _tenant, ConversationId = "ana+dan", Sender = "dan", ClientId = "client-1", Text = "Hello", At = Start }, Ct);

        Assert.True(await BelongsAsync(User("bo"), "ana", VisibleTo.Groups));
        Assert.False(await BelongsAsync(User("dan"), "ana", VisibleTo.Groups));
        Assert.False(await BelongsAsync(User("bo") with { TenantId = "another" }, "ana", VisibleTo.Groups));

        await conversations.LeaveAsync(_tenant, "g1", "bo", Ct);
        Assert.False(await BelongsAsync(User("bo"), "ana", VisibleTo.Groups));
        Assert.True(await BelongsAsync(User("cy"), "ana", VisibleTo.Groups));
        await conversations.CloseAsync(_tenant, "g1", Start, Ct);
        Assert.False(await BelongsAsync(User("cy"), "ana", VisibleTo.Groups));
    }

    [Fact]
    public async Task AGroupThatSomebodyWasPutIntoShowsNothingOfThem_UntilTheyWriteInIt()
    {
        var conversations = Engine.Get<IConversations>();
        var group = new Conversation { TenantId = _tenant, Id = "g2", Name = "Two", Owner = "bo", CreatedAt = Start };
        await conversations.SaveGroupAsync(group, ["ana", "bo", "cy"], Ct);
        await WriteAsync("bo", "client-2");
        Assert.False(await BelongsAsync(User("bo"), "ana", VisibleTo.Groups));
        Assert.False(await BelongsAsync(User("cy"), "ana", VisibleTo.Groups));
        Assert.True(await BelongsAsync(User("ana"), "bo", VisibleTo.Groups));

        await WriteAsync("ana", "client-3");
        Assert.True(await BelongsAsync(User("bo"), "ana", VisibleTo.Groups));
        Assert.True(await BelongsAsync(User("cy"), "ana", VisibleTo.Groups));
        Assert.Equal(["ana", "bo"], (await Viewers.ShowingAsync(User("cy"), [("ana", VisibleTo.Groups), ("bo", VisibleTo.Groups), ("dan", VisibleTo.Groups)], Ct)).Order());
        Assert.Equal(["bo", "cy"], (await Viewers.SeeingAsync([User("bo"), User("cy"), User("dan")], "ana", VisibleTo.Groups, Ct)).Order());

        // Brought back into it, what was written before does not count.
        await conversations.LeaveAsync(_tenant, "g2", "ana", Ct);
        await conversations.SaveGroupAsync(group, ["ana", "bo", "cy"], Ct);
        Assert.False(await BelongsAsync(User("bo"), "ana", VisibleTo.Groups));

        Task WriteAsync(string sender, string client) => conversations.AddAsync(
            new ChatMessage { Id = Guid.NewGuid().ToString("n"), TenantId = _tenant, ConversationId = "g2", Sender = sender, ClientId = client, Text = "Hello", At = Start }, Ct);
    }

    [Fact]
    public async Task EverybodyAndNobodyAreWhatTheySay_AndUsersSeeThemselves()
    {
        Assert.True(await BelongsAsync(User("bo"), "ana", VisibleTo.Everyone));
        Assert.False(await BelongsAsync(User("bo"), "ana", VisibleTo.Nobody));
        Assert.True(await BelongsAsync(User("ana"), "ana", VisibleTo.Nobody));
        Assert.False(await BelongsAsync(User("bo"), "ana", VisibleTo.Contacts));
    }

    // Asked from either side the answer is one.
    private async Task<bool> BelongsAsync(DirectoryUser viewer, string owner, VisibleTo rule)
    {
        var showing = await Viewers.ShowingAsync(viewer, [(owner, rule)], Ct);
        Assert.Equal(showing.Contains(owner), (await Viewers.SeeingAsync([viewer], owner, rule, Ct)).Contains(viewer.Name));
        return showing.Contains(owner);
    }

    private DirectoryUser User(string name) => new() { TenantId = _tenant, Name = name, DisplayName = name, Email = $"{name}@{_tenant}.test", Extension = "1001" };
}
