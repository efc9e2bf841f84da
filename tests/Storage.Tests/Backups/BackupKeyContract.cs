using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Stores;

namespace RtcCluster.Storage.Tests.Backups;

/// <summary>A file may lose its own key and get another: what was under the first one is erased, and all the rest stays as it was.</summary>
public abstract class BackupKeyContract(Engine engine) : BackupBench(engine)
{
    private const string Prompt = $"{Tenant}/prompts/welcome/a.wav";

    [Fact]
    public async Task ADeleteThatTookTheKeyAndNotTheFile_ErasesItInTheBackupsOfBefore_AndNothingElse()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        var before = await FilesAsync(first);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        Assert.True(await Files(first, Store).DeleteAsync(BackupStore.OwnKey(Tenant, Prompt), Ct));

        await Backups(first).BackupAsync(Tenant, ct: Ct);
        await Backups(first).BackupAsync(Tenant, ct: Ct);

        await IsWholeAsync(first, backups: 3, erased: 1);
        var third = await ComesBackAsync("third", null, erased: 0);
        Assert.Equal(before, third);
        var old = await ComesBackAsync("old", 1, erased: 1);
        Assert.Equal(before.Where(file => !file.StartsWith(Prompt, StringComparison.Ordinal)), old);
    }

    [Fact]
    public async Task AFileThatWasErasedAndCameBackAtItsPath_IsInTheNewBackupsAlone()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        var blobs = first.GetRequiredService<IBlobStore>();
        await blobs.DeleteAsync(Prompt, Ct);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        await blobs.WriteAsync(Prompt, "another"u8.ToArray(), Ct);
        var before = await FilesAsync(first);

        await Backups(first).BackupAsync(Tenant, ct: Ct);

        await IsWholeAsync(first, backups: 3, erased: 1);
        Assert.Equal(before, await ComesBackAsync("new", 3, erased: 0));
        Assert.DoesNotContain(await ComesBackAsync("old", 1, erased: 1), file => file.StartsWith(Prompt, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ABackupThatDiedAfterItMadeAnotherKey_LendsTheNextNoneOfItsOldChunks()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        var before = await FilesAsync(first);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        Assert.True(await Files(first, Store).DeleteAsync(BackupStore.OwnKey(Tenant, Prompt), Ct));
        await Assert.ThrowsAsync<MortalProcessDiedException>(() => Backups(first, "first", MortalProcess.Before("/entries/")).BackupAsync(Tenant, ct: Ct));

        var made = await Backups(first).BackupAsync(Tenant, ct: Ct);

        Assert.Equal((2, 3), (made.Number, made.NewChunks));
        await IsWholeAsync(first, backups: 2, erased: 1);
        Assert.Equal(before, await ComesBackAsync("new", null, erased: 0));
    }

    [Fact]
    public async Task AFileThatIsReplacedAfterADeleteWhileItIsRead_IsInThatBackup()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        var live = first.GetRequiredService<IBlobStore>();
        var watched = new WatchedBlobStore(Files(first, Live("first")), Prompt, async () =>
        {
            await live.DeleteAsync(Prompt, Ct);
            await live.WriteAsync(Prompt, "another"u8.ToArray(), Ct);
        });

        await Backups(first, "first", Files(first, Store), watched).BackupAsync(Tenant, ct: Ct);

        Assert.True(watched.HasHappened);
        await IsWholeAsync(first, backups: 1, erased: 0);
        Assert.Equal(await FilesAsync(first), await ComesBackAsync("new", null, erased: 0));
    }

    [Fact]
    public async Task WhatIsDroppedWhileAllAreRead_IsNoFault()
    {
        var first = await ClusterAsync("first");
        await FillAsync(first);
        await Backups(first).BackupAsync(Tenant, ct: Ct);
        await AddCallAsync(first, "late");
        var watched = new WatchedBlobStore(Files(first, Store), "/index/", () => Backups(first).BackupAsync(Tenant, keep: 1, Ct));

        var verdict = await Backups(first, "first", watched, Files(first, Live("first"))).VerifyAsync(Tenant, Ct);

        Assert.True(watched.HasHappened);
        Assert.Equal((null, 1), (verdict.Fault, verdict.Backups));
    }

    private static async Task IsWholeAsync(IServiceProvider cluster, int backups, int erased)
    {
        var verdict = await Backups(cluster).VerifyAsync(Tenant, Ct);
        Assert.Equal((null, backups, erased), (verdict.Fault, verdict.Backups, verdict.Erased));
    }

    private async Task<List<string>> ComesBackAsync(string name, long? number, long erased)
    {
        var cluster = await ClusterAsync(name);
        Assert.Equal(erased, (await Backups(cluster).RestoreAsync(Tenant, number, Ct)).Erased);
        return await FilesAsync(cluster);
    }
}
