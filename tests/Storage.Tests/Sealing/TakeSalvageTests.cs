using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Tests.Sealing;

/// <summary>Manifests of takes that nobody closed, while their chunks still come and others look too.</summary>
public sealed class TakeSalvageTests : IAsyncDisposable
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly Vault _vault = new();

    [Fact]
    public async Task ChunksThatComeLate_AreTakenIntoTheManifest_BeItAtTheEndOrInBetween()
    {
        var take = await _vault.RecordAsync(0, 5, close: false);
        var late = new[] { await AsideAsync(1), await AsideAsync(4) };
        Assert.Equal(1, await _vault.Salvage.CloseAsync(Vault.Prefix, ct: Ct));
        Assert.NotEmpty((await _vault.VerifyAsync()).Faults);

        foreach (var (path, bytes) in late)
        {
            await _vault.Blobs.WriteAsync(path, bytes, Ct);
        }

        Assert.Equal(1, await _vault.Salvage.CloseAsync(Vault.Prefix, ct: Ct));
        Assert.Equal(0, await _vault.Salvage.CloseAsync(Vault.Prefix, ct: Ct));
        Assert.Equal([], (await _vault.VerifyAsync()).Faults);
        Assert.Equal([0, 1, 2, 3, 4], (await ManifestAsync(take)).Chunks.Select(chunk => chunk.Number));
    }

    [Fact]
    public async Task WhatWasSignedForAndIsGone_StaysInTheManifest()
    {
        var take = await _vault.RecordAsync(0, 4, close: false);
        await _vault.Salvage.CloseAsync(Vault.Prefix, ct: Ct);
        await AsideAsync(3);

        Assert.Equal(0, await _vault.Salvage.CloseAsync(Vault.Prefix, ct: Ct));
        Assert.Equal(0, await _vault.Salvage.CloseAsync(Vault.Prefix, take, Ct));

        Assert.Contains((await _vault.VerifyAsync()).Faults, fault => fault.EndsWith("is missing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhatTheEdgeHasClosed_MeanwhileOrBefore_IsNotReplaced()
    {
        var take = await _vault.RecordAsync(0, 3);
        var (path, closed) = await AsideAsync(SealedFile.Manifest);
        // Its edge, which only seemed dead, writes the manifest while the chunks are read for another.
        var blobs = new MeddledBlobs(_vault.Blobs);
        blobs.BeforeRead = async read =>
        {
            if (SealedName.Read(read).Kind == SealedFile.Chunk)
            {
                blobs.BeforeRead = null;
                await _vault.Blobs.WriteAsync(path, closed, Ct);
            }
        };

        Assert.Equal(0, await new TakeSalvage(blobs, _vault.Keys, _vault.Signing).CloseAsync(Vault.Prefix, ct: Ct));

        Assert.Equal(TakeEnd.Closed, (await ManifestAsync(take)).End);
    }

    [Fact]
    public async Task AManifestThatIsOldWhenItIsWritten_IsMadeAnew()
    {
        var take = await _vault.RecordAsync(0, 4, close: false);
        var late = await AsideAsync(3);
        var blobs = new MeddledBlobs(_vault.Blobs);
        blobs.BeforeWrite = async () =>
        {
            blobs.BeforeWrite = null;
            await _vault.Blobs.WriteAsync(late.Path, late.Bytes, Ct);
            await _vault.Salvage.CloseAsync(Vault.Prefix, take, Ct);
        };

        await new TakeSalvage(blobs, _vault.Keys, _vault.Signing).CloseAsync(Vault.Prefix, ct: Ct);

        Assert.Equal(4, (await ManifestAsync(take)).Chunks.Length);
        Assert.Equal([], (await _vault.VerifyAsync()).Faults);
    }

    public ValueTask DisposeAsync() => _vault.DisposeAsync();

    private Task<(string Path, byte[] Bytes)> AsideAsync(int chunk) => AsideAsync(name => name.Kind == SealedFile.Chunk && name.Number == chunk);

    private Task<(string Path, byte[] Bytes)> AsideAsync(SealedFile kind) => AsideAsync(name => name.Kind == kind);

    private async Task<(string Path, byte[] Bytes)> AsideAsync(Func<SealedName, bool> which)
    {
        var file = System.IO.Directory.GetFiles(_vault.Folder).Single(path => which(SealedName.Read(path)));
        var bytes = await File.ReadAllBytesAsync(file, Ct);
        File.Delete(file);
        return (Vault.Prefix + Path.GetFileName(file), bytes);
    }

    private async Task<TakeManifest> ManifestAsync(ulong take)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(_vault.Folder, SealedName.OfManifest(take)), Ct);
        Assert.Equal(SignatureStatus.Valid, SignedDocument.TryRead<TakeManifest>(bytes, TakeSealer.ManifestType, _vault.Signing, out var manifest));
        return manifest!;
    }

    /// <summary>A store in which somebody else does something at the worst moment.</summary>
    private sealed class MeddledBlobs(IBlobStore real) : IBlobStore
    {
        public Func<string, Task>? BeforeRead { get; set; }

        public Func<Task>? BeforeWrite { get; set; }

        public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default)
        {
            await (BeforeWrite?.Invoke() ?? Task.CompletedTask);
            await real.WriteAsync(path, content, ct);
        }

        public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => real.WriteAsync(path, content, ct);

        public async Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default)
        {
            await (BeforeRead?.Invoke(path) ?? Task.CompletedTask);
            return await real.OpenReadAsync(path, offset, length, ct);
        }

        public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => real.FindAsync(path, ct);

        public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => real.ListAsync(prefix, ct);

        public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => real.ExistsAsync(path, ct);

        public Task<bool> DeleteAsync(string path, CancellationToken ct = default) => real.DeleteAsync(path, ct);
    }
}
