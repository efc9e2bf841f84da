using RtcCluster.Storage.Broadcasts;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Broadcasts;

public abstract class BroadcastContract(Engine engine) : EngineContract(engine)
{
    private static readonly DateTimeOffset Start = new(2026, 11, 28, 2, 0, 0, TimeSpan.Zero);
    private readonly string _tenant = Guid.NewGuid().ToString("n")[..16];

    private IBroadcasts Store => Engine.Get<IBroadcasts>();

    [Fact]
    public async Task AListTakesTenThousand_OnceEach_InTheOrderOfTheirBytes_AndNotOneMore()
    {
        await ListAsync("l1");
        var users = Enumerable.Range(0, BroadcastList.MostMembers).Select(static i => $"u{i}").ToList();

        Assert.Equal(10_000, (await Store.AddMembersAsync(_tenant, "l1", [.. users, "u1"], Ct)).Added);
        Assert.Equal(0, (await Store.AddMembersAsync(_tenant, "l1", users, Ct)).Added);
        Assert.Equal(SaveStatus.Invalid, (await Store.AddMembersAsync(_tenant, "l1", ["x-1", "_2"], Ct)).Result.Status);
        var read = new List<string>();
        while (await Store.ListMembersAsync(_tenant, "l1", read.LastOrDefault() ?? "", 500, Ct) is { Count: > 0 } page)
        {
            read.AddRange(page);
        }

        Assert.Equal(users.Order(StringComparer.Ordinal), read);
        Assert.True(await Store.RemoveMemberAsync(_tenant, "l1", "u1", Ct));
        Assert.False(await Store.RemoveMemberAsync(_tenant, "l1", "u1", Ct));
        Assert.Equal(9_999, await Store.CountMembersAsync(_tenant, "l1", Ct));
    }

    [Fact]
    public async Task WhoIsLateDoesNotMoveABroadcastBack_AndOneThatIsDoneStaysSo()
    {
        await ListAsync("l2");
        var begun = await Store.BeginAsync(New("b1", "l2"), Ct);
        Assert.Equal("ana", (await Store.BeginAsync(New("b1", "l2") with { Sender = "eve" }, Ct)).Sender);

        Assert.True(await Store.AdvanceAsync(begun with { Cursor = "m", Delivered = 100 }, "", Ct));
        Assert.False(await Store.AdvanceAsync(begun with { Cursor = "k", Delivered = 90 }, "", Ct));
        Assert.Equal((SaveStatus.Conflict, "m", 100), ((await Store.DeleteListAsync(_tenant, "l2", Ct)).Status, (await Store.FindAsync(_tenant, "b1", Ct))!.Cursor, (await Store.FindAsync(_tenant, "b1", Ct))!.Delivered));

        Assert.True(await Store.AdvanceAsync(begun with { Cursor = "m", State = BroadcastState.Done, EndedAt = Start }, "m", Ct));
        Assert.False(await Store.AdvanceAsync(begun with { Cursor = "z" }, "m", Ct));
        Assert.Equal(SaveStatus.Saved, (await Store.DeleteListAsync(_tenant, "l2", Ct)).Status);
        Assert.Null(await Store.FindListAsync(_tenant, "l2", Ct));
        Assert.Equal(["b1"], (await Store.ListAsync(_tenant, "ana", ct: Ct)).Items.Select(static broadcast => broadcast.Id));
        Assert.Empty((await Store.ListAsync(_tenant, "eve", ct: Ct)).Items);
    }

    [Fact]
    public async Task ListsAreTheirOwners()
    {
        await ListAsync("l3");
        await Store.AddMembersAsync(_tenant, "l3", ["u1", "u2"], Ct);

        Assert.Equal([("l3", 2)], (await Store.ListListsAsync(_tenant, "ana", Ct)).Select(static each => (each.List.Id, each.Members)));
        Assert.Empty(await Store.ListListsAsync(_tenant, "eve", Ct));
        Assert.Single(await Store.ListListsAsync(_tenant, null, Ct));
    }

    private Task ListAsync(string id) => Store.SaveListAsync(new BroadcastList { TenantId = _tenant, Id = id, Name = id, Owner = "ana", CreatedAt = Start }, Ct);

    private Broadcast New(string id, string list) => new() { TenantId = _tenant, Id = id, ListId = list, Sender = "ana", Text = "hello", Total = 3, StartedAt = Start };
}
