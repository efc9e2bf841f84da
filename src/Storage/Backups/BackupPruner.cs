using System.Buffers.Binary;

namespace RtcCluster.Storage.Backups;

/// <summary>Drops the oldest backups of a tenant, and the chunks that no other needs.</summary>
internal sealed class BackupPruner(TenantVault vault)
{
    private readonly string _tenant = vault.Tenant;

    /// <summary>Keeps the newest, and clears away what a prune left that died.</summary>
    /// <param name="keep">How many, 1 or more; null drops none.</param>
    /// <param name="heldSince">What began after this is kept whatever <paramref name="keep"/> says; null: nothing is.</param>
    /// <param name="ct">Ends it; the next one goes on.</param>
    /// <returns>How many were dropped.</returns>
    public async Task<int> PruneAsync(int? keep, DateTimeOffset? heldSince, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep ?? 1, 1, nameof(keep));
        var kept = (await vault.ReadChainAsync(ct).ConfigureAwait(false)).ConvertAll(entry => entry.Manifest);
        var first = Math.Max(0, kept.Count - (keep ?? kept.Count));
        if (heldSince is { } since && kept.FindIndex(manifest => manifest.StartedAt > since) is >= 0 and var held)
        {
            first = Math.Min(first, held);
        }

        if (first > 0)
        {
            kept = kept[first..];
            // First where the chain begins now: what is below is no part of it from here on, whether its file is there or not.
            await vault.WriteAsync(new BackupBase(_tenant, kept[0].Number, kept[0].Previous), ct).ConfigureAwait(false);
        }

        var entries = kept.Select(manifest => BackupStore.Entry(_tenant, manifest.Number)).ToHashSet(StringComparer.Ordinal);
        var dropped = await OthersAsync(BackupStore.Entries(_tenant), path => !entries.Contains(path), ct).ConfigureAwait(false);
        if (dropped.Count == 0)
        {
            return 0;
        }

        var needed = await NeededAsync(kept, ct).ConfigureAwait(false);
        await DeleteAsync(await OthersAsync(BackupStore.Chunks(_tenant), path => needed.BinarySearch(Short(path.AsSpan(path.LastIndexOf('/') + 1))) < 0, ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        var indexes = kept.Select(manifest => BackupStore.IndexFolder(_tenant, manifest.Folder)).ToHashSet(StringComparer.Ordinal);
        await DeleteAsync(await OthersAsync(BackupStore.Indexes(_tenant), path => !indexes.Contains(path[..path.LastIndexOf('/')]), ct).ConfigureAwait(false), ct).ConfigureAwait(false);
        // Last, because by them the next one knows that there is something to clear away.
        await DeleteAsync(dropped, ct).ConfigureAwait(false);
        return dropped.Count;
    }

    private async Task<List<string>> OthersAsync(string folder, Func<string, bool> isOther, CancellationToken ct)
    {
        var others = new List<string>();
        await foreach (var blob in vault.Store.Blobs.ListAsync(folder, ct).ConfigureAwait(false))
        {
            if (isOther(blob.Path))
            {
                others.Add(blob.Path);
            }
        }

        return others;
    }

    private async Task DeleteAsync(List<string> paths, CancellationToken ct)
    {
        foreach (var path in paths)
        {
            await vault.Store.Blobs.DeleteAsync(path, ct).ConfigureAwait(false);
        }
    }

    /// <summary>The beginnings of the needed chunks' names, sorted: 8 bytes each; two that begin alike keep each other, and nothing is lost.</summary>
    private async Task<List<ulong>> NeededAsync(List<BackupManifest> kept, CancellationToken ct)
    {
        var needed = new List<ulong>();
        foreach (var manifest in kept)
        {
            await foreach (var line in new EntryReader(vault, manifest).LinesAsync(ct).ConfigureAwait(false))
            {
                needed.AddRange((line.Chunks ?? []).Select(chunk => Short(chunk.Id)));
            }

            needed.Sort();
            var last = 0;
            for (var i = 1; i < needed.Count; i++)
            {
                if (needed[i] != needed[last])
                {
                    needed[++last] = needed[i];
                }
            }

            needed.RemoveRange(Math.Min(last + 1, needed.Count), Math.Max(0, needed.Count - last - 1));
        }

        return needed;
    }

    private static ulong Short(ReadOnlySpan<char> name)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        return name.Length >= 2 * sizeof(ulong) && Convert.FromHexString(name[..(2 * sizeof(ulong))], bytes, out _, out _) == System.Buffers.OperationStatus.Done ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : 0;
    }
}
