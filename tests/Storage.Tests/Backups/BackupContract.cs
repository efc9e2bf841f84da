using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Directory;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.Backups;

/// <summary>A tenant is backed up, and comes back in another cluster; or is refused with nothing done.</summary>
public abstract class BackupContract(Engine engine) : BackupBench(engine)
{
    private const string OtherKey = "AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    [Fact]
    public async Task ComesBackByteForByte_AndTheSecondBackupStoresOnlyWhatIsNew()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        var made = await Backups(first).BackupAsync(Tenant, ct: Ct);
        var again = await Backups(first).BackupAsync(Tenant, ct: Ct);
        Assert.Equal((1, 2, made.Rows, made.Blobs, 0), (made.Number, again.Number, again.Rows, again.Blobs, again.NewChunks));
        await AddCallAsync(first, "late");
        Assert.InRange((await Backups(first).BackupAsync(Tenant, ct: Ct)).NewChunks, 1, 12);
        Assert.Equal((3, null), ((await Backups(first).VerifyAsync(Tenant, Ct)) is var verdict ? (verdict.Backups, verdict.Fault) : default));

        var second = await ClusterAsync("second");
        var report = Assert.Single(await Backups(second).RestoreAllAsync(Ct));

        Assert.Equal((3, made.Blobs, 0), (report.Number, report.Blobs - 3, report.Erased));
        Assert.Equal(await DumpAsync(first), await DumpAsync(second));
        Assert.Equal(await FilesAsync(first), await FilesAsync(second));
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => Backups(second).RestoreAsync(Tenant, ct: Ct));
        Assert.Contains("is there", refused.Message, StringComparison.Ordinal);

        // It goes on where it was: what came back is what the chain has.
        var next = await Backups(second).BackupAsync(Tenant, ct: Ct);
        Assert.Equal((4, 0), (next.Number, next.NewChunks));
        Assert.Null((await Backups(second).VerifyAsync(Tenant, Ct)).Fault);
    }

    [Fact]
    public async Task WhatWasErasedSince_IsNotInARestoredBackup()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        var blobs = first.GetRequiredService<IBlobStore>();
        await foreach (var file in blobs.ListAsync($"recordings/{Tenant}/2026/11/24/c1", Ct))
        {
            await blobs.DeleteAsync(file.Path, Ct);
        }

        var second = await ClusterAsync("second");
        await Backups(second).RestoreAsync(Tenant, ct: Ct);

        Assert.DoesNotContain(await FilesAsync(second), file => file.Contains("/c1/", StringComparison.Ordinal));
        Assert.Contains(await FilesAsync(second), file => file.Contains("/c2/", StringComparison.Ordinal));
        await using var db = second.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        Assert.Equal([$"{Tenant}/c1-r"], await db.Recordings.Where(r => r.ErasedAt != null).Select(r => r.Id).ToListAsync(Ct));
    }

    [Fact]
    public async Task ACallThatWasErasedSince_IsOwed_AlsoInARestoredBackupOfBefore()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first, promptLength: 1_000);
        var before = await Backups(first).BackupAsync(Tenant, ct: Ct);
        await using (var db = first.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext())
        {
            Assert.Empty(await db.CallUsage.ToListAsync(Ct));
            Assert.True(await CallEraser.DeleteAsync(db, $"{Tenant}/c2", Ct));
            db.Add(new RetentionReceipt { TenantId = Tenant, At = Start, Kind = RetentionKind.CallLog, ObjectId = $"{Tenant}/c2", Rule = "tenant 1" });
            await db.SaveChangesAsync(Ct);
        }

        // With it the receipt comes into the store.
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        var second = await ClusterAsync("second");
        await Backups(second).RestoreAsync(Tenant, before.Number, Ct);

        await using var restored = second.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        Assert.Equal([$"{Tenant}/c1", $"{Tenant}/c3"], await restored.CallLog.Select(call => call.CallId).Order().ToListAsync(Ct));
        Assert.Equal([$"{Tenant}/c2"], await restored.CallUsage.Select(call => call.CallId).ToListAsync(Ct));
    }

    [Theory]
    [InlineData("/entries/", "cut off")]
    [InlineData("/index/", "index")]
    [InlineData("/chunks/", "chunk")]
    [InlineData("/tenant.key", "key")]
    public async Task AChangedOrCutFile_IsRefused_AndNothingIsDone(string which, string says)
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        var file = System.IO.Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First(path => path.Contains(which, StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        await File.WriteAllBytesAsync(file, bytes[..(bytes.Length / 2)], Ct);

        await RefusedAsync(says);

        bytes[^8] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Ct);
        await RefusedAsync("");
        Assert.NotNull((await Backups(first).VerifyAsync(Tenant, Ct)).Fault);
    }

    [Fact]
    public async Task AMissingLinkAndAForeignKey_AreRefused()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        var foreign = await ClusterAsync("foreign", OtherKey);
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => Backups(foreign).RestoreAsync(Tenant, ct: Ct));
        Assert.Contains("another key", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await DumpAsync(foreign));

        File.Delete(Path.Combine(Store, Tenant, "entries", "0000000001.jws"));

        await RefusedAsync("missing");
    }

    [Fact]
    public async Task OldBackupsAreDropped_AndTheRestComeBack()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        for (var i = 0; i < 4; i++)
        {
            await AddCallAsync(first, string.Create(CultureInfo.InvariantCulture, $"more{i}"));
            await Backups(first).BackupAsync(Tenant, keep: 2, Ct);
        }

        Assert.Equal([3L, 4L], (await Backups(first).ListAsync(Tenant, Ct)).Select(manifest => manifest.Number));
        var second = await ClusterAsync("second");
        await Backups(second).RestoreAsync(Tenant, 3, Ct);
        Assert.DoesNotContain(await FilesAsync(second), file => file.Contains("/more3/", StringComparison.Ordinal));
        Assert.Contains(await FilesAsync(second), file => file.Contains("/more2/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OnSchedule_WhatIsYoungerThanTheOperatorSays_IsKept_AndTheCommandDropsThatToo()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        for (var i = 0; i < 4; i++)
        {
            // A week is held unless told otherwise.
            await Backups(first).BackupOnScheduleAsync(Tenant, keep: 1, Ct);
            ((FakeTimeProvider)first.GetRequiredService<TimeProvider>()).Advance(TimeSpan.FromDays(3));
        }

        Assert.Equal([2L, 3L, 4L], (await Backups(first).ListAsync(Tenant, Ct)).Select(manifest => manifest.Number));
        Assert.Null((await Backups(first).VerifyAsync(Tenant, Ct)).Fault);

        await Backups(first).BackupAsync(Tenant, keep: 1, Ct);

        Assert.Equal([5L], (await Backups(first).ListAsync(Tenant, Ct)).Select(manifest => manifest.Number));
    }

    [Fact]
    public async Task AFaxThatWasToBeSent_IsNotSent_WhenItComesBack()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        await using (var db = first.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext())
        {
            foreach (var state in new[] { FaxState.Received, FaxState.Waiting, FaxState.Sending, FaxState.Sent })
            {
                db.Add(new FaxMessage
                {
                    Id = $"{Tenant}/{state}", TenantId = Tenant, OwnerId = $"{Tenant}/alice", Direction = state == FaxState.Received ? FaxDirection.In : FaxDirection.Out, State = state, Result = "why", At = Start,
                    Due = state == FaxState.Waiting ? Start : null, BlobPrefix = $"fax/{Tenant}/{state}/", RetainUntil = Start.AddDays(90),
                });
            }

            await db.SaveChangesAsync(Ct);
        }

        await Backups(first).BackupAsync(Tenant, ct: Ct);
        var second = await ClusterAsync("second");
        await Backups(second).RestoreAsync(Tenant, ct: Ct);

        await using var restored = second.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        const string NotKnown = "Brought back from a backup: whether it was sent is not known";
        Assert.Equal(
            [("Received", FaxState.Received, null, "why"), ("Sending", FaxState.Failed, null, NotKnown), ("Sent", FaxState.Sent, null, "why"), ("Waiting", FaxState.Failed, (DateTimeOffset?)null, NotKnown)],
            (await restored.FaxMessages.ToListAsync(Ct)).Select(fax => (fax.Id[(Tenant.Length + 1)..], fax.State, fax.Due, fax.Result)).OrderBy(fax => fax.Item1, StringComparer.Ordinal));
        Assert.Empty(await second.GetRequiredService<IFaxStore>().ListUnsentAsync($"{Tenant}/alice", Ct));
    }

    [Theory]
    [InlineData("audit")]
    [InlineData("fax")]
    [InlineData("recordings")]
    [InlineData("restoring")]
    public async Task ATenantThatWouldHaveItsFilesAmongThoseOfAll_IsRefused(string name)
    {
        var cluster = await ClusterAsync("first");

        var saved = await cluster.GetRequiredService<IDirectoryWriter>().SaveTenantAsync(new Tenant { Id = name, Name = name, SipRealm = $"{name}.test", Country = "CO" }, Ct);

        Assert.Equal((SaveStatus.Invalid, $"Tenant id '{name}' is the name of a folder in which the files of all tenants lie: take another."), (saved.Status, saved.Reason));
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => Backups(cluster).BackupAsync(name, ct: Ct));
        Assert.Contains("name of a folder", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATenantThatIsNone_LeavesNothingInTheStore()
    {
        var cluster = await ClusterAsync("first");

        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => Backups(cluster).BackupAsync("nobody", ct: Ct));

        Assert.Equal("There is no tenant nobody.", refused.Message);
        Assert.Empty(await Backups(cluster).ListTenantsAsync(Ct));
    }

    private async Task RefusedAsync(string says)
    {
        var other = await ClusterAsync(Guid.NewGuid().ToString("N"));
        var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => Backups(other).RestoreAsync(Tenant, ct: Ct));
        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await DumpAsync(other));
        Assert.Empty(await FilesAsync(other));
    }
}
