using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Http.Recordings;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>What becomes of chunks between the media thread and the blob store, whatever fails on the way.</summary>
public sealed class SpoolerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RecordingId Recording = new("demo/r");
    private readonly TempFolder _folder = TempFolder.Create("spooler");
    private readonly TestVault _vault;
    private readonly List<string> _troubles = [];

    public SpoolerTests() => _vault = new TestVault(_folder.At("data"));

    [Fact]
    public async Task ChunksAreStoredSealed_WithAManifest_AndReadAsTheyWere()
    {
        await using var spooler = Spooler(_vault.Blobs);
        var upload = Upload();

        var chunks = Tape.Play(upload, spooler);
        await spooler.CloseAsync(upload, Patience);

        Assert.Equal((3, true, 5_000), (upload.Stored, upload.IsComplete, upload.DurationMilliseconds));
        Assert.Equal([SealedFile.Chunk, SealedFile.Chunk, SealedFile.Chunk, SealedFile.Opening, SealedFile.Manifest], (await NamesAsync()).Select(name => name.Kind).Order());
        Assert.Empty(_troubles);
        Assert.Empty(Spooled());
        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal(3, verdict.Chunks);
        using var stored = await RecordingChunks.OpenAsync(_vault.Over(), "rec/", TestContext.Current.CancellationToken);
        foreach (var (number, bytes) in chunks)
        {
            Assert.Equal(bytes, await stored.LoadAsync(number, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task NoSoundIsOnTheDisk_NeitherInTheSpoolNorInTheStore()
    {
        var upload = Upload();
        await using var spooler = Spooler(new BrokenBlobs(_vault.Blobs) { Fault = new BlobStoreFullException() });

        Tape.Play(upload, spooler);
        await WaitForSpoolAsync(files: 4);
        AssertNoSound(Spooled().Select(File.ReadAllBytes));

        await using var good = Spooler(_vault.Blobs, "second");
        var second = Upload();
        Tape.Play(second, good);
        await good.CloseAsync(second, Patience);
        var folder = _folder.At("data/blobs/rec");
        AssertNoSound(Directory.GetFiles(folder).Select(File.ReadAllBytes));
    }

    [Fact]
    public async Task WhileTheStoreIsFull_ChunksWaitOnDisk_TheTroubleIsToldOnce_AndTheNextProcessUploadsThem()
    {
        var upload = Upload();
        await using (var spooler = Spooler(new BrokenBlobs(_vault.Blobs) { Fault = new BlobStoreFullException() }))
        {
            Tape.Play(upload, spooler);
            await WaitForSpoolAsync(files: 4);
        }

        Assert.Equal(["The blob store is full."], _troubles);
        Assert.Equal((0, false), (upload.Stored, upload.IsComplete));
        Assert.Empty(await NamesAsync());

        var salvaged = new List<RecordingId>();
        await using var next = Spooler(_vault.Blobs, salvaged: salvaged.Add);
        await WaitForSpoolAsync(files: 0);
        await Eventually.IsTrueAsync("the catalogue told", Patience, () => Task.FromResult(salvaged.Count == 1));
        Assert.Equal([Recording], salvaged);
        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal((3, 1), (verdict.Chunks, verdict.InterruptedTakes));
    }

    [Fact]
    public async Task AfterAKill_TheDraftOfTheOpenChunkIsThere_AndIsNotWhereTheChunkIs()
    {
        // Nobody disposes of a process that is killed: what it has on disk is a copy of its spool at that time.
        var upload = Upload();
        await using var spooler = Spooler(new BrokenBlobs(_vault.Blobs) { Fault = new BlobStoreFullException() });
        Tape.Play(upload, spooler, drafts: true, end: false);
        await WaitForSpoolAsync(files: 4);
        Assert.Single(Spooled(), path => path.EndsWith(".draft", StringComparison.Ordinal));
        foreach (var path in Spooled())
        {
            var copy = path.Replace("/spool/", "/killed/spool/", StringComparison.Ordinal);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        await using var next = Spooler(_vault.Blobs, "killed");
        await WaitForSpoolAsync(files: 0, "killed");

        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal((3, 1), (verdict.Chunks, verdict.InterruptedTakes));
        // Chunks 1 and 2, and of chunk 3, of which 1 s was said and 1 s for late packets was over, its first half.
        using var stored = await StoredRecording.OpenAsync(_vault.Over(), "rec/", TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(7), stored!.Duration);
    }

    [Fact]
    public async Task ADraftIsGone_WhenItsChunkIsWhole()
    {
        // The third chunk has begun, and there is no draft of it yet.
        await using var spooler = Spooler(new BrokenBlobs(_vault.Blobs) { Adopts = true });
        var upload = Upload();
        Tape.Play(upload, spooler, drafts: true, end: false, length: TimeSpan.FromSeconds(4.4));
        await Eventually.IsTrueAsync("two chunks stored", Patience, () => Task.FromResult(upload.Stored == 2));
        await WaitForSpoolAsync(files: 1);
        Assert.EndsWith(".take", Spooled()[0], StringComparison.Ordinal);

        // What was set aside for the next draft goes with the take.
        await spooler.CloseAsync(upload, Patience);
        await WaitForSpoolAsync(files: 0);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "spool")));
    }

    [Fact]
    public async Task AStoreThatIsAwayForAWhile_GetsEverything_AndTheManifestSaysThatNothingIsMissing()
    {
        var blobs = new BrokenBlobs(_vault.Blobs) { Fault = new IOException() };
        await using var spooler = Spooler(blobs);
        var upload = Upload();
        Tape.Play(upload, spooler);
        await WaitForSpoolAsync(files: 4);
        await Eventually.IsTrueAsync("the trouble told", Patience, () => Task.FromResult(_troubles.Count == 1));

        blobs.Fault = null;
        await spooler.CloseAsync(upload, Patience);

        Assert.Equal((3, true), (upload.Stored, upload.IsComplete));
        Assert.Equal(["The blob store does not answer (IOException)."], _troubles);
        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal((3, 0, 0), (verdict.Chunks, verdict.LostChunks, verdict.InterruptedTakes));
    }

    [Fact]
    public async Task AStoreOnTheSameDisk_TakesChunksAndManifestAsTheyAre()
    {
        // Nothing but the opening is written.
        await using var spooler = Spooler(new BrokenBlobs(_vault.Blobs) { Fault = new BlobStoreFullException(), Spared = 1, Adopts = true });
        var upload = Upload();

        Tape.Play(upload, spooler, drafts: true);
        await spooler.CloseAsync(upload, Patience);

        Assert.Equal((3, true), (upload.Stored, upload.IsComplete));
        Assert.Empty(_troubles);
        Assert.Empty(Spooled());
        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal((3, 0), (verdict.Chunks, verdict.LostChunks));
    }

    [Fact]
    public async Task AFileThatIsTakenFromTheSpool_IsLost_AndTheOthersDoNotWaitForIt()
    {
        var blobs = new BrokenBlobs(_vault.Blobs) { Fault = new IOException() };
        await using var spooler = Spooler(blobs);
        var upload = Upload();
        Tape.Play(upload, spooler);
        await WaitForSpoolAsync(files: 4);
        File.Delete(Spooled().Order().First(path => SealedName.Read(path).Kind == SealedFile.Chunk));

        blobs.Fault = null;
        await spooler.CloseAsync(upload, Patience);

        Assert.Equal((2, false), (upload.Stored, upload.IsComplete));
        Assert.Equal("A file is gone from the spool.", upload.Problem);
    }

    [Fact]
    public async Task ASpoolThatIsFull_CostsNothingWhileTheStoreTakesIt()
    {
        await using var spooler = Spooler(_vault.Blobs, limit: 100);
        var upload = Upload();

        Tape.Play(upload, spooler);
        await spooler.CloseAsync(upload, Patience);

        Assert.Equal((3, true), (upload.Stored, upload.IsComplete));
        Assert.Empty((await VerifyAsync()).Faults);
        Assert.Empty(_troubles);
    }

    [Fact]
    public async Task WithoutRoomAnywhere_ChunksAreLostAndTold_AndWhatWasWrittenIsSound()
    {
        var blobs = new BrokenBlobs(_vault.Blobs) { Fault = new BlobStoreFullException() };
        // Room for the opening and one chunk, and none for the manifest, which is written all the same.
        await using var spooler = Spooler(blobs, limit: 17_000);
        var upload = Upload();

        Tape.Play(upload, spooler);
        var closing = spooler.CloseAsync(upload, Patience);
        await Eventually.IsTrueAsync("the manifest", Patience, () => Task.FromResult(Spooled().Exists(path => path.EndsWith(".manifest", StringComparison.Ordinal))));
        Assert.Contains("limit", upload.Problem, StringComparison.Ordinal);
        blobs.Fault = null;
        await closing;

        Assert.False(upload.IsComplete);
        var verdict = await VerifyAsync();
        Assert.Empty(verdict.Faults);
        Assert.Equal((1, 2), (verdict.Chunks, verdict.LostChunks));
    }

    [Fact]
    public async Task ASpoolThatCannotBeWritten_AndAStoreThatIsFull_LoseTheChunk_AndNothingWaitsForIt()
    {
        await using var spooler = Spooler(new BrokenBlobs(_vault.Blobs) { Fault = new BlobStoreFullException() });
        Directory.Delete(_folder.At("spool"), recursive: true);
        await File.WriteAllTextAsync(_folder.At("spool"), "in the way", TestContext.Current.CancellationToken);
        var upload = Upload();

        Tape.Play(upload, spooler);
        await spooler.CloseAsync(upload, Patience);

        Assert.False(upload.IsComplete);
        Assert.StartsWith("The spool cannot be written (DirectoryNotFoundException). The blob store is full.", upload.Problem, StringComparison.Ordinal);
        File.Delete(_folder.At("spool"));
        Directory.CreateDirectory(_folder.At("spool"));
    }

    [Fact]
    public async Task AChangedChunk_IsSilent_AndCounted_AndTheRestIsHeard()
    {
        await using var spooler = Spooler(_vault.Blobs);
        var upload = Upload();
        Tape.Play(upload, spooler);
        await spooler.CloseAsync(upload, Patience);
        var file = Directory.GetFiles(_folder.At("data/blobs/rec"), "00000002*").Single();
        var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        bytes[5_000] ^= 4;
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);

        using var stored = await StoredRecording.OpenAsync(_vault.Over(), "rec/", TestContext.Current.CancellationToken);
        await using var audio = await stored!.OpenAsync(stored.Segments[0], TestContext.Current.CancellationToken);
        using var wav = new MemoryStream();
        await audio.CopyToAsync(wav, TestContext.Current.CancellationToken);

        // The two seconds of chunk 1, after a chunk 0 that was never there, then silence, then sound.
        Assert.Equal([false, true, false, true], Enumerable.Range(0, 4).Select(second => wav.ToArray().AsSpan(44 + (second * 64_000), 16_000).ContainsAnyExcept((byte)0)));
        Assert.Equal([2], stored.Damaged);
    }

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task AChunkWithoutASeal_IsNotHeardAmongSealedOnes()
    {
        await using var spooler = Spooler(_vault.Blobs);
        var upload = Upload();
        var chunks = Tape.Play(upload, spooler);
        await spooler.CloseAsync(upload, Patience);
        await _vault.Blobs.WriteAsync("rec/00000004", chunks[1], TestContext.Current.CancellationToken);

        using var stored = await RecordingChunks.OpenAsync(_vault.Over(), "rec/", TestContext.Current.CancellationToken);

        Assert.Equal([1, 2, 3], stored.Numbers);
        Assert.NotEmpty((await VerifyAsync()).Faults);
    }

    private static void AssertNoSound(IEnumerable<byte[]> files)
    {
        foreach (var bytes in files)
        {
            Assert.Equal(-1, bytes.AsSpan().IndexOf("RIFF"u8));
            Assert.Equal(-1, bytes.AsSpan().IndexOf("RTCR"u8));
            Assert.Equal(-1, bytes.AsSpan().IndexOf(Tape.Sound.AsSpan(0, 8)));
        }
    }

    private RecordingSpooler Spooler(IBlobStore blobs, string below = "", long limit = 1L << 30, Action<RecordingId>? salvaged = null)
    {
        var settings = new SpoolerSettings
        {
            DataPath = Path.Combine(_folder.Path, below), Edge = "edge-1", SpoolLimit = limit, Salvaged = recording =>
            {
                salvaged?.Invoke(recording);
                return Task.CompletedTask;
            },
        };
        var spooler = new RecordingSpooler(_vault.Over(blobs), settings, TestMeters.Metrics(), NullLogger<RecordingSpooler>.Instance);
        spooler.Start();
        return spooler;
    }

    private RecordingUpload Upload() => new(new CallId("demo/c"), Recording, "rec/", 1, DateTimeOffset.UnixEpoch, _troubles.Add);

    private Task<RecordingVerdict> VerifyAsync() => _vault.Verifier.VerifyAsync("rec/", null, ct: TestContext.Current.CancellationToken)
        .ContinueWith(
            verdict => verdict.Result with { Faults = [.. verdict.Result.Faults.Where(fault => !fault.StartsWith("its beginning", StringComparison.Ordinal))] },
            TaskScheduler.Default);

    private List<string> Spooled(string below = "") =>
        [.. Directory.EnumerateFiles(Path.Combine(_folder.Path, below, "spool"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".part", StringComparison.Ordinal))];

    private Task<int> WaitForSpoolAsync(int files, string below = "") =>
        Eventually.GetAsync($"{files} files in the spool", Patience, () => Task.FromResult(Spooled(below).Count), n => n == files);

    private async Task<List<SealedName>> NamesAsync()
    {
        var names = new List<SealedName>();
        await foreach (var blob in _vault.Blobs.ListAsync("rec"))
        {
            names.Add(SealedName.Read(blob.Path));
        }

        return names;
    }
}
