using System.Collections.Immutable;
using System.Security.Cryptography;

namespace RtcCluster.Storage.Backups;

/// <summary>Stores the chunks and the index of one backup that is being made.</summary>
internal sealed class EntryWriter : IDisposable
{
    private const int PieceLength = 1 << 20;
    private readonly TenantVault _vault;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(SealedBox.KeyLength);
    private readonly MemoryStream _lines = new();
    private readonly ImmutableArray<string>.Builder _index = ImmutableArray.CreateBuilder<string>();
    private readonly SortedDictionary<string, string> _keys = new(StringComparer.Ordinal);

    public EntryWriter(TenantVault vault, string folder)
    {
        (_vault, Folder) = (vault, folder);
        _keys[folder] = vault.WrapEntryKey(folder, _key);
    }

    public string Folder { get; }

    public long NewChunks { get; private set; }

    public long NewBytes { get; private set; }

    public ImmutableSortedDictionary<string, string> Keys => _keys.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>The name that these bytes have as a chunk.</summary>
    public string NameOf(ReadOnlySpan<byte> plain, OwnKey? own) => _vault.NameOf(plain, own);

    /// <summary>Stores a chunk.</summary>
    public async Task<ChunkPlace> StoreAsync(ReadOnlyMemory<byte> plain, OwnKey? own, bool compress, CancellationToken ct)
    {
        var place = new ChunkPlace(_vault.NameOf(plain.Span, own), Folder, plain.Length);
        var box = SealedBox.SealPacked(own?.Key ?? _key, plain.Span, _vault.PlaceOf(place), compress);
        await _vault.Store.Blobs.WriteAsync(BackupStore.Chunk(_vault.Tenant, place), box, ct).ConfigureAwait(false);
        NewChunks++;
        NewBytes += box.Length;
        return place;
    }

    /// <summary>Adds a line to the index; chunks of other entries bring their keys along.</summary>
    public async Task AddAsync(IndexLine line, BackupManifest? before, CancellationToken ct)
    {
        foreach (var chunk in line.Chunks ?? [])
        {
            if (chunk.In != Folder && !_keys.ContainsKey(chunk.In))
            {
                _keys[chunk.In] = before!.Keys[chunk.In];
            }
        }

        _lines.Write(line.Write());
        _lines.WriteByte((byte)'\n');
        if (_lines.Length >= PieceLength)
        {
            await FlushAsync(ct).ConfigureAwait(false);
        }
    }

    /// <summary>Writes what is left of the index; its hashes.</summary>
    public async Task<ImmutableArray<string>> CloseAsync(CancellationToken ct)
    {
        await FlushAsync(ct).ConfigureAwait(false);
        return _index.ToImmutable();
    }

    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(_key);
        _lines.Dispose();
    }

    private async Task FlushAsync(CancellationToken ct)
    {
        if (_lines.Length == 0)
        {
            return;
        }

        var box = SealedBox.SealPacked(_key, _lines.GetBuffer().AsSpan(0, (int)_lines.Length), _vault.PlaceOfIndex(Folder, _index.Count), compress: true);
        await _vault.Store.Blobs.WriteAsync(BackupStore.Index(_vault.Tenant, Folder, _index.Count), box, ct).ConfigureAwait(false);
        _index.Add(Convert.ToHexStringLower(SHA256.HashData(box)));
        NewBytes += box.Length;
        _lines.SetLength(0);
    }
}
