using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Media.Calls;
using RtcCluster.Storage;
using RtcCluster.Storage.Blobs;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

public sealed class SpoolerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TempFolder _folder = TempFolder.Create("spooler");
    private readonly ServiceProvider _storage;
    private readonly List<string> _troubles = [];

    public SpoolerTests() =>
        _storage = new ServiceCollection().AddRtcStorage(new ConfigurationBuilder().Build(), _folder.At("data")).BuildServiceProvider();

    [Fact]
    public async Task ChunksGoToTheStoreUnderTheirNumber_AndTheRecordingIsClosedWhenTheLastIsThere()
    {
        var blobs = _storage.GetRequiredService<IBlobStore>();
        await using var spooler = Spooler(blobs);
        var upload = Upload();

        var chunks = Record(upload, spooler);
        await RecordingSpooler.CloseAsync(upload, Patience);

        Assert.Equal(chunks, upload.Stored);
        Assert.True(upload.IsComplete);
        Assert.Equal(5_000, upload.DurationMilliseconds);
        Assert.Equal(["rec/00000001", "rec/00000002", "rec/00000003"], await NamesAsync(blobs));
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task WhileTheStoreIsFull_ChunksWaitOnDisk_TheTroubleIsToldOnce_AndTheNextProcessUploadsThem()
    {
        var blobs = _storage.GetRequiredService<IBlobStore>();
        var upload = Upload();
        await using (var spooler = Spooler(new FullBlobs(blobs)))
        {
            Record(upload, spooler);
            await Eventually.GetAsync("three files in the spool", Patience, () => Task.FromResult(Spooled()), n => n == 3);
        }

        Assert.Equal(["The blob store is full."], _troubles);
        Assert.Equal((0, false), (upload.Stored, upload.IsComplete));
        Assert.Empty(await NamesAsync(blobs));

        await using var next = Spooler(blobs);
        await Eventually.GetAsync("an empty spool", Patience, () => Task.FromResult(Spooled()), n => n == 0);
        Assert.Equal(3, (await NamesAsync(blobs)).Count);
    }

    [Fact]
    public async Task WithoutRoomAnywhere_TheChunkIsLostAndTold_AndNothingWaitsForIt()
    {
        await using var spooler = Spooler(new FullBlobs(_storage.GetRequiredService<IBlobStore>()));
        Directory.Delete(_folder.At("spool"), recursive: true);
        await File.WriteAllTextAsync(_folder.At("spool"), "in the way", TestContext.Current.CancellationToken);
        var upload = Upload();

        Record(upload, spooler);
        await RecordingSpooler.CloseAsync(upload, Patience);

        Assert.False(upload.IsComplete);
        Assert.StartsWith("The blob store is full. The spool cannot be written", upload.Problem, StringComparison.Ordinal);
        File.Delete(_folder.At("spool"));
        Directory.CreateDirectory(_folder.At("spool"));
    }

    public async ValueTask DisposeAsync()
    {
        await _storage.DisposeAsync();
        _folder.Dispose();
    }

    private RecordingSpooler Spooler(IBlobStore blobs)
    {
        var spooler = new RecordingSpooler(blobs, _folder.Path, new EdgeOptions(), TestMeters.Metrics(), NullLogger<RecordingSpooler>.Instance);
        spooler.Start();
        return spooler;
    }

    private RecordingUpload Upload() => new(new RecordingId("demo/r"), "rec/", _troubles.Add);

    private int Spooled() => Directory.EnumerateFiles(_folder.At("spool"), "*", SearchOption.AllDirectories).Count(f => !f.EndsWith(".part", StringComparison.Ordinal));

    private static async Task<List<string>> NamesAsync(IBlobStore blobs)
    {
        var names = new List<string>();
        await foreach (var blob in blobs.ListAsync("rec"))
        {
            names.Add(blob.Path);
        }

        return names;
    }

    /// <summary>Five seconds of a real recorder: chunks 1 to 3.</summary>
    private static int Record(RecordingUpload upload, RecordingSpooler spooler)
    {
        var media = new CallMedia(CallMediaOptions.Default, 1, 0);
        media.StartRecording("demo/r", LegSlot.None, LegSlot.None, 0, firstChunk: 1);
        var chunks = 0;
        for (var now = 0L; now <= TimeSpan.FromSeconds(5).Ticks; now += TimeSpan.FromMilliseconds(20).Ticks)
        {
            media.Tick(now);
            Drain();
        }

        media.StopRecording(TimeSpan.FromSeconds(5).Ticks);
        Drain();
        return chunks;

        void Drain()
        {
            while (media.TryTake(out var effect))
            {
                Assert.Equal(MediaEffectKind.RecordingChunk, effect.Kind);
                spooler.Take(upload, effect.Chunk!);
                chunks++;
            }
        }
    }

    /// <summary>The real store, whose disk is full for writes.</summary>
    private sealed class FullBlobs(IBlobStore real) : IBlobStore
    {
        public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => Task.FromException(new BlobStoreFullException());

        public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => Task.FromException(new BlobStoreFullException());

        public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default) => real.OpenReadAsync(path, offset, length, ct);

        public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => real.FindAsync(path, ct);

        public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => real.ListAsync(prefix, ct);

        public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => real.ExistsAsync(path, ct);

        public Task<bool> DeleteAsync(string path, CancellationToken ct = default) => real.DeleteAsync(path, ct);
    }
}
