using System.Globalization;
using System.Text;
using RtcCluster.Storage.Blobs;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Sealing;

namespace RtcCluster.Storage.Backups;

/// <summary>Brings a tenant back from one of its backups. Everything of the backup is read and checked before anything is written.</summary>
internal sealed class BackupRestorer(RtcDbContextFactory contexts, IBlobStore live, TenantVault vault, KeyRingCopy ring, TimeProvider time)
{
    private readonly string _tenant = vault.Tenant;

    /// <summary>A file of the live store that says that the tenant is being restored, and from which backup.</summary>
    public static string Mark(string tenant) => $"{BlobRoots.Restoring}/{tenant}";

    public async Task<RestoreReport> RestoreAsync(long? number, CancellationToken ct)
    {
        var chain = await vault.ReadChainAsync(ct).ConfigureAwait(false);
        var manifest = chain.Select(entry => entry.Manifest).LastOrDefault(entry => number is null || entry.Number == number)
            ?? throw new BackupRefusedException(number is null ? $"There is no backup of {_tenant}." : FormattableString.Invariant($"There is no backup {number} of {_tenant}."));
        var mark = await BlobBytes.ReadAsync(live, Mark(_tenant), ct).ConfigureAwait(false);
        var isBegun = mark is not null;
        var db = contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            Check(db, manifest);
            if (await RowRestorer.IsThereAsync(db, _tenant, ct).ConfigureAwait(false))
            {
                if (!isBegun)
                {
                    throw new BackupRefusedException($"Tenant {_tenant} is there: a restore brings back what is gone, and replaces nothing.");
                }

                // The rows come last, all at once: the restore before was whole but for its mark.
                await live.DeleteAsync(Mark(_tenant), ct).ConfigureAwait(false);
                // An empty mark is of a version that did not say.
                var restored = long.TryParse(mark, NumberStyles.None, CultureInfo.InvariantCulture, out var begun) ? begun : manifest.Number;
                return number is null || number == restored
                    ? new RestoreReport(_tenant, restored, 0, 0, 0, WasDone: true)
                    : throw new BackupRefusedException(FormattableString.Invariant($"Tenant {_tenant} is there: a restore that died at its last step had brought back backup {restored}, all of it."));
            }

            if (!isBegun && await HasBlobsAsync(ct).ConfigureAwait(false))
            {
                throw new BackupRefusedException($"There are files of tenant {_tenant} in the blob store: a restore brings back what is gone, and replaces nothing.");
            }

            var keys = await ring.ReadAsync(ct).ConfigureAwait(false);
            var erased = await ErasureJournal.ReadAsync(vault, manifest.LastReceipt, ct).ConfigureAwait(false);
            var reader = new EntryReader(vault, manifest);
            var survey = await SurveyAsync(db, reader, manifest, erased, ct).ConfigureAwait(false);

            await live.WriteAsync(Mark(_tenant), Encoding.ASCII.GetBytes(manifest.Number.ToString(CultureInfo.InvariantCulture)), ct).ConfigureAwait(false);
            if (isBegun)
            {
                await ClearAsync(ct).ConfigureAwait(false);
            }

            try
            {
                await ring.RestoreAsync(keys, ct).ConfigureAwait(false);
                var blobs = await BlobsAsync(reader, survey.Erased, ct).ConfigureAwait(false);
                var rows = await new RowRestorer(db, reader, _tenant, time.GetUtcNow()).RestoreAsync(erased, survey.Shredded, ct).ConfigureAwait(false);
                await live.DeleteAsync(Mark(_tenant), ct).ConfigureAwait(false);
                return new RestoreReport(_tenant, manifest.Number, rows, blobs, manifest.Blobs - blobs, WasDone: false);
            }
            catch (BackupRefusedException)
            {
                await ClearAsync(CancellationToken.None).ConfigureAwait(false);
                await live.DeleteAsync(Mark(_tenant), CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
    }

    private static void Check(RtcDbContext db, BackupManifest manifest)
    {
        // The engines' migrations have the same names and other times.
        var known = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetMigrations(db.Database).Select(NameOf);
        if (!known.Contains(NameOf(manifest.Schema)))
        {
            throw new BackupRefusedException(FormattableString.Invariant($"Backup {manifest.Number} of {manifest.Tenant} is of a later version of the program, whose database has {manifest.Schema}."));
        }
    }

    private static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];

    private async Task<bool> HasBlobsAsync(CancellationToken ct)
    {
        foreach (var root in BackupStore.Roots(_tenant))
        {
            await foreach (var _ in live.ListAsync(root, ct).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Deletes what a restore that died wrote: it may have been of another backup.</summary>
    private async Task ClearAsync(CancellationToken ct)
    {
        foreach (var root in BackupStore.Roots(_tenant))
        {
            var paths = new List<string>();
            await foreach (var blob in live.ListAsync(root, ct).ConfigureAwait(false))
            {
                paths.Add(blob.Path);
            }

            foreach (var path in paths)
            {
                await live.DeleteAsync(path, ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Reads all of the backup; which folders were erased since: by their key, and those with what receipts tell.</summary>
    private async Task<(HashSet<string> Shredded, HashSet<string> Erased)> SurveyAsync(RtcDbContext db, EntryReader reader, BackupManifest manifest, List<RetentionReceipt> erased, CancellationToken ct)
    {
        var tables = BackupTable.Of(db);
        var ids = erased.Select(receipt => receipt.ObjectId).ToHashSet(StringComparer.Ordinal);
        var (shredded, folders) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        BackupTable? table = null;
        long rows = 0;
        long blobs = 0;
        long bytes = 0;
        await foreach (var line in reader.LinesAsync(ct).ConfigureAwait(false))
        {
            if (line.Blob is { } path)
            {
                var own = line.Own ? await vault.FindOwnKeyAsync(line, ct).ConfigureAwait(false) : null;
                blobs++;
                bytes += line.Length;
                if (line.Own && own is null)
                {
                    shredded.Add(FolderOf(path));
                    continue;
                }

                long length = 0;
                foreach (var chunk in line.Chunks ?? [])
                {
                    length += (await reader.ChunkAsync(chunk, own, ct).ConfigureAwait(false)).Length;
                }

                if (length != line.Length || !BackupStore.Roots(_tenant).Any(root => path.StartsWith(root + "/", StringComparison.Ordinal)))
                {
                    throw reader.Refused("has a blob that is none");
                }

                continue;
            }

            table = line.Table is null ? table : RowRestorer.Match(tables, line, reader);
            var (id, prefix) = (Array.IndexOf(table!.Columns, "id"), Array.IndexOf(table.Columns, "blob_prefix"));
            foreach (var chunk in line.Chunks ?? [])
            {
                foreach (var row in EntryReader.Lines(await reader.ChunkAsync(chunk, null, ct).ConfigureAwait(false)))
                {
                    var values = RowCodec.TryRead(row, table.Kinds) ?? throw reader.Refused("has a row that cannot be read");
                    rows++;
                    if (id >= 0 && prefix >= 0 && values[id] is string name && ids.Contains(name) && values[prefix] is string folder)
                    {
                        folders.Add(folder.TrimEnd('/'));
                    }
                }

                bytes += chunk.Length;
            }
        }

        if ((rows, blobs, bytes) != (manifest.Rows, manifest.Blobs, manifest.Bytes))
        {
            throw reader.Refused("is not all that it was");
        }

        return (shredded, [.. shredded, .. folders]);
    }

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];

    private async Task<long> BlobsAsync(EntryReader reader, HashSet<string> erased, CancellationToken ct)
    {
        long blobs = 0;
        await foreach (var line in reader.LinesAsync(ct).ConfigureAwait(false))
        {
            // Greetings and prompts of one owner share a folder: there each is for itself.
            if (line.Blob is not { } path || (erased.Contains(FolderOf(path)) && !IsAlone(path)))
            {
                continue;
            }

            var own = line.Own ? await vault.FindOwnKeyAsync(line, ct).ConfigureAwait(false) : null;
            if (line.Own && own is null)
            {
                continue;
            }

            var stream = new ChunkStream(reader, line.Chunks ?? [], own, ct);
            await using (stream.ConfigureAwait(false))
            {
                await live.WriteAsync(path, stream, ct).ConfigureAwait(false);
            }

            blobs++;
        }

        return blobs;
    }

    private static bool IsAlone(string path) => path.StartsWith("greetings/", StringComparison.Ordinal) || path.Split('/') is [_, "prompts", ..];
}
