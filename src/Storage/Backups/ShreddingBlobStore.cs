using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Backups;

/// <summary>
/// The live store where there are backups: what is deleted here loses its key there, so that no backup of before can bring it back. Whoever erases needs to know nothing of backups, and an
/// erasure that cannot reach them is not done here either.
/// </summary>
internal sealed class ShreddingBlobStore(IBlobStore live, BackupStore backups) : IBlobStore
{
    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => live.WriteAsync(path, content, ct);

    public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => live.WriteAsync(path, content, ct);

    public Task<bool> TryAdoptAsync(string path, string file, CancellationToken ct = default) => live.TryAdoptAsync(path, file, ct);

    public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default) => live.OpenReadAsync(path, offset, length, ct);

    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => live.FindAsync(path, ct);

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => live.ListAsync(prefix, ct);

    public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => live.ExistsAsync(path, ct);

    public async Task<bool> DeleteAsync(string path, CancellationToken ct = default)
    {
        if (BackupStore.TenantOf(path) is not { } tenant || !BackupStore.HasOwnKey(path))
        {
            return await live.DeleteAsync(path, ct).ConfigureAwait(false);
        }

        var key = BackupStore.OwnKey(tenant, path);
        await backups.Blobs.DeleteAsync(key, ct).ConfigureAwait(false);
        var deleted = await live.DeleteAsync(path, ct).ConfigureAwait(false);
        // A backup that was just reading it may have made a key in between; from now on it finds nothing to make one for.
        await backups.Blobs.DeleteAsync(key, ct).ConfigureAwait(false);
        return deleted;
    }
}
