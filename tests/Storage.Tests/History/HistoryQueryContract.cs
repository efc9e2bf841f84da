using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

public abstract class HistoryQueryContract(Engine engine) : EngineContract(engine)
{
    private IHistoryWriter Writer => Engine.Get<IHistoryWriter>();

    private ICallLogQuery CallLog => Engine.Get<ICallLogQuery>();

    private async Task<string> NewTenantWithCallsAsync(params CallLogEntry[] entries)
    {
        var tenant = await Engine.NewTenantAsync();
        foreach (var entry in entries)
        {
            var mine = entry with
            {
                TenantId = tenant, CallId = $"{tenant}-{entry.CallId}", Participants = [.. entry.Participants.Select(name => $"{tenant}/{name}")],
            };
            await Writer.WriteAsync(new CallHistory { Entry = mine }, Ct);
        }

        return tenant;
    }

    private static CallLogEntry Call(string id, int second, params string[] participants) =>
        Sample.Entry("t", id, 1, second) with { Participants = participants };

    private async Task<string> IdsAsync(CallLogFilter filter) =>
        string.Join(' ', (await CallLog.ListAsync(filter, ct: Ct)).Items.Select(e => e.CallId[(e.CallId.IndexOf('-', StringComparison.Ordinal) + 1)..]));

    [Fact]
    public async Task ListsLatestFirst_AndEqualTimesById()
    {
        var tenant = await NewTenantWithCallsAsync(Call("a", 1), Call("b", 3), Call("d", 2), Call("c", 2));

        Assert.Equal("b d c a", await IdsAsync(new CallLogFilter { TenantId = tenant }));
    }

    [Fact]
    public async Task FiltersByTime_FirstInstantIncludedLastNot()
    {
        var tenant = await NewTenantWithCallsAsync(Call("a", 1), Call("b", 2), Call("c", 3));

        Assert.Equal("b a", await IdsAsync(new CallLogFilter { TenantId = tenant, From = Sample.Start.AddSeconds(1), Until = Sample.Start.AddSeconds(3) }));
    }

    [Theory]
    [InlineData("josé", "a b")]
    [InlineData("JOSÉ", "a b")]
    [InlineData("300123", "a b")]
    [InlineData("1001", "a")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("\0", "")]
    [InlineData("' OR 1=1 --", "")]
    public async Task FiltersByPartOfNumberOrName(string party, string expected)
    {
        var tenant = await NewTenantWithCallsAsync(Call("a", 2), Call("b", 1) with { ToNumber = "2000", ToName = "Support" });

        Assert.Equal(expected, await IdsAsync(new CallLogFilter { TenantId = tenant, Party = party }));
    }

    [Fact]
    public async Task TextThatNoEngineTakesFindsNothing()
    {
        var tenant = await NewTenantWithCallsAsync(Call("a", 1));

        Assert.Equal("", await IdsAsync(new CallLogFilter { TenantId = tenant, Party = "\uD800" }));
        Assert.Equal(0, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant, UserId = "\0" }, Ct));
        Assert.Null(await CallLog.FindAsync(tenant, "\uDC00", Ct));
        Assert.Null(await Engine.Get<IRecordingQuery>().FindAsync(tenant, "\0", Ct));
        Assert.Empty(await Engine.Get<ILedgerQuery>().ListAsync(tenant, "\0", ct: Ct));
    }

    [Fact]
    public async Task FiltersByResultAndDirection()
    {
        var tenant = await NewTenantWithCallsAsync(
            Call("a", 1), Call("b", 2) with { Result = "busy" }, Call("c", 3) with { Result = "busy", Direction = CallDirection.Outbound });

        Assert.Equal("c b", await IdsAsync(new CallLogFilter { TenantId = tenant, Result = "busy" }));
        Assert.Equal("c", await IdsAsync(new CallLogFilter { TenantId = tenant, Result = "busy", Direction = CallDirection.Outbound }));
    }

    [Fact]
    public async Task UserSeesOwnCalls_AndCanNarrowThemToAnothersPart()
    {
        var tenant = await NewTenantWithCallsAsync(Call("a", 1, "ana"), Call("b", 2, "eva"), Call("c", 3, "ana", "eva"));

        Assert.Equal("c a", await IdsAsync(new CallLogFilter { TenantId = tenant, VisibleTo = $"{tenant}/ana" }));
        Assert.Equal("c", await IdsAsync(new CallLogFilter { TenantId = tenant, VisibleTo = $"{tenant}/ana", UserId = $"{tenant}/eva" }));
        Assert.Equal("", await IdsAsync(new CallLogFilter { TenantId = tenant, VisibleTo = $"{tenant}/nobody" }));
        Assert.Equal(2, await CallLog.CountAsync(new CallLogFilter { TenantId = tenant, VisibleTo = $"{tenant}/eva" }, Ct));
    }

    [Fact]
    public async Task NothingOfOneTenantIsVisibleToAnother()
    {
        var tenant = await NewTenantWithCallsAsync(Call("a", 1, "ana"));
        var other = await Engine.NewTenantAsync();

        Assert.Equal("", await IdsAsync(new CallLogFilter { TenantId = other }));
        Assert.Equal("", await IdsAsync(new CallLogFilter { TenantId = other, VisibleTo = $"{tenant}/ana" }));
        Assert.Null(await CallLog.FindAsync(other, $"{tenant}-a", Ct));
        Assert.Empty(await Engine.Get<ILedgerQuery>().ListAsync(other, $"{tenant}-a", ct: Ct));
    }

    [Fact]
    public async Task PagesWithoutRepeatOrGap_WhileCallsArrive()
    {
        var tenant = await NewTenantWithCallsAsync([.. Enumerable.Range(0, 10).Select(i => Call($"c{i}", i / 3))]);
        var filter = new CallLogFilter { TenantId = tenant };
        var seen = new List<string>();
        string? cursor = null;
        var pages = 0;
        do
        {
            var page = await CallLog.ListAsync(filter, cursor, 3, Ct);
            seen.AddRange(page.Items.Select(e => e.CallId));
            cursor = page.Next;
            await Writer.WriteAsync(new CallHistory { Entry = Sample.Entry(tenant, $"{tenant}-new{pages++}", 1, 100 + pages) }, Ct);
        }
        while (cursor is not null);

        Assert.Equal(4, pages);
        Assert.Equal(new[] { 9, 8, 7, 6, 5, 4, 3, 2, 1, 0 }.Select(i => $"{tenant}-c{i}"), seen);
    }

    [Fact]
    public async Task LastPageThatIsJustFullHasNoNext()
    {
        var tenant = await NewTenantWithCallsAsync(Call("a", 1), Call("b", 2));

        Assert.Null((await CallLog.ListAsync(new CallLogFilter { TenantId = tenant }, limit: 2, ct: Ct)).Next);
    }

    [Theory]
    [InlineData("not a cursor")]
    [InlineData("")]
    [InlineData("MTIz")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk6eA")]
    public async Task RefusesForeignCursor(string cursor)
    {
        Assert.False((await CallLog.ListAsync(new CallLogFilter { TenantId = "t" }, cursor, ct: Ct)).CursorAccepted);
        Assert.False((await Engine.Get<IRecordingQuery>().ListAsync(new RecordingFilter { TenantId = "t" }, cursor, ct: Ct)).CursorAccepted);
    }

    [Fact]
    public async Task ListsRecordingsByTimeCallAndUser()
    {
        var tenant = await Engine.NewTenantAsync();
        for (var i = 0; i < 3; i++)
        {
            var recording = Sample.Recording(tenant, $"{tenant}-c{i}", 1, i) with { Participants = [$"{tenant}/agent{i % 2}"] };
            await Writer.WriteAsync(new CallHistory { Recordings = [recording] }, Ct);
        }

        var query = Engine.Get<IRecordingQuery>();
        var first = await query.ListAsync(new RecordingFilter { TenantId = tenant }, limit: 2, ct: Ct);
        var second = await query.ListAsync(new RecordingFilter { TenantId = tenant }, first.Next, 2, Ct);
        var mine = await query.ListAsync(new RecordingFilter { TenantId = tenant, VisibleTo = $"{tenant}/agent0" }, ct: Ct);
        var ofCall = await query.ListAsync(new RecordingFilter { TenantId = tenant, CallId = $"{tenant}-c1" }, ct: Ct);
        var early = await query.ListAsync(new RecordingFilter { TenantId = tenant, Until = Sample.Start.AddSeconds(1) }, ct: Ct);

        Assert.Equal([$"{tenant}-c2-r1", $"{tenant}-c1-r1"], first.Items.Select(r => r.Id));
        Assert.Equal([$"{tenant}-c0-r1"], second.Items.Select(r => r.Id));
        Assert.Equal([$"{tenant}-c2-r1", $"{tenant}-c0-r1"], mine.Items.Select(r => r.Id));
        Assert.Equal([$"{tenant}-c1-r1"], ofCall.Items.Select(r => r.Id));
        Assert.Equal([$"{tenant}-c0-r1"], early.Items.Select(r => r.Id));
    }

    [Fact]
    public async Task ListsLedgerInOrderAfterANumber()
    {
        var tenant = await Engine.NewTenantAsync();
        var call = $"{tenant}-c1";
        await Writer.WriteAsync(new CallHistory { Ledger = [Sample.Event(tenant, call, 2), Sample.Event(tenant, call, 10), Sample.Event(tenant, call, 1)] }, Ct);

        Assert.Equal([2L, 10L], (await Engine.Get<ILedgerQuery>().ListAsync(tenant, call, after: 1, Ct)).Select(r => r.Number));
    }
}
