using RtcCluster.Storage.Blobs;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>A real store that does not answer while <see cref="IsAway"/> is set.</summary>
internal sealed class FaultyBlobs(IBlobStore real) : IBlobStore
{
    private volatile bool _isAway;

    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    private IBlobStore Real => _isAway ? throw new BlobStoreAwayException() : real;

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => Real.WriteAsync(path, content, ct);

    public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => Real.WriteAsync(path, content, ct);

    public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default) => Real.OpenReadAsync(path, offset, length, ct);

    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => Real.FindAsync(path, ct);

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => Real.ListAsync(prefix, ct);

    public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => Real.ExistsAsync(path, ct);

    public Task<bool> DeleteAsync(string path, CancellationToken ct = default) => Real.DeleteAsync(path, ct);
}
