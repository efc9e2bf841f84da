using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Fax;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Recordings;
using RtcCluster.Contracts.Retention;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Voicemail;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Legal;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Voicemail;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>What becomes of a deleted user's voicemail and faxes, and who may have the name next.</summary>
public sealed class DepartureGrainTests : IAsyncLifetime
{
    private const string Owner = "demo/agent1";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly GrainHouse _house = new();

    private IUserGrain User => _house.Grains.GetGrain<IUserGrain>(Owner);

    private IMailboxGrain Box => _house.Grains.GetGrain<IMailboxGrain>(Owner);

    private IVoicemailStore Messages => _house.Services.GetRequiredService<IVoicemailStore>();

    private IFaxStore Faxes => _house.Services.GetRequiredService<IFaxStore>();

    private IDepartures Departures => _house.Services.GetRequiredService<IDepartures>();

    private ILegalCases Cases => _house.Services.GetRequiredService<ILegalCases>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task AllThatAUserOwnsGoesWithReceipts_AndTheNameIsFree()
    {
        await LeaveAsync("m1", "+573001234567");
        await FaxAsync("f1", "+573001234567");
        await WriteAsync("greetings/demo/agent1/x.wav");
        await Box.Configure(new MailboxChange(Pin: "4321", Greeting: "greetings/demo/agent1/x.wav"));

        Assert.Equal(ConfigureStatus.Saved, (await User.Remove()).Status);
        await EndedAsync();

        Assert.Equal((0, 0, 0), (await FilesAsync("voicemail/demo/m1"), await FilesAsync("fax/demo/f1"), await FilesAsync("greetings/demo/agent1")));
        Assert.Equal((0, 0), ((await Messages.ListAllAsync(Owner, ct: Ct)).Count, (await Faxes.ListAllAsync(Owner, ct: Ct)).Count));
        var receipts = (await _house.Services.GetRequiredService<IRetentionLog>().ListReceiptsAsync("demo", ct: Ct)).Items;
        Assert.Equal(["Fax user deleted", "User user deleted", "Voicemail user deleted"], receipts.Select(receipt => $"{receipt.Kind} {receipt.Rule}").Order(StringComparer.Ordinal));
        Assert.DoesNotContain(receipts, receipt => receipt.ObjectId.Contains("agent1", StringComparison.Ordinal));

        _house.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ConfigureStatus.Saved, (await User.Configure(Settings())).Status);
        var settings = await Box.Settings();
        Assert.Equal((false, false), (settings.HasPin, settings.HasGreeting));

        // A call that began when the name was another's brings its message late: it is nobody's.
        await WriteAsync("voicemail/demo/late/00000000");
        await Box.Deliver(new VoicemailDelivery("demo/late", new CallId("demo/call-late"), "+573001234567", "", _house.Time.GetUtcNow().AddMinutes(-2), 4000, "voicemail/demo/late/", _house.Time.GetUtcNow().AddDays(9)));
        Assert.Equal((0, 0), (await FilesAsync("voicemail/demo/late"), (await Messages.CountAsync(Owner, Ct)).New));
        await Box.Deliver(new VoicemailDelivery("demo/new", new CallId("demo/call-new"), "+573001234567", "", _house.Time.GetUtcNow(), 4000, "voicemail/demo/new/", _house.Time.GetUtcNow().AddDays(9)));
        Assert.Equal(1, (await Messages.CountAsync(Owner, Ct)).New);
    }

    [Fact]
    public async Task WhatACaseHoldsStays_NobodyGetsTheNameMeanwhile_AndTheReleaseLetsItGo()
    {
        await LeaveAsync("held", "+573009999999");
        await LeaveAsync("other", "+573001234567");
        await FaxAsync("heldFax", "+573009999999");
        var held = await Cases.ProposeAsync("demo", "Suit", "", new LegalScope { Numbers = ["+573009999999"] }, "demo/admin", Ct);
        await Cases.ApproveAsync("demo", held.Id, "demo/supervisor", Ct);

        await User.Remove();
        await Eventually.IsTrueAsync("two held things", Soon, async () => await Departures.FindAsync("demo", "agent1", Ct) is { Held: 2, EndedAt: null });

        Assert.Equal((1, 1, 0), (await FilesAsync("voicemail/demo/held"), await FilesAsync("fax/demo/heldFax"), await FilesAsync("voicemail/demo/other")));
        Assert.Equal("+573009999999", Assert.Single(await Messages.ListAllAsync(Owner, ct: Ct)).FromNumber);
        Assert.Empty((await Messages.ListAsync(Owner, ct: Ct)).Items);
        var refused = await User.Configure(Settings());
        Assert.Equal((ConfigureStatus.Conflict, true), (refused.Status, refused.Problem!.Contains("2 messages or faxes are held", StringComparison.Ordinal)));

        await Cases.AskReleaseAsync("demo", held.Id, "demo/admin", Ct);
        await Cases.ReleaseAsync("demo", held.Id, "demo/supervisor", Ct);
        Assert.True(await _house.Grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf("demo")).Sweep());
        await EndedAsync();
        Assert.Equal((0, 0), (await FilesAsync("voicemail/demo/held"), await FilesAsync("fax/demo/heldFax")));
    }

    [Fact]
    public async Task WhatADeadProcessBeganIsFinishedByTheSweep()
    {
        await LeaveAsync("left", "+573001234567");
        // The transaction was its last act.
        Assert.True((await _house.Services.GetRequiredService<Storage.Directory.IDirectoryWriter>().DeleteUserAsync("demo", "agent1", Ct)).IsSaved);
        Assert.Equal((1, ConfigureStatus.Conflict), (await FilesAsync("voicemail/demo/left"), (await User.Configure(Settings())).Status));

        await _house.Grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf("demo")).Sweep();

        await EndedAsync();
        Assert.Equal(0, await FilesAsync("voicemail/demo/left"));
        Assert.Equal(ConfigureStatus.Saved, (await User.Configure(Settings())).Status);
    }

    [Fact]
    public async Task AStoreThatCannotEraseKeepsTheNameUntilItCan()
    {
        await LeaveAsync("stuck", "+573001234567");
        Assert.True((await _house.Services.GetRequiredService<Storage.Directory.IDirectoryWriter>().DeleteUserAsync("demo", "agent1", Ct)).IsSaved);
        _house.Blobs.IsAway = true;
        await Assert.ThrowsAnyAsync<Exception>(() => _house.Grains.GetGrain<IDepartureGrain>(Owner).Run());
        Assert.Equal(ConfigureStatus.Conflict, (await User.Configure(Settings())).Status);

        _house.Blobs.IsAway = false;
        Assert.True(await _house.Grains.GetGrain<IDepartureGrain>(Owner).Run());
        Assert.True(await _house.Grains.GetGrain<IDepartureGrain>(Owner).Run());
        Assert.Equal(0, await FilesAsync("voicemail/demo/stuck"));
    }

    [Fact]
    public async Task ADepartureThatFailsStopsNoneOfTheOthers()
    {
        _house.Blobs.Lost = "greetings/demo/agent2";
        var writer = _house.Services.GetRequiredService<Storage.Directory.IDirectoryWriter>();
        Assert.True((await writer.DeleteUserAsync("demo", "agent2", Ct)).IsSaved);
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await writer.DeleteUserAsync("demo", "agent1", Ct)).IsSaved);
        await Assert.ThrowsAnyAsync<Exception>(() => _house.Grains.GetGrain<IDepartureGrain>("demo/agent2").Run());

        await _house.Grains.GetGrain<IRetentionGrain>(IRetentionGrain.KeyOf("demo")).Sweep();

        await EndedAsync();
        Assert.Equal(["agent2"], (await Departures.ListOpenAsync("demo", Ct)).Select(departure => departure.UserName));
    }

    [Fact]
    public async Task ANameIsCorrectedAndAUserRestricted_AndNothingElseChanges()
    {
        var directory = _house.Services.GetRequiredService<Storage.Directory.IDirectory>();
        Assert.Equal(ConfigureStatus.Saved, (await User.Configure(Settings() with { Extension = "1001", Role = "Supervisor" })).Status);
        var before = (await directory.FindUserAsync("demo", "agent1", Ct))!;

        Assert.Equal(ConfigureStatus.Saved, (await User.Rename("Right Name")).Status);
        var renamed = (await directory.FindUserAsync("demo", "agent1", Ct))!;
        Assert.Equal(before with { DisplayName = "Right Name", Version = before.Version + 1, Calls = renamed.Calls }, renamed);
        Assert.Equal("Right Name", (await directory.FindLineAsync("demo", "1001", Ct))!.Name);

        // An administrator takes role and sign-in away: a name that comes after it gives neither back.
        Assert.Equal(ConfigureStatus.Saved, (await User.Configure(Settings() with { Extension = "1001", Role = "Agent", Disabled = true })).Status);
        Assert.Equal(ConfigureStatus.Saved, (await User.Rename("Late Name")).Status);
        var after = (await directory.FindUserAsync("demo", "agent1", Ct))!;
        Assert.Equal(("Late Name", Storage.Directory.UserRole.Agent, true), (after.DisplayName, after.Role, after.Disabled));

        var other = _house.Grains.GetGrain<IUserGrain>("demo/agent2");
        var free = (await directory.FindUserAsync("demo", "agent2", Ct))!;
        Assert.Equal(ConfigureStatus.Saved, (await other.Restrict()).Status);
        var restricted = (await directory.FindUserAsync("demo", "agent2", Ct))!;
        Assert.Equal(free with { Disabled = true, Version = free.Version + 1, Calls = restricted.Calls }, restricted);
        Assert.Equal(ConfigureStatus.NotFound, (await _house.Grains.GetGrain<IUserGrain>("demo/nobody").Rename("Nobody")).Status);
    }

    [Fact]
    public async Task WhatAnEdgeBringsAfterItsOwnerIsGoneIsErased_AlsoWhenTheNameIsAnothers()
    {
        var box = _house.Grains.GetGrain<IFaxBoxGrain>(Owner);
        _house.Blobs.IsAway = true;
        await Box.Deliver(new VoicemailDelivery("demo/m2", new CallId("demo/call-m2"), "+573001234567", "Ana", _house.Time.GetUtcNow(), null, "voicemail/demo/m2/", _house.Time.GetUtcNow().AddDays(9)));
        await Messages.AddAsync(Message("m3", "+573001234567") with { Pending = true }, Ct);
        await Faxes.AddAsync(Fax("f2", "+573001234567") with { Pending = true }, Ct);
        Assert.True((await _house.Services.GetRequiredService<Storage.Directory.IDirectoryWriter>().DeleteUserAsync("demo", "agent1", Ct)).IsSaved);
        _house.Blobs.IsAway = false;
        Assert.True(await _house.Grains.GetGrain<IDepartureGrain>(Owner).Run());
        // Who does it again forgets no more.
        Assert.Equal((0, 0), (await Box.Forget(), await box.Forget()));
        _house.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ConfigureStatus.Saved, (await User.Configure(Settings())).Status);

        foreach (var (folder, id) in new[] { ("voicemail/demo/m2", "demo/m2"), ("voicemail/demo/m3", "demo/m3"), ("fax/demo/f2", "demo/f2") })
        {
            await WriteAsync($"{folder}/00000000");
            await _house.Grains.GetGrain<IRecordingGrain>(id).Salvaged();
            Assert.Equal(0, await FilesAsync(folder));
        }

        var left = await Messages.ListAllAsync(Owner, ct: Ct);
        Assert.Equal([("demo/m2", "", ""), ("demo/m3", "", "")], left.Select(message => (message.Id, message.FromNumber, message.FromName)).Order());
        Assert.All(left, message => Assert.NotNull(message.DeletedAt));
        Assert.Equal("", Assert.Single(await Faxes.ListAllAsync(Owner, ct: Ct)).Number);
        Assert.Equal((0, 0), ((await Messages.CountAsync(Owner, Ct)).New, (await Messages.CountAsync(Owner, Ct)).Saved));
        var receipts = (await _house.Services.GetRequiredService<IRetentionLog>().ListReceiptsAsync("demo", ct: Ct)).Items;
        Assert.Equal(["demo/f2", "demo/m2", "demo/m3"], receipts.Where(receipt => receipt.Kind != RetentionKind.User).Select(receipt => receipt.ObjectId).Order(StringComparer.Ordinal));
    }

    private static UserSettings Settings() => new("again@demo.local", "Again", "7701", "Agent", "a good one");

    private Task EndedAsync() => Eventually.IsTrueAsync("the departure's end", Soon, async () => await Departures.FindAsync("demo", "agent1", Ct) is { EndedAt: not null });

    private Task WriteAsync(string path) => _house.Services.GetRequiredService<IBlobStore>().WriteAsync(path, Encoding.ASCII.GetBytes("sound"), Ct);

    private async Task LeaveAsync(string name, string from)
    {
        await WriteAsync($"voicemail/demo/{name}/00000000");
        await Messages.AddAsync(Message(name, from), Ct);
    }

    private VoicemailMessage Message(string name, string from) => new()
    {
        Id = $"demo/{name}", TenantId = "demo", OwnerId = Owner, CallId = $"demo/call-{name}", FromNumber = from, At = _house.Time.GetUtcNow(), DurationMilliseconds = 2000, BlobPrefix = $"voicemail/demo/{name}/",
        RetainUntil = _house.Time.GetUtcNow().AddDays(90),
    };

    private async Task FaxAsync(string name, string from)
    {
        await WriteAsync($"fax/demo/{name}/00000000");
        await Faxes.AddAsync(Fax(name, from), Ct);
    }

    private FaxMessage Fax(string name, string from) => new()
    {
        Id = $"demo/{name}", TenantId = "demo", OwnerId = Owner, CallId = $"demo/call-{name}", Direction = FaxDirection.In, State = FaxState.Received, Number = from, Pages = 1, At = _house.Time.GetUtcNow(),
        BlobPrefix = $"fax/demo/{name}/", RetainUntil = _house.Time.GetUtcNow().AddDays(90),
    };

    private async Task<int> FilesAsync(string folder)
    {
        var files = 0;
        await foreach (var _ in _house.Services.GetRequiredService<IBlobStore>().ListAsync(folder, Ct))
        {
            files++;
        }

        return files;
    }
}
