using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Contracts.Backups;
using RtcCluster.Contracts.Users;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.History;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Backups on the tenant's schedule, in a house of the test's own: it moves the clock by days.</summary>
public sealed class BackupGrainTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private readonly TempFolder _store = TempFolder.Create("backups");
    private readonly GrainHouse _house;

    public BackupGrainTests() => _house = new GrainHouse
    {
        Settings = { ["Backup:Key"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", ["Backup:Path"] = _store.Path, ["Backup:Plans"] = "silver, gold", ["Backup:KeepDays"] = "2" },
    };

    private IBackupGrain Grain => _house.Grains.GetGrain<IBackupGrain>(IBackupGrain.KeyOf("demo"));

    private IDirectory Directory => _house.Services.GetRequiredService<IDirectory>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _house.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        _store.Dispose();
    }

    [Fact]
    public async Task ABackupIsMadeAtItsHour_Once_AndOldOnesAreDropped_ButForThoseThatTheOperatorHolds()
    {
        await BuyAsync("gold");
        // It is 04:00 in Bogota.
        Assert.Equal(ConfigureStatus.Saved, (await Grain.Configure(new BackupSettings(1, 3, 0, 1), 0, "admin")).Status);
        await TickAsync();
        Assert.Empty(await NumbersAsync());

        // The house may have moved its clock by seconds while it was opened.
        _house.Time.Advance(new DateTimeOffset(2026, 11, 25, 7, 59, 59, TimeSpan.Zero) - _house.Time.GetUtcNow());
        await TickAsync();
        Assert.Empty(await NumbersAsync());
        _house.Time.Advance(TimeSpan.FromSeconds(1));
        await TickAsync();
        Assert.Equal([1L], await NumbersAsync());
        _house.Time.Advance(TimeSpan.FromHours(1));
        await TickAsync();
        Assert.Equal([1L], await NumbersAsync());

        for (var day = 0; day < 2; day++)
        {
            _house.Time.Advance(TimeSpan.FromDays(1));
            await TickAsync();
        }

        Assert.Equal([2L, 3L], await NumbersAsync());
        Assert.Equal(["3", "2", "1"], await TrailAsync("backup.make"));
    }

    [Fact]
    public async Task WhoAsksForBackups_HoweverOften_LosesNone()
    {
        await BuyAsync("gold");
        await Grain.Configure(new BackupSettings(1, 3, 0, 1), null, "admin");
        // The last one has the name that the trail gives to the schedule.
        foreach (var by in new[] { "admin", "admin", "backup" })
        {
            _house.Time.Advance(TimeSpan.FromDays(10));
            Assert.Equal(BackupAnswer.Begun, (await Grain.Start(by)).Answer);
            await DoneAsync();
        }

        Assert.Equal([1L, 2L, 3L], await NumbersAsync());
    }

    [Fact]
    public async Task WhatIsMade_IsKnownWithoutTheChain()
    {
        await BuyAsync("gold");
        await Grain.Configure(new BackupSettings(1, 3, 0, 2), null, "admin");
        _house.Time.Advance(TimeSpan.FromHours(23));
        await TickAsync();
        Assert.Equal(_house.Time.GetUtcNow(), (await StatusAsync()).NewestAt);
        System.IO.Directory.Delete(Path.Combine(_store.Path, "demo"), recursive: true);

        _house.Time.Advance(TimeSpan.FromHours(1));
        await TickAsync();

        Assert.Empty(await NumbersAsync());
        Assert.Equal(["1"], await TrailAsync("backup.make"));
    }

    [Fact]
    public async Task OneThatTheOperatorMade_CountsForTheHour()
    {
        await BuyAsync("gold");
        await Grain.Configure(new BackupSettings(1, 3, 0, 2), null, "admin");
        _house.Time.Advance(TimeSpan.FromHours(23));
        var made = await _house.Services.GetRequiredService<TenantBackups>().BackupAsync("demo", ct: Ct);
        _house.Time.Advance(TimeSpan.FromMinutes(10));

        await TickAsync();

        Assert.Equal([1L], await NumbersAsync());
        Assert.Equal(made.StartedAt, (await StatusAsync()).NewestAt);
    }

    [Fact]
    public async Task WithoutThePlan_NoneIsMade_AndTheReasonIsSaid()
    {
        Assert.Equal(new BackupReceipt(BackupAnswer.NotInPlan, "The company has no plan that includes backups."), await Grain.Start("admin"));
        await BuyAsync("bronze");
        Assert.Equal(new BackupReceipt(BackupAnswer.NotInPlan, "Backups are not part of the plan bronze."), await Grain.Verify("admin"));
        await Grain.Configure(new BackupSettings(1, 3, 0, 2), null, "admin");
        _house.Time.Advance(TimeSpan.FromDays(2));
        await TickAsync();
        Assert.Empty(await NumbersAsync());

        await BuyAsync("silver");
        await TickAsync();
        Assert.Equal([1L], await NumbersAsync());
    }

    [Fact]
    public async Task WhatWasNotMade_IsSaidUntilOneIsMade_AndAVerdictIsKept()
    {
        await BuyAsync("gold");
        Assert.Equal(BackupAnswer.Begun, (await Grain.Start("admin")).Answer);
        await DoneAsync();
        var manifest = Path.Combine(_store.Path, "demo", "entries", "0000000001.jws");
        var whole = await File.ReadAllBytesAsync(manifest, Ct);
        await File.WriteAllTextAsync(manifest, "{}", Ct);

        await Grain.Start("admin");
        await DoneAsync();
        await Grain.Verify("admin");
        await DoneAsync();

        var status = await StatusAsync();
        Assert.StartsWith("Backup 0000000001 of demo is not what it was", status.Failure!.Reason, StringComparison.Ordinal);
        Assert.Equal((status.Failure.Reason, _house.Time.GetUtcNow()), (status.Verdict!.Fault, status.VerifiedAt));
        Assert.Single(await TrailAsync("backup.fail"));

        await File.WriteAllBytesAsync(manifest, whole, Ct);
        await Grain.Start("admin");
        await DoneAsync();
        await Grain.Verify("admin");
        await DoneAsync();
        status = await StatusAsync();
        Assert.Equal((null, 2, null), (status.Failure, status.Verdict!.Backups, status.Verdict.Fault));
    }

    [Fact]
    public async Task NonsenseAndAnOldVersionAreRefused()
    {
        Assert.Equal(new ConfigureReceipt(ConfigureStatus.Invalid, "every: never, daily or weekly."), await Grain.Configure(new BackupSettings(3, 3, 0, 2), null, "admin"));
        Assert.Equal(new ConfigureReceipt(ConfigureStatus.Invalid, "weekday: a day of the week."), await Grain.Configure(new BackupSettings(2, 3, 7, 2), null, "admin"));
        Assert.Equal(ConfigureStatus.Saved, (await Grain.Configure(new BackupSettings(2, 3, 6, 2), 0, "admin")).Status);
        Assert.Equal(ConfigureStatus.Conflict, (await Grain.Configure(new BackupSettings(0, 3, 6, 2), 0, "admin")).Status);
    }

    [Fact]
    public async Task TheReminderIsThere_WhileTheScheduleNamesAnHour()
    {
        await BuyAsync("gold");
        Assert.Null(await ReminderAsync());
        await Grain.Configure(new BackupSettings(2, 3, 0, 2), null, "admin");
        Assert.Equal(TimeSpan.FromHours(1), (await ReminderAsync())?.Period);
        // What every silo says once an hour changes nothing.
        await Grain.Watch();
        Assert.NotNull(await ReminderAsync());

        await Grain.Configure(new BackupSettings(0, 3, 0, 2), null, "admin");

        Assert.Null(await ReminderAsync());
    }

    private async Task<ReminderEntry?> ReminderAsync() =>
        (await _house.Services.GetRequiredService<IReminderTable>().ReadRows(Grain.GetGrainId())).Reminders.SingleOrDefault(reminder => reminder.ReminderName == "backup");

    private async Task BuyAsync(string plan)
    {
        var tenant = (await Directory.FindTenantAsync("demo", Ct))!;
        var saved = await _house.Services.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(tenant with { Settings = tenant.Settings with { Plan = plan } }, Ct);
        Assert.Equal(SaveStatus.Saved, saved.Status);
    }

    private async Task TickAsync()
    {
        await Grain.AsReference<IRemindable>().ReceiveReminder("backup", new TickStatus(default, TimeSpan.FromHours(1), default));
        await DoneAsync();
    }

    private Task DoneAsync() => Eventually.IsTrueAsync("the backup's end", Soon, async () => await Grain.Doing() == BackupWork.None);

    private async Task<IEnumerable<long>> NumbersAsync() => (await _house.Services.GetRequiredService<TenantBackups>().ListAsync("demo", Ct)).Select(made => made.Number);

    private async Task<List<string>> TrailAsync(string action) =>
        [.. (await _house.Services.GetRequiredService<IAuditLog>().ListAsync(new() { TenantId = "demo", Action = action }, ct: Ct)).Items.Select(entry => entry.Row.Target)];

    private async Task<BackupStatus> StatusAsync() => BackupStatus.Read((await Directory.FindDocumentAsync("demo", BackupSchedule.Kind, BackupStatus.Name, Ct))?.Json);
}
