using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Stores;

namespace RtcCluster.Storage.Tests.Backups;

/// <summary>A restore may die before any of its writes: the next one finishes it, and says from which backup.</summary>
public abstract class RestoreDeathContract(Engine engine) : BackupBench(engine)
{
    [Fact]
    public async Task OfAll_TheNextOneBringsThemBack()
    {
        var (first, second) = (await ClusterAsync("first"), await ClusterAsync("second"));
        await FillAsync(first, 1_100_000);
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        // Another tenant's first backup died: that holds up nobody.
        await Files(first, Store).WriteAsync(BackupStore.Known("beta"), ReadOnlyMemory<byte>.Empty, Ct);
        var (rows, files) = (await DumpAsync(first), await FilesAsync(first));

        await DieEverywhereAsync(second, backups => backups.RestoreAllAsync(Ct), async process =>
        {
            var reports = await Backups(second).RestoreAllAsync(Ct);

            // The mark of all goes last: when only that is missing, there is nothing left to report but of the tenant that has no backup.
            Assert.Equal(process.Changes[^1] == "restoring/_cluster" && process.Changes.Count > 1 ? ["beta 0"] : ["beta 0", $"{Tenant} 1"], reports.Select(report => FormattableString.Invariant($"{report.Tenant} {report.Number}")));
            Assert.Equal(rows, await DumpAsync(second));
            Assert.Equal(files, await FilesAsync(second));
        });
    }

    [Fact]
    public async Task OfAnotherBackup_IsClearedAway_OrSaidToBeThere()
    {
        var (first, second) = (await ClusterAsync("first"), await ClusterAsync("second"));
        await FillAsync(first, 1_100_000);
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        var (oldRows, oldFiles) = (await DumpAsync(first), await FilesAsync(first));
        await AddCallAsync(first, "late");
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        var (rows, files) = (await DumpAsync(first), await FilesAsync(first));
        var done = 0;

        await DieEverywhereAsync(second, backups => backups.RestoreAsync(Tenant, 1, Ct), async process =>
        {
            if (process.Changes.Count(change => change == BackupRestorer.Mark(Tenant)) == 2)
            {
                done++;
                var refused = await Assert.ThrowsAsync<BackupRefusedException>(() => Backups(second, "second", null).RestoreAsync(Tenant, 2, Ct));
                Assert.Contains("brought back backup 1,", refused.Message, StringComparison.Ordinal);
                Assert.Equal(oldRows, await DumpAsync(second));
                Assert.Equal(oldFiles, await FilesAsync(second));
                return;
            }

            var report = await Backups(second).RestoreAsync(Tenant, ct: Ct);
            Assert.Equal((2, false), (report.Number, report.WasDone));
            Assert.Equal(rows, await DumpAsync(second));
            Assert.Equal(files, await FilesAsync(second));
        });

        Assert.Equal(1, done);
    }

    [Fact]
    public async Task ThatLacksOnlyItsLastStep_AnswersWithTheBackupThatIsThere()
    {
        var (first, second) = (await ClusterAsync("first"), await ClusterAsync("second"));
        await FillAsync(first, 1_100_000);
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        var marks = 0;
        var process = new MortalProcess((_, path) => path == BackupRestorer.Mark(Tenant) && ++marks == 2);
        await Assert.ThrowsAsync<MortalProcessDiedException>(() => Backups(second, "second", process).RestoreAsync(Tenant, 1, Ct));

        var report = await Backups(second).RestoreAsync(Tenant, ct: Ct);

        Assert.Equal((1, true), (report.Number, report.WasDone));
        Assert.False(await second.GetRequiredService<IBlobStore>().ExistsAsync(BackupRestorer.Mark(Tenant), Ct));
    }

    private async Task DieEverywhereAsync(IServiceProvider second, Func<TenantBackups, Task> restore, Func<MortalProcess, Task> after)
    {
        for (var n = 1; ; n++)
        {
            var process = MortalProcess.At(n);
            try
            {
                await restore(Backups(second, "second", process));
                Assert.True(n > 8, "Hardly anything was written.");
                return;
            }
            catch (MortalProcessDiedException)
            {
                // As it is to.
            }

            try
            {
                await after(process);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"After a death before write {n} ({process.Changes[^1]}): {e.Message}"), e);
            }

            await WipeAsync(second, "second");
        }
    }
}
