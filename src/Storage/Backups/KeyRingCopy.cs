using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Backups;

/// <summary>What is needed to read what is restored and is no tenant's: the keys that the cluster shares, and when its audit trail began. Sealed under the configured key itself.</summary>
/// <param name="store">The store of backups.</param>
/// <param name="keys">The configured keys.</param>
/// <param name="live">The live store.</param>
/// <param name="folder">The folder of the cluster's keys.</param>
internal sealed class KeyRingCopy(BackupStore store, BackupKeys keys, IBlobStore live, string folder)
{
    private const string Begun = "audit/begun.jws";

    public async Task SaveAsync(CancellationToken ct)
    {
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is ".xml" or ".key" or ".pem"))
        {
            var place = $"{BackupStore.KeyRing}/{Path.GetRelativePath(folder, file.FullName).Replace('\\', '/')}";
            await store.Blobs.WriteAsync(place, keys.Seal(await File.ReadAllBytesAsync(file.FullName, ct).ConfigureAwait(false), place), ct).ConfigureAwait(false);
        }

        if (await live.OpenReadAsync(Begun, 0, SealedBox.LargestPlain, ct).ConfigureAwait(false) is { } stream)
        {
            await using (stream.ConfigureAwait(false))
            {
                using var bytes = new MemoryStream();
                await stream.CopyToAsync(bytes, ct).ConfigureAwait(false);
                await store.Blobs.WriteAsync(BackupStore.AuditBeginning, keys.Seal(bytes.ToArray(), BackupStore.AuditBeginning), ct).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Opens all of it, so that a restore is refused before it has begun.</summary>
    public async Task<List<(string Place, byte[] Content)>> ReadAsync(CancellationToken ct)
    {
        var found = new List<(string, byte[])>();
        await foreach (var blob in store.Blobs.ListAsync(BackupStore.KeyRing, ct).ConfigureAwait(false))
        {
            found.Add((blob.Path, await OpenAsync(blob.Path, ct).ConfigureAwait(false)));
        }

        if (await store.Blobs.ExistsAsync(BackupStore.AuditBeginning, ct).ConfigureAwait(false))
        {
            found.Add((BackupStore.AuditBeginning, await OpenAsync(BackupStore.AuditBeginning, ct).ConfigureAwait(false)));
        }

        return found;
    }

    /// <summary>Puts it where it was; what is there already stays.</summary>
    public async Task RestoreAsync(List<(string Place, byte[] Content)> files, CancellationToken ct)
    {
        foreach (var (place, content) in files)
        {
            if (place == BackupStore.AuditBeginning)
            {
                if (!await live.ExistsAsync(Begun, ct).ConfigureAwait(false))
                {
                    await live.WriteAsync(Begun, content, ct).ConfigureAwait(false);
                }

                continue;
            }

            var path = Path.Combine(folder, place[(BackupStore.KeyRing.Length + 1)..]);
            if (!File.Exists(path))
            {
                await PlaceAsync(path, content, ct).ConfigureAwait(false);
            }
        }
    }

    private static async Task PlaceAsync(string path, byte[] content, CancellationToken ct)
    {
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var unfinished = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var file = new FileStream(unfinished, options);
        await using (file.ConfigureAwait(false))
        {
            await file.WriteAsync(content, ct).ConfigureAwait(false);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    // The place is sealed with the content: no name leads elsewhere than it did when it was saved.
    private async Task<byte[]> OpenAsync(string place, CancellationToken ct) =>
        keys.TryOpen(await store.ReadAsync(place, ct).ConfigureAwait(false) ?? [], place)
            ?? throw new BackupRefusedException($"{place} of the backups was changed, or was made with another key than those of Backup:Key and Backup:FormerKeys.");
}
