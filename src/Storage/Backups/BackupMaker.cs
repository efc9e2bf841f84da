using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Backups;

/// <summary>Makes one backup of a tenant: rows of one moment, then the blobs; of both only what the backup before does not have.</summary>
internal sealed class BackupMaker(RtcDbContextFactory contexts, IBlobStore live, TenantVault vault, TimeProvider time)
{
    // Rows are cut where a row's hash says so, so that a row that comes or goes in the middle of a table changes one chunk and not all behind it.
    private const int SmallestRows = 32 << 10;
    private const int LargestRows = 1 << 20;
    private const uint CutMask = 0x3f;
    private const int Piece = 1 << 20;

    private readonly string _tenant = vault.Tenant;
    private readonly Dictionary<string, ChunkPlace> _rowChunks = new(StringComparer.Ordinal);
    private BackupManifest? _before;
    private long _rows;
    private long _blobs;
    private long _gone;
    private long _bytes;

    public async Task<BackupManifest> MakeAsync(CancellationToken ct)
    {
        var chain = await vault.ReadChainAsync(ct).ConfigureAwait(false);
        _before = chain.Count > 0 ? chain[^1].Manifest : null;
        await ClearAsync(chain.Select(entry => entry.Manifest.Folder).ToHashSet(StringComparer.Ordinal), ct).ConfigureAwait(false);
        var number = (_before?.Number ?? 0) + 1;
        var folder = string.Create(CultureInfo.InvariantCulture, $"{number:D10}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}");
        await vault.Store.Blobs.WriteAsync(BackupStore.Begun(_tenant, folder), ReadOnlyMemory<byte>.Empty, ct).ConfigureAwait(false);
        using var writer = new EntryWriter(vault, folder);
        var started = time.GetUtcNow();
        var lines = (_before is null ? Nothing() : new EntryReader(vault, _before).LinesAsync(ct)).GetAsyncEnumerator(ct);
        string schema;
        long lastReceipt;
        await using (lines.ConfigureAwait(false))
        {
            var isMore = await RowChunksAsync(lines).ConfigureAwait(false);
            var snapshot = await BackupSnapshot.OpenAsync(contexts, ct).ConfigureAwait(false);
            await using (snapshot.ConfigureAwait(false))
            {
                schema = await snapshot.SchemaAsync(ct).ConfigureAwait(false);
                if (!await snapshot.HasTenantAsync(_tenant, ct).ConfigureAwait(false))
                {
                    throw new BackupRefusedException($"There is no tenant {_tenant}.");
                }

                lastReceipt = await snapshot.LastReceiptAsync(_tenant, ct).ConfigureAwait(false);
                foreach (var table in snapshot.Tables)
                {
                    await TableAsync(snapshot, table, writer, ct).ConfigureAwait(false);
                }
            }

            // After the rows: whatever they name and is not there now was erased meanwhile.
            await BlobsAsync(lines, isMore, writer, ct).ConfigureAwait(false);
        }

        var manifest = new BackupManifest
        {
            Tenant = _tenant,
            Number = number,
            Previous = chain.Count > 0 ? chain[^1].Hash : "",
            Folder = folder,
            StartedAt = started,
            EndedAt = time.GetUtcNow(),
            Schema = schema,
            Index = await writer.CloseAsync(ct).ConfigureAwait(false),
            Keys = writer.Keys,
            Rows = _rows,
            Blobs = _blobs,
            Gone = _gone,
            Bytes = _bytes,
            NewChunks = writer.NewChunks,
            NewBytes = writer.NewBytes,
            LastReceipt = lastReceipt,
        };
        await vault.WriteAsync(manifest, ct).ConfigureAwait(false);
        await vault.Store.Blobs.DeleteAsync(BackupStore.Begun(_tenant, folder), ct).ConfigureAwait(false);
        return manifest;
    }

    /// <summary>Deletes what backups left that did not live to be whole.</summary>
    private async Task ClearAsync(HashSet<string> whole, CancellationToken ct)
    {
        var begun = new List<string>();
        await foreach (var blob in vault.Store.Blobs.ListAsync(BackupStore.Begun(_tenant), ct).ConfigureAwait(false))
        {
            begun.Add(blob.Path[(blob.Path.LastIndexOf('/') + 1)..]);
        }

        foreach (var folder in begun)
        {
            if (!whole.Contains(folder))
            {
                await vault.Store.DeleteFolderAsync(BackupStore.IndexFolder(_tenant, folder), ct).ConfigureAwait(false);
                await vault.Store.DeleteFolderAsync(BackupStore.ChunkFolder(_tenant, folder), ct).ConfigureAwait(false);
            }

            await vault.Store.Blobs.DeleteAsync(BackupStore.Begun(_tenant, folder), ct).ConfigureAwait(false);
        }
    }

    /// <summary>Remembers the row chunks of the backup before, and stands at its first blob then; false when it has none.</summary>
    private async Task<bool> RowChunksAsync(IAsyncEnumerator<IndexLine> lines)
    {
        while (await lines.MoveNextAsync().ConfigureAwait(false))
        {
            if (lines.Current.Blob is not null)
            {
                return true;
            }

            foreach (var chunk in lines.Current.Chunks ?? [])
            {
                _rowChunks[chunk.Id] = chunk;
            }
        }

        return false;
    }

    private async Task TableAsync(BackupSnapshot snapshot, BackupTable table, EntryWriter writer, CancellationToken ct)
    {
        var kinds = table.Kinds.ToCharArray();
        await writer.AddAsync(new IndexLine { Table = table.Name, Columns = [.. table.Columns.Zip(kinds, static (column, kind) => kind + column)] }, _before, ct).ConfigureAwait(false);
        var buffer = new ArrayBufferWriter<byte>(SmallestRows * 2);
        var rows = 0;
        await snapshot.ReadAsync(
            table,
            _tenant,
            async row =>
            {
                var start = buffer.WrittenCount;
                RowCodec.Write(row, kinds, buffer);
                rows++;
                if (buffer.WrittenCount >= LargestRows || (buffer.WrittenCount >= SmallestRows && (Hash(buffer.WrittenSpan[start..]) & CutMask) == 0))
                {
                    await CutAsync().ConfigureAwait(false);
                }
            },
            ct).ConfigureAwait(false);
        if (rows > 0)
        {
            await CutAsync().ConfigureAwait(false);
        }

        async Task CutAsync()
        {
            if (buffer.WrittenCount > SealedBox.LargestPlain)
            {
                throw new BackupRefusedException($"A row of {table.Name} is larger than {SealedBox.LargestPlain} bytes.");
            }

            var name = writer.NameOf(buffer.WrittenSpan, null);
            if (!_rowChunks.TryGetValue(name, out var place))
            {
                _rowChunks[name] = place = await writer.StoreAsync(buffer.WrittenMemory, null, compress: true, ct).ConfigureAwait(false);
            }

            await writer.AddAsync(new IndexLine { Rows = rows, Chunks = [place] }, _before, ct).ConfigureAwait(false);
            _rows += rows;
            _bytes += buffer.WrittenCount;
            rows = 0;
            buffer.ResetWrittenCount();
        }
    }

    private async Task BlobsAsync(IAsyncEnumerator<IndexLine> lines, bool isMore, EntryWriter writer, CancellationToken ct)
    {
        foreach (var root in BackupStore.Roots(_tenant))
        {
            await foreach (var blob in live.ListAsync(root, ct).ConfigureAwait(false))
            {
                // Both lists are in the order of their paths.
                while (isMore && string.CompareOrdinal(lines.Current.Blob, blob.Path) < 0)
                {
                    isMore = await lines.MoveNextAsync().ConfigureAwait(false);
                }

                var known = isMore && lines.Current.Blob == blob.Path ? lines.Current : null;
                if (await BlobAsync(blob, known, writer, ct).ConfigureAwait(false) is { } line)
                {
                    await writer.AddAsync(line, _before, ct).ConfigureAwait(false);
                    _blobs++;
                    _bytes += line.Length;
                }
                else
                {
                    _gone++;
                }
            }
        }
    }

    /// <summary>Null when it was erased meanwhile.</summary>
    private async Task<IndexLine?> BlobAsync(BlobInfo blob, IndexLine? known, EntryWriter writer, CancellationToken ct)
    {
        var isOwn = BackupStore.HasOwnKey(blob.Path);
        var own = isOwn ? await vault.FindOwnKeyAsync(blob.Path, ct).ConfigureAwait(false) : null;
        if (isOwn && own is null)
        {
            own = await vault.MakeOwnKeyAsync(blob.Path, ct).ConfigureAwait(false);
        }

        if (known?.Key != own?.Id)
        {
            // What is under another key cannot be read any more; a line of before there were ids does not tell.
            known = null;
        }

        if (known is not null && known.Length == blob.Length && known.Written == blob.WrittenAt.UtcTicks)
        {
            return known;
        }

        var stream = await live.OpenReadAsync(blob.Path, 0, null, ct).ConfigureAwait(false);
        var chunks = new List<ChunkPlace>();
        long length = 0;
        if (stream is not null)
        {
            await using (stream.ConfigureAwait(false))
            {
                var before = (known?.Chunks ?? []).DistinctBy(chunk => chunk.Id).ToDictionary(chunk => chunk.Id, StringComparer.Ordinal);
                var buffer = ArrayPool<byte>.Shared.Rent(Piece);
                try
                {
                    int read;
                    while ((read = await stream.ReadAtLeastAsync(buffer.AsMemory(0, Piece), Piece, throwOnEndOfStream: false, ct).ConfigureAwait(false)) > 0)
                    {
                        var bytes = buffer.AsMemory(0, read);
                        chunks.Add(before.TryGetValue(writer.NameOf(bytes.Span, own), out var place) ? place : await writer.StoreAsync(bytes, own, compress: false, ct).ConfigureAwait(false));
                        length += read;
                    }
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(buffer);
                }
            }
        }

        if (isOwn && (stream is null || !await live.ExistsAsync(blob.Path, ct).ConfigureAwait(false)))
        {
            // Erased while it was read: whoever erased it took the key away before there was one.
            await vault.Store.Blobs.DeleteAsync(BackupStore.OwnKey(_tenant, blob.Path), ct).ConfigureAwait(false);
            return null;
        }

        if (isOwn && (await vault.FindOwnKeyAsync(blob.Path, ct).ConfigureAwait(false))?.Id != own!.Id)
        {
            // Erased, and another is there already: its chunks are under a key that is gone.
            return await live.FindAsync(blob.Path, ct).ConfigureAwait(false) is { } another ? await BlobAsync(another, null, writer, ct).ConfigureAwait(false) : null;
        }

        return stream is null ? null : new IndexLine { Blob = blob.Path, Length = length, Written = blob.WrittenAt.UtcTicks, Own = isOwn, Key = own?.Id, Chunks = [.. chunks] };
    }

    // FNV-1a.
    private static uint Hash(ReadOnlySpan<byte> row)
    {
        var hash = 2_166_136_261;
        foreach (var value in row)
        {
            hash = (hash ^ value) * 16_777_619;
        }

        return hash;
    }

#pragma warning disable CS1998 // An empty sequence waits for nothing.
    private static async IAsyncEnumerable<IndexLine> Nothing()
    {
        yield break;
    }
#pragma warning restore CS1998
}
