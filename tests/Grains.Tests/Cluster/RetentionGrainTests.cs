using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Retention;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Rules, holds and sweeps of voicemail boxes in a house of the test's own: it moves the clock by months.</summary>
public sealed class RetentionGrainTests : IAsyncLifetime
{
    private const string Owner = "demo/agent1";
    private static readonly TenantId Tenant = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly RetentionDays None = new(null, ImmutableDictionary<string, int>.Empty, ImmutableDictionary<string, int>.Empty);
    private readonly GrainHouse _house = new();

    private IRetentionGrain Retention => _house.Grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf("demo"));

    private IMailboxGrain Box => _house.Grains.GetGrain<IMailboxGrain>(Owner);

    private IVoicemailStore Store => _house.Services.GetRequiredService<IVoicemailStore>();

    private ILegalCases Cases => _house.Services.GetRequiredService<ILegalCases>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task MessagesAreSweptByTheirOwnersRule_AndTheTrailSaysSo()
    {
        await Leave("old");
        _house.Time.Advance(TimeSpan.FromDays(3));
        await Leave("new");
        Assert.Equal(ConfigureStatus.Saved, (await Retention.ConfigureOwn("agent1", 2, null)).Status);

        var sweep = await Sweep();

        Assert.Equal((1, 0), (sweep.Erased, sweep.Failed));
        Assert.Equal((null, "demo/new"), ((await Store.FindAsync(Owner, "demo/old", Ct))?.Id, (await Store.FindAsync(Owner, "demo/new", Ct))?.Id));
        Assert.Equal((0, 1), (await Files("old"), await Files("new")));
        await Eventually.IsTrueAsync("the sweep in the audit trail", Soon, async () =>
            (await _house.Services.GetRequiredService<IAuditLog>().ListAsync(new() { TenantId = "demo", Action = "retention.sweep" }, ct: Ct)).Items is [{ Row.Detail: "erased 1, held 0, failed 0" }]);
    }

    [Fact]
    public async Task HeldMessageThatItsOwnerDeletes_IsGoneForTheOwnerAlone()
    {
        await Leave("held");
        var held = await Cases.ProposeAsync("demo", "Suit", "", new LegalScope { Users = [Owner] }, "demo/admin", Ct);
        await Cases.ApproveAsync("demo", held.Id, "demo/supervisor", Ct);

        Assert.True(await Box.Delete("demo/held"));

        Assert.Null(await Store.FindAsync(Owner, "demo/held", Ct));
        Assert.Equal(("+573001234567", 1), ((await Store.FindWithDeletedAsync(Owner, "demo/held", Ct))!.FromNumber, await Files("held")));

        // Its day comes, and it is held all the same; after the release it goes.
        _house.Time.Advance(TimeSpan.FromDays(100));
        await Box.Open();
        Assert.Equal(1, await Files("held"));
        await Cases.AskReleaseAsync("demo", held.Id, "demo/admin", Ct);
        await Cases.ReleaseAsync("demo", held.Id, "demo/supervisor", Ct);
        await Box.Open();
        Assert.Equal(0, await Files("held"));
    }

    [Fact]
    public async Task ALongerRuleOutlivesTheDayThatAMessageWasGiven()
    {
        await Leave("kept");
        await Retention.Configure(new RetentionSettings(None, None with { Days = 365 }, None), null, "admin");
        _house.Time.Advance(TimeSpan.FromDays(100));
        await Box.Open();
        Assert.NotNull(await Store.FindAsync(Owner, "demo/kept", Ct));

        _house.Time.Advance(TimeSpan.FromDays(265));
        await Box.Open();
        Assert.Null(await Store.FindAsync(Owner, "demo/kept", Ct));
        Assert.Equal(["tenant 365"], (await _house.Services.GetRequiredService<IRetentionLog>().ListReceiptsAsync("demo", ct: Ct)).Items.Select(receipt => receipt.Rule));
    }

    [Fact]
    public async Task NonsenseAndAnOldVersionAreRefused_AndUsersKeepEachOthersRules()
    {
        Assert.Equal((ConfigureStatus.Invalid, "recordings.days: -1 days; it must be 1 to 36500."), Said(await Retention.Configure(new RetentionSettings(None with { Days = -1 }, None, None), null, "admin")));
        Assert.Equal((ConfigureStatus.Invalid, "voicemail.users.agent1: 0 days; it must be 1 to 36500."), Said(await Retention.ConfigureOwn("agent1", 0, null)));
        await Retention.ConfigureOwn("agent1", 10, 20);
        await Retention.ConfigureOwn("agent2", 30, null);
        Assert.Equal(ConfigureStatus.Conflict, (await Retention.Configure(new RetentionSettings(None, None, None), 1, "admin")).Status);
        await Retention.ConfigureOwn("agent1", null, 20);

        var rules = (await _house.Services.GetRequiredService<RetentionPolicies>().ReadAsync("demo", Ct)).Rules;
        Assert.Equal([("agent2", 30)], rules.Voicemail.Users.Select(each => (each.Key, each.Value)));
        Assert.Equal([("agent1", 20)], rules.CallLog.Users.Select(each => (each.Key, each.Value)));

        static (ConfigureStatus, string?) Said(ConfigureReceipt receipt) => (receipt.Status, receipt.Problem);
    }

    private async Task Leave(string name)
    {
        await _house.Services.GetRequiredService<IBlobStore>().WriteAsync($"voicemail/demo/{name}/00000000", Encoding.ASCII.GetBytes("sound"), Ct);
        await Store.AddAsync(
            new VoicemailMessage
            {
                Id = $"demo/{name}", TenantId = Tenant.Value, OwnerId = Owner, CallId = $"demo/call-{name}", FromNumber = "+573001234567", At = _house.Time.GetUtcNow(), DurationMilliseconds = 2000,
                BlobPrefix = $"voicemail/demo/{name}/", RetainUntil = _house.Time.GetUtcNow().AddDays(90),
            },
            Ct);
    }

    private async Task<int> Files(string name)
    {
        var files = 0;
        await foreach (var _ in _house.Services.GetRequiredService<IBlobStore>().ListAsync($"voicemail/demo/{name}", Ct))
        {
            files++;
        }

        return files;
    }

    private async Task<RetentionSweep> Sweep()
    {
        var log = _house.Services.GetRequiredService<IRetentionLog>();
        var before = (await log.ListSweepsAsync("demo", Ct)).Count;
        Assert.True(await Retention.Sweep());
        RetentionSweep? last = null;
        await Eventually.IsTrueAsync("the sweep's end", Soon, async () => (await log.ListSweepsAsync("demo", Ct)) is { } sweeps && sweeps.Count > before && (last = sweeps[0]).EndedAt is not null);
        return last!;
    }
}
