using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>For tests that record nothing.</summary>
internal sealed class NoBlobs : IBlobStore
{
    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => throw new NotSupportedException();

    public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => throw new NotSupportedException();

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => throw new NotSupportedException();

    public Task<bool> DeleteAsync(string path, CancellationToken ct = default) => throw new NotSupportedException();
}
