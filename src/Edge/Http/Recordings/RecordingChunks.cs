using System.Security.Cryptography;
using RtcCluster.Edge.Media;
using RtcCluster.Media.Recording;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>The chunks of a recording as they were before they were sealed, those of before there were seals too. One reader at a time.</summary>
internal sealed class RecordingChunks : IDisposable
{
    // An opening is a kilobyte at most.
    private const int LargestOpening = 64 << 10;

    private readonly RecordingVault _vault;
    private readonly SortedDictionary<int, Chunk> _chunks = [];
    private readonly Dictionary<ulong, Take> _takes = [];
    private readonly HashSet<int> _damaged = [];

    private RecordingChunks(RecordingVault vault) => _vault = vault;

    /// <summary>Numbers of the chunks that are stored, in order.</summary>
    public IReadOnlyCollection<int> Numbers => _chunks.Keys;

    /// <summary>Numbers of the chunks that were found changed or torn.</summary>
    public IReadOnlySet<int> Damaged => _damaged;

    /// <summary>Reads the listing, and the openings of its takes.</summary>
    public static async Task<RecordingChunks> OpenAsync(RecordingVault vault, string prefix, CancellationToken ct)
    {
        var chunks = new RecordingChunks(vault);
        var found = new List<(SealedName Name, BlobInfo Blob)>();
        await foreach (var blob in vault.Blobs.ListAsync(prefix.TrimEnd('/'), ct))
        {
            var name = SealedName.Read(blob.Path);
            if (name.Kind == SealedFile.Opening)
            {
                await chunks.AddTakeAsync(name.Take, blob.Path, ct);
            }
            else if (name.Kind is SealedFile.Chunk or SealedFile.PlainChunk && name.Number < RecordingWav.MaxChunks)
            {
                found.Add((name, blob));
            }
        }

        // The whole chunk rather than its draft, and of two takes that of the later one. Among sealed chunks one without a seal is nobody's: whoever can write into the store could
        // else put words into the mouth of somebody.
        foreach (var (name, blob) in found.Where(file => file.Name.Kind == SealedFile.Chunk || chunks._takes.Count == 0).OrderByDescending(file => file.Name.IsDraft).ThenBy(file => chunks._takes.GetValueOrDefault(file.Name.Take)?.StartedAt))
        {
            chunks._chunks[name.Number] = new Chunk(name, blob);
        }

        return chunks;
    }

    /// <summary>Whether a chunk is stored.</summary>
    public bool Has(int number) => _chunks.ContainsKey(number);

    /// <summary>Bytes of a chunk before it was sealed; 0 when it is not stored.</summary>
    public int LengthOf(int number) => !_chunks.TryGetValue(number, out var chunk) ? 0
        : (int)Math.Clamp(chunk.Blob.Length - (chunk.Name.Kind == SealedFile.Chunk ? SealedChunk.Overhead : 0), 0, int.MaxValue);

    /// <summary>What is in a chunk; one that is not stored is silent, and one without sound is no longer than its header.</summary>
    public RecordingChunkKind KindOf(int number) => !_chunks.TryGetValue(number, out var chunk) ? RecordingChunkKind.Silent
        : chunk.Name.Codec is SealedCodec.Opus or SealedCodec.Mixed ? (RecordingChunkKind)chunk.Name.Codec
        : LengthOf(number) > RecordingChunkHeader.Length ? RecordingChunkKind.G711 : RecordingChunkKind.Silent;

    /// <summary>The bytes of a chunk; empty when it is missing, or was changed since it was written: nobody is played what was never said.</summary>
    public async Task<byte[]> LoadAsync(int number, CancellationToken ct)
    {
        if (!_chunks.TryGetValue(number, out var chunk) || await ReadAsync(chunk.Blob.Path, ct) is not { } bytes)
        {
            return [];
        }

        var plain = chunk.Name.Kind == SealedFile.PlainChunk ? bytes : Open(chunk.Name, bytes);
        if (plain is not null && RecordingChunkHeader.TryRead(plain, out _) == RecordingChunkStatus.Ok)
        {
            return plain;
        }

        if (_damaged.Add(number))
        {
            _vault.Damaged(chunk.Blob.Path);
        }

        // A torn chunk without a seal is the reader's to judge, as it was before there were seals.
        return chunk.Name.Kind == SealedFile.PlainChunk ? bytes : [];
    }

    /// <summary>A page of a fax; null when it is missing, or was changed since it was written.</summary>
    public async Task<byte[]?> LoadPageAsync(int number, CancellationToken ct)
    {
        if (!_chunks.TryGetValue(number, out var chunk) || chunk.Name.Kind != SealedFile.Chunk || await ReadAsync(chunk.Blob.Path, ct) is not { } bytes)
        {
            return null;
        }

        var page = Open(chunk.Name, bytes);
        if (page is null && _damaged.Add(number))
        {
            _vault.Damaged(chunk.Blob.Path);
        }

        return page;
    }

    public void Dispose()
    {
        foreach (var take in _takes.Values)
        {
            take.Key?.Dispose();
        }
    }

    private byte[]? Open(SealedName name, byte[] bytes)
    {
        var plain = new byte[Math.Max(0, bytes.Length - SealedChunk.Overhead)];
        return _takes.TryGetValue(name.Take, out var take) && take.Key is { } key && SealedChunk.TryRead(bytes, out var facts) && facts.Take == name.Take && facts.Number == name.Number
            && name.Codec == (facts.Codec == SealedCodec.Silent ? SealedCodec.G711 : facts.Codec)
            && SealedChunk.TryOpen(key, take.Recording, bytes, plain) ? plain : null;
    }

    private async Task AddTakeAsync(ulong take, string path, CancellationToken ct)
    {
        if (await ReadAsync(path, ct) is not { Length: < LargestOpening } bytes || TakeOpening.TryParse(bytes) is not { } opening)
        {
            return;
        }

        var known = _vault.Keys.TryOpen(opening.Key, TakeOpening.PurposeOf(opening.Recording, opening.Take), out var key);
        _takes[take] = new Take(opening.Recording, opening.StartedAt, known ? new AesGcm(key!, SealedChunk.TagLength) : null);
    }

    private async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        if (await _vault.Blobs.OpenReadAsync(path, ct: ct) is not { } stream)
        {
            return null;
        }

        await using (stream)
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, ct);
            return bytes.ToArray();
        }
    }

    private sealed record Chunk(SealedName Name, BlobInfo Blob);

    private sealed record Take(string Recording, DateTimeOffset StartedAt, AesGcm? Key);
}
