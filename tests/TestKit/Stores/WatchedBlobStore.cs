using RtcCluster.Storage.Blobs;

namespace RtcCluster.TestKit.Stores;

/// <summary>A real blob store in which something happens once, just before a path with a certain part is read first.</summary>
public sealed class WatchedBlobStore(IBlobStore inner, string part, Func<Task> happens) : IBlobStore
{
    private int _happened;

    /// <summary>Whether it has happened.</summary>
    public bool HasHappened => _happened != 0;

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => inner.WriteAsync(path, content, ct);

    public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => inner.WriteAsync(path, content, ct);

    public async Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        if (path.Contains(part, StringComparison.Ordinal) && Interlocked.Exchange(ref _happened, 1) == 0)
        {
            await happens();
        }

        return await inner.OpenReadAsync(path, offset, length, ct);
    }

    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => inner.FindAsync(path, ct);

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => inner.ListAsync(prefix, ct);

    public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => inner.ExistsAsync(path, ct);

    public Task<bool> DeleteAsync(string path, CancellationToken ct = default) => inner.DeleteAsync(path, ct);
}
