using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Retention;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Faxes of a user as a grain on a real database and real blobs: delivered once, kept as long as the rules say, held, and erased.</summary>
public sealed class FaxBoxGrainTests : IAsyncLifetime
{
    private const string Owner = "demo/agent1";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly RetentionDays None = new(null, ImmutableDictionary<string, int>.Empty, ImmutableDictionary<string, int>.Empty);
    private readonly GrainHouse _house = new();

    private IFaxBoxGrain Box => _house.Grains.GetGrain<IFaxBoxGrain>(Owner);

    private IFaxStore Store => _house.Services.GetRequiredService<IFaxStore>();

    private IRetentionGrain Retention => _house.Grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf("demo"));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task AFaxIsDeliveredOnce_Seen_AndDeletedWithItsPages()
    {
        await DeliverAsync("a");
        await DeliverAsync("a");

        var fax = Assert.Single((await Store.ListAsync(Owner, ct: Ct)).Items);
        Assert.Equal((FaxState.Received, 2, "1001", "+57 601", false, false), (fax.State, fax.Pages, fax.Number, fax.Station, fax.Seen, fax.Pending));
        Assert.True(await Box.Mark("demo/a", true));
        Assert.True((await Store.FindAsync(Owner, "demo/a", Ct))!.Seen);
        Assert.False(await _house.Grains.GetGrain<IFaxBoxGrain>("demo/agent2").Delete("demo/a"));

        Assert.True(await Box.Delete("demo/a"));
        Assert.Equal(0, await FilesAsync("a"));
        Assert.False(await Box.Delete("demo/a"));
        await DeliverAsync("a");
        Assert.Empty((await Store.ListAsync(Owner, ct: Ct)).Items);
    }

    [Fact]
    public async Task WithoutAPage_ItIsNone_UnlessItsEdgeIsGone()
    {
        await DeliverAsync("none", pages: 0);
        Assert.Empty((await Store.ListAsync(Owner, ct: Ct)).Items);
        Assert.Equal(0, await FilesAsync("none"));

        await DeliverAsync("torn", pages: null);
        var torn = Assert.Single((await Store.ListAsync(Owner, ct: Ct)).Items);
        Assert.Equal((FaxState.Cut, true), (torn.State, torn.Pending));
    }

    [Fact]
    public async Task FaxesAreSweptByTheirOwnersRule_WithAReceipt()
    {
        await DeliverAsync("old");
        _house.Time.Advance(TimeSpan.FromDays(3));
        await DeliverAsync("new");
        Assert.Equal(ConfigureStatus.Saved, (await Retention.KeepOwn("agent1", new OwnRetention(null, null, 2))).Status);

        await SweepAsync();

        Assert.Equal("demo/new", Assert.Single((await Store.ListAsync(Owner, ct: Ct)).Items).Id);
        Assert.Null(await Store.FindWithDeletedAsync(Owner, "demo/old", Ct));
        Assert.Equal((0, 1), (await FilesAsync("old"), await FilesAsync("new")));
        var receipt = Assert.Single((await _house.Services.GetRequiredService<IRetentionLog>().ListReceiptsAsync("demo", ct: Ct)).Items);
        Assert.Equal((RetentionKind.Fax, "demo/old", "user 2"), (receipt.Kind, receipt.ObjectId, receipt.Rule));
    }

    [Fact]
    public async Task AHeldFaxThatItsOwnerDeletes_IsGoneForTheOwnerAlone_UntilTheRelease()
    {
        var cases = _house.Services.GetRequiredService<ILegalCases>();
        await DeliverAsync("held");
        var held = await cases.ProposeAsync("demo", "Suit", "", new LegalScope { Users = [Owner] }, "demo/admin", Ct);
        await cases.ApproveAsync("demo", held.Id, "demo/supervisor", Ct);

        Assert.True(await Box.Delete("demo/held"));
        Assert.Null(await Store.FindAsync(Owner, "demo/held", Ct));
        _house.Time.Advance(TimeSpan.FromDays(100));
        await SweepAsync();
        Assert.Equal(("1001", 1), ((await Store.FindWithDeletedAsync(Owner, "demo/held", Ct))!.Number, await FilesAsync("held")));

        await cases.AskReleaseAsync("demo", held.Id, "demo/admin", Ct);
        await cases.ReleaseAsync("demo", held.Id, "demo/supervisor", Ct);
        await SweepAsync();
        Assert.Equal((null, 0), (await Store.FindWithDeletedAsync(Owner, "demo/held", Ct), await FilesAsync("held")));
    }

    [Fact]
    public async Task AFaxLineLeadsToItsOwner_AndToNobodyWhoIsGone()
    {
        Assert.Equal(ConfigureStatus.Saved, (await Line("1880").Configure(new LineSettings("Fax", "Fax", "agent1", "Never", 30))).Status);
        Assert.Equal(ConfigureStatus.Saved, (await Line("1881").Configure(new LineSettings("Fax", "Fax", "nobody", "Never", 30))).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await Line("1882").Configure(new LineSettings("Fax", "Fax", null, "Never", 30))).Status);
        var request = new RouteRequest(new CallId(new TenantId("demo"), "c1"), new Party("+573001234567"), null, 0);

        Assert.Equal((new UserId(Owner), "1880"), Assert.IsType<FaxRoute>(await Line("1880").Route(request)) is var fax ? (fax.Owner, fax.Station) : default);
        Assert.IsType<RefuseRoute>(await Line("1881").Route(request));
    }

    private ILineGrain Line(string number) => _house.Grains.GetGrain<ILineGrain>($"demo/{number}");

    private async Task DeliverAsync(string name, int? pages = 2)
    {
        await _house.Services.GetRequiredService<IBlobStore>().WriteAsync($"fax/demo/{name}/00000000-0123456789abcdef.page", new byte[100], Ct);
        await Box.Deliver(new FaxDelivery(
            $"demo/{name}", new CallId(new TenantId("demo"), $"call-{name}"), "1001", "", _house.Time.GetUtcNow(), "+57 601", pages, pages == 2, "OK", 30_000, $"fax/demo/{name}/",
            _house.Time.GetUtcNow().AddDays(90), Late: false));
    }

    private async Task<int> FilesAsync(string name)
    {
        var files = 0;
        await foreach (var _ in _house.Services.GetRequiredService<IBlobStore>().ListAsync($"fax/demo/{name}", Ct))
        {
            files++;
        }

        return files;
    }

    private async Task SweepAsync()
    {
        var log = _house.Services.GetRequiredService<IRetentionLog>();
        var before = (await log.ListSweepsAsync("demo", Ct)).Count;
        Assert.True(await Retention.Sweep());
        await Eventually.IsTrueAsync("the sweep's end", Soon, async () => (await log.ListSweepsAsync("demo", Ct)) is { } sweeps && sweeps.Count > before && sweeps[0].EndedAt is not null);
    }
}
