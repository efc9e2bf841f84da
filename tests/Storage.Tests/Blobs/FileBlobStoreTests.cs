using System.Diagnostics.Metrics;
using System.Runtime.Versioning;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Storage.Tests.Blobs;

public sealed class FileBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("blobs");
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly FileBlobStore _store;

    public FileBlobStoreTests() => _store = new FileBlobStore(_folder.At("blobs"), flush: true, Metrics);

    protected override IBlobStore Store => _store;

    private StorageMetrics Metrics => new(_services.GetRequiredService<IMeterFactory>());

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task FullDiskIsSaidSo_Counted_AndLeavesNothing()
    {
        // The kernel's own full disk: every write to this device is ENOSPC.
        using var full = new FileBlobStoreOnFullDisk(_folder.At("blobs"), Metrics);
        await _store.WriteAsync("a", Bytes("old"), Ct);

        await Assert.ThrowsAsync<BlobStoreFullException>(() => full.Store.WriteAsync("a", Bytes("new"), Ct));
        await Assert.ThrowsAsync<BlobStoreFullException>(() => full.Store.WriteAsync("b", new MemoryStream(new byte[10]), Ct));

        Assert.Equal(2, full.Refused);
        Assert.Equal("old", await TextAsync("a"));
        Assert.Equal(["a"], await PathsAsync(""));
    }

    [Fact]
    public async Task UnfinishedFilesOfKilledProcessAreInvisible_AndGoAfterADay()
    {
        var unfinished = _folder.At("blobs", ".unfinished");
        await File.WriteAllTextAsync(Path.Combine(unfinished, "old"), "x", Ct);
        await File.WriteAllTextAsync(Path.Combine(unfinished, "young"), "x", Ct);
        File.SetLastWriteTimeUtc(Path.Combine(unfinished, "old"), DateTime.UtcNow.AddDays(-2));

        var reopened = new FileBlobStore(_folder.At("blobs"), flush: false, Metrics);

        Assert.Equal(["young"], System.IO.Directory.GetFiles(unfinished).Select(Path.GetFileName));
        Assert.Empty(await PathsAsync(""));
        Assert.False(await reopened.ExistsAsync("old", Ct));
    }

    [Fact]
    public async Task TakesAFileOfTheSameDiskAsItIs()
    {
        var file = _folder.At("file");
        await File.WriteAllTextAsync(file, "hello", Ct);

        Assert.True(await _store.TryAdoptAsync("a/b/c", file, Ct));

        Assert.False(File.Exists(file));
        Assert.Equal("hello", await TextAsync("a/b/c"));
        Assert.Equal(["a/b/c"], await PathsAsync(""));
    }

    [Fact]
    public async Task LeavesAFileOfAnotherDiskWhereItIs()
    {
        const string Memory = "/dev/shm";
        Assert.SkipUnless(
            System.IO.Directory.Exists(Memory) && !AppContext.BaseDirectory.StartsWith(Memory, StringComparison.Ordinal), "there is no /dev/shm, the disk that is not this one");
        var file = Path.Combine(Memory, $"rtc-adopt-{Guid.NewGuid():N}");
        var here = Path.Combine(AppContext.BaseDirectory, $"adopt-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(file, "hello", Ct);
        try
        {
            var store = new FileBlobStore(here, flush: false, Metrics);

            Assert.False(await store.TryAdoptAsync("a", file, Ct));

            Assert.Equal("hello", await File.ReadAllTextAsync(file, Ct));
            Assert.False(await store.ExistsAsync("a", Ct));
        }
        finally
        {
            File.Delete(file);
            if (System.IO.Directory.Exists(here))
            {
                System.IO.Directory.Delete(here, recursive: true);
            }
        }
    }

    [Fact]
    public async Task LeavesNoTemporaryFileAndNoEmptyFolder()
    {
        await _store.WriteAsync("a/b/c", Bytes("x"), Ct);
        await _store.DeleteAsync("a/b/c", Ct);

        Assert.Equal([".unfinished"], System.IO.Directory.GetFileSystemEntries(_folder.At("blobs")).Select(Path.GetFileName));
        Assert.Empty(System.IO.Directory.GetFiles(_folder.At("blobs", ".unfinished")));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task OnlyTheOwnerCanRead()
    {
        await _store.WriteAsync("a/b", Bytes("x"), Ct);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.At("blobs", "a", "b")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_folder.At("blobs", "a")));
    }
}
