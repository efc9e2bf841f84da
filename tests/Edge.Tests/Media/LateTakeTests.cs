using Microsoft.Extensions.Logging.Abstractions;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Media;
using RtcCluster.Edge.Tests.Hosts;
using RtcCluster.Storage.Sealing;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Waiting;
using Xunit;

namespace RtcCluster.Edge.Tests.Media;

/// <summary>Takes that are stored when nobody waits for them any more: somebody is told, by this process or the next.</summary>
public sealed class LateTakeTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly RecordingId Recording = new("demo/r");
    private readonly TempFolder _folder = TempFolder.Create("late");
    private readonly TestVault _vault;
    private readonly BrokenBlobs _blobs;
    private readonly List<RecordingId> _told = [];
    private Func<Task> _telling = () => Task.CompletedTask;

    public LateTakeTests()
    {
        _vault = new TestVault(_folder.At("data"));
        _blobs = new BrokenBlobs(_vault.Blobs);
    }

    [Fact]
    public async Task WhatIsStoredInTime_IsNotToldOf()
    {
        await using (var spooler = Spooler())
        {
            await RecordAsync(spooler, Patience);
        }

        Assert.Empty(_told);
        Assert.Empty(Spooled());
    }

    [Fact]
    public async Task WhatIsStoredLate_IsToldOfWhenAllOfItIsThere()
    {
        await using var spooler = Spooler();
        await RecordLateAsync(spooler);
        Assert.Empty(_told);
        var stored = -1;
        _telling = async () => stored = await StoredAsync();

        _blobs.Fault = null;

        await WaitForSpoolAsync(0);
        Assert.Equal([Recording], _told);
        Assert.Equal(5, stored);
    }

    [Fact]
    public async Task WhileItCannotBeTold_ItIsTriedAgain_AndTheNextProcessKnowsOfTheTake()
    {
        _telling = () => throw new TimeoutException();
        await using (var spooler = Spooler())
        {
            await RecordLateAsync(spooler);
            _blobs.Fault = null;
            await Eventually.IsTrueAsync("a second try", Patience, () => Task.FromResult(_told.Count >= 2));
        }

        Assert.EndsWith(".take", Assert.Single(Spooled()), StringComparison.Ordinal);
        _told.Clear();
        _telling = () => Task.CompletedTask;

        await using var next = Spooler();
        await WaitForSpoolAsync(0);

        Assert.Equal([Recording], _told);
        Assert.Equal(TakeEnd.Closed, await EndAsync());
    }

    [Fact]
    public async Task WhoSignedForLess_WhileItCame_IsPutRight_AndToldAgain()
    {
        await using var spooler = Spooler();
        await RecordLateAsync(spooler);
        var ends = new List<TakeEnd>();
        _telling = async () =>
        {
            if (_told.Count == 1)
            {
                await InterruptAsync();
            }

            ends.Add(await EndAsync());
        };

        _blobs.Fault = null;

        await WaitForSpoolAsync(0);
        Assert.Equal([TakeEnd.Interrupted, TakeEnd.Closed], ends);
    }

    [Fact]
    public async Task WhatIsDeletedWhenItIsTold_StaysDeleted()
    {
        await using var spooler = Spooler();
        await RecordLateAsync(spooler);
        _telling = async () =>
        {
            await foreach (var blob in _vault.Blobs.ListAsync("rec", TestContext.Current.CancellationToken))
            {
                await _vault.Blobs.DeleteAsync(blob.Path);
            }
        };

        _blobs.Fault = null;

        await WaitForSpoolAsync(0);
        Assert.Equal(0, await StoredAsync());
    }

    [Fact]
    public async Task ACallThatIsSomebodyElsesNow_LeavesATakeThatWasInterrupted()
    {
        await using var spooler = Spooler();
        await RecordAsync(spooler, Patience, TakeEnd.Interrupted);

        Assert.Equal(TakeEnd.Interrupted, await EndAsync());
        var verdict = await _vault.Verifier.VerifyAsync("rec/", null, ct: TestContext.Current.CancellationToken);
        Assert.Equal((3, 1), (verdict.Chunks, verdict.InterruptedTakes));
    }

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        _folder.Dispose();
    }

    private async Task RecordLateAsync(RecordingSpooler spooler)
    {
        _blobs.Fault = new IOException();
        await RecordAsync(spooler, TimeSpan.Zero);
        await WaitForSpoolAsync(5);
    }

    private static async Task RecordAsync(RecordingSpooler spooler, TimeSpan patience, TakeEnd end = TakeEnd.Closed)
    {
        var upload = new RecordingUpload(new CallId("demo/c"), Recording, "rec/", 1, DateTimeOffset.UnixEpoch, _ => { });
        Tape.Play(upload, spooler);
        await spooler.CloseAsync(upload, patience, end);
    }

    private RecordingSpooler Spooler()
    {
        var settings = new SpoolerSettings
        {
            DataPath = _folder.Path,
            Edge = "edge-1",
            Salvaged = recording =>
            {
                _told.Add(recording);
                return _telling();
            },
        };
        var spooler = new RecordingSpooler(_vault.Over(_blobs), settings, TestMeters.Metrics(), NullLogger<RecordingSpooler>.Instance);
        spooler.Start();
        return spooler;
    }

    private List<string> Spooled() => [.. Directory.EnumerateFiles(_folder.At("spool"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".part", StringComparison.Ordinal))];

    private Task<int> WaitForSpoolAsync(int files) => Eventually.GetAsync($"{files} files in the spool", Patience, () => Task.FromResult(Spooled().Count), n => n == files);

    private async Task<int> StoredAsync()
    {
        var count = 0;
        await foreach (var _ in _vault.Blobs.ListAsync("rec", TestContext.Current.CancellationToken))
        {
            count++;
        }

        return count;
    }

    // As one who looked before the last chunk came.
    private async Task InterruptAsync()
    {
        var path = ManifestPath();
        var manifest = await ReadAsync(path);
        await _vault.Blobs.WriteAsync(path, SignedDocument.Sign(manifest with { End = TakeEnd.Interrupted, Chunks = manifest.Chunks[..^1] }, TakeSealer.ManifestType, _vault.Signing), TestContext.Current.CancellationToken);
    }

    private async Task<TakeEnd> EndAsync() => (await ReadAsync(ManifestPath())).End;

    private string ManifestPath() => "rec/" + Path.GetFileName(Directory.GetFiles(_folder.At("data/blobs/rec"), "*.manifest").Single());

    private async Task<TakeManifest> ReadAsync(string path)
    {
        await using var stream = await _vault.Blobs.OpenReadAsync(path, ct: TestContext.Current.CancellationToken);
        using var bytes = new MemoryStream();
        await stream!.CopyToAsync(bytes, TestContext.Current.CancellationToken);
        Assert.Equal(SignatureStatus.Valid, SignedDocument.TryRead<TakeManifest>(bytes.ToArray(), TakeSealer.ManifestType, _vault.Signing, out var manifest));
        return manifest!;
    }
}
