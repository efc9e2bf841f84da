using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Stores;

namespace RtcCluster.Storage.Tests.Backups;

/// <summary>A process that makes backups, drops old ones or erases may die before any of its writes: what was there stays whole, the next one finishes, and nothing that was erased comes back.</summary>
public abstract class BackupDeathContract(Engine engine) : BackupBench(engine)
{
    // Two chunks.
    private const int PromptLength = 1_100_000;
    private const string Prompt = $"{Tenant}/prompts/welcome/a.wav";

    [Fact]
    public async Task TheFirstBackup()
    {
        var (first, second) = (await ClusterAsync("first"), await ClusterAsync("second"));
        await FillAsync(first, PromptLength);
        var (rows, files) = (await DumpAsync(first), await FilesAsync(first));

        await DieEverywhereAsync(first, keep: null, async process =>
        {
            var made = await Backups(first).ListAsync(Tenant, Ct);
            Assert.Equal(made.Count > 0 ? null : $"There is no backup of {Tenant}.", (await Backups(first).VerifyAsync(Tenant, Ct)).Fault);
            // Before its first write it is none.
            Assert.Equal(process.Changes.Count > 1 ? [Tenant] : [], await Backups(first).ListTenantsAsync(Ct));

            await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);

            await IsWholeAsync(first, made.Count + 1);
            await Backups(second).RestoreAllAsync(Ct);
            Assert.Equal(rows, await DumpAsync(second));
            Assert.Equal(files, await FilesAsync(second));
            await WipeAsync(second, "second");
        });
    }

    [Fact]
    public async Task ALaterBackup()
    {
        var (first, second) = (await ClusterAsync("first"), await ClusterAsync("second"));
        await FillAsync(first, PromptLength);
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        await EraseAsync(first);
        // As a delete leaves it that dies between the key and the file.
        Assert.True(await Files(first, Store).DeleteAsync(BackupStore.OwnKey(Tenant, Prompt), Ct));
        await AddCallAsync(first, "late");
        var (rows, files) = (await DumpAsync(first), await FilesAsync(first));

        await DieEverywhereAsync(first, keep: null, async _ =>
        {
            var made = await Backups(first).ListAsync(Tenant, Ct);
            await IsWholeAsync(first, made.Count);

            await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);

            await IsWholeAsync(first, made.Count + 1);
            await Backups(second).RestoreAsync(Tenant, ct: Ct);
            Assert.Equal(rows, await DumpAsync(second));
            Assert.Equal(files, await FilesAsync(second));
            await WipeAsync(second, "second");
            await Backups(second).RestoreAsync(Tenant, 1, Ct);
            Assert.Equal(files.Where(file => !file.Contains("/late/", StringComparison.Ordinal) && !file.StartsWith(Prompt, StringComparison.Ordinal)), await FilesAsync(second));
            Assert.DoesNotContain(await DumpAsync(second), row => row.StartsWith("call_log", StringComparison.Ordinal) && row.Contains($"{Tenant}/c2", StringComparison.Ordinal));
            await WipeAsync(second, "second");
        });
    }

    [Fact]
    public async Task ABackupThatDropsOldOnes_LeavesNothingOfThemBehind()
    {
        var (first, second) = (await ClusterAsync("first"), await ClusterAsync("second"));
        await FillAsync(first, PromptLength);
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        await EraseAsync(first);
        await AddCallAsync(first, "more1");
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        await AddCallAsync(first, "more2");
        var (rows, files) = (await DumpAsync(first), await FilesAsync(first));

        await DieEverywhereAsync(first, keep: 1, async _ =>
        {
            var made = await Backups(first).ListAsync(Tenant, Ct);
            await IsWholeAsync(first, made.Count);

            // It drops none itself.
            await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);

            await IsWholeAsync(first, made.Count + 1);
            await HasNothingElseAsync(first);
            await Backups(second).RestoreAsync(Tenant, ct: Ct);
            Assert.Equal(rows, await DumpAsync(second));
            Assert.Equal(files, await FilesAsync(second));
            await WipeAsync(second, "second");
        });
    }

    [Fact]
    public async Task ADelete_IsDoneByTheNext_AndReachesEveryBackup()
    {
        var (first, second) = (await ClusterAsync("first"), await ClusterAsync("second"));
        await FillAsync(first, PromptLength);
        await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
        var (store, live) = (Copied(Store), Copied(Live("first")));
        var deaths = 0;
        for (var n = 1; ; n++)
        {
            var process = MortalProcess.At(n);
            Replace(store, Store);
            Replace(live, Live("first"));
            var mortal = new ShreddingBlobStore(new MortalBlobStore(Files(first, Live("first")), process), new BackupStore(new MortalBlobStore(Files(first, Store), process)));
            if (await SurvivesAsync(() => mortal.DeleteAsync(Prompt, Ct)))
            {
                break;
            }

            deaths++;
            await Backups(first, "first", null).BackupAsync(Tenant, ct: Ct);
            Assert.Null((await Backups(first).VerifyAsync(Tenant, Ct)).Fault);
            await first.GetRequiredService<IBlobStore>().DeleteAsync(Prompt, Ct);
            Assert.Null((await Backups(first).VerifyAsync(Tenant, Ct)).Fault);
            foreach (var number in new[] { 1, 2 })
            {
                await Backups(second).RestoreAsync(Tenant, number, Ct);
                Assert.DoesNotContain(await FilesAsync(second), file => file.StartsWith(Prompt, StringComparison.Ordinal));
                await WipeAsync(second, "second");
            }
        }

        Assert.Equal(3, deaths);
    }

    private static async Task<bool> SurvivesAsync(Func<Task> act)
    {
        try
        {
            await act();
            return true;
        }
        catch (MortalProcessDiedException)
        {
            return false;
        }
    }

    /// <summary>Makes the same backup again and again, from the same store, and dies each time one write later, until it does not die any more.</summary>
    private async Task DieEverywhereAsync(IServiceProvider first, int? keep, Func<MortalProcess, Task> after)
    {
        System.IO.Directory.CreateDirectory(Store);
        var store = Copied(Store);
        for (var n = 1; ; n++)
        {
            var process = MortalProcess.At(n);
            Replace(store, Store);
            if (await SurvivesAsync(() => Backups(first, "first", process).BackupAsync(Tenant, keep, Ct)))
            {
                Assert.True(n > 8, "Hardly anything was written.");
                return;
            }

            try
            {
                await after(process);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(FormattableString.Invariant($"After a death before write {n} ({process.Changes[^1]}): {e.Message}"), e);
            }
        }
    }

    /// <summary>Files of a recording go, and the rows of another call.</summary>
    private static async Task EraseAsync(IServiceProvider cluster)
    {
        var blobs = cluster.GetRequiredService<IBlobStore>();
        await foreach (var file in blobs.ListAsync($"recordings/{Tenant}/2026/11/24/c1", Ct))
        {
            await blobs.DeleteAsync(file.Path, Ct);
        }

        await using var db = cluster.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        Assert.True(await CallEraser.DeleteAsync(db, $"{Tenant}/c2", Ct));
        db.Add(new RetentionReceipt { TenantId = Tenant, At = Start, Kind = RetentionKind.CallLog, ObjectId = $"{Tenant}/c2", Rule = "company" });
        await db.SaveChangesAsync(Ct);
    }

    private static async Task IsWholeAsync(IServiceProvider cluster, int backups)
    {
        var verdict = await Backups(cluster).VerifyAsync(Tenant, Ct);
        Assert.Equal((null, backups), (verdict.Fault, verdict.Backups));
    }

    /// <summary>In the store is what the chain needs, and no file more.</summary>
    private async Task HasNothingElseAsync(IServiceProvider cluster)
    {
        var vault = (await TenantVault.TryOpenAsync(cluster.GetRequiredService<BackupStore>(), cluster.GetRequiredService<BackupKeys>(), Tenant, Ct))!;
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (manifest, _) in await vault.ReadChainAsync(Ct))
        {
            needed.Add(BackupStore.Entry(Tenant, manifest.Number));
            needed.UnionWith(manifest.Index.Select((_, piece) => BackupStore.Index(Tenant, manifest.Folder, piece)));
            await foreach (var line in new EntryReader(vault, manifest).LinesAsync(Ct))
            {
                needed.UnionWith((line.Chunks ?? []).Select(chunk => BackupStore.Chunk(Tenant, chunk)));
            }
        }

        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var folder in new[] { BackupStore.Entries(Tenant), BackupStore.Indexes(Tenant), BackupStore.Chunks(Tenant), BackupStore.Begun(Tenant) })
        {
            await foreach (var file in Files(cluster, Store).ListAsync(folder, Ct))
            {
                found.Add(file.Path);
            }
        }

        Assert.Equal(needed, found);
    }
}
