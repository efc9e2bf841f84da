using RtcCluster.Storage.Blobs;

namespace RtcCluster.TestKit.Stores;

/// <summary>A real blob store of a process that dies: before a write or delete of its choice takes effect, and from then on nothing answers.</summary>
public sealed class MortalBlobStore(IBlobStore inner, MortalProcess process) : IBlobStore
{
    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default)
    {
        process.Change(path);
        return inner.WriteAsync(path, content, ct);
    }

    public Task WriteAsync(string path, Stream content, CancellationToken ct = default)
    {
        process.Change(path);
        return inner.WriteAsync(path, content, ct);
    }

    public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default)
    {
        process.Look();
        return inner.OpenReadAsync(path, offset, length, ct);
    }

    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default)
    {
        process.Look();
        return inner.FindAsync(path, ct);
    }

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default)
    {
        process.Look();
        return inner.ListAsync(prefix, ct);
    }

    public Task<bool> ExistsAsync(string path, CancellationToken ct = default)
    {
        process.Look();
        return inner.ExistsAsync(path, ct);
    }

    public Task<bool> DeleteAsync(string path, CancellationToken ct = default)
    {
        process.Change(path);
        return inner.DeleteAsync(path, ct);
    }
}
