using RtcCluster.Storage.Blobs;

namespace RtcCluster.Edge.Tests.Hosts;

/// <summary>A real store whose writes fail while <see cref="Fault"/> is set, after those that are spared.</summary>
internal sealed class BrokenBlobs(IBlobStore real) : IBlobStore
{
    private volatile Exception? _fault;
    private int _spared;

    public Exception? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    /// <summary>So many writes succeed before the fault shows.</summary>
    public int Spared
    {
        get => Volatile.Read(ref _spared);
        set => Volatile.Write(ref _spared, value);
    }

    public Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => Fails() is { } fault ? Task.FromException(fault) : real.WriteAsync(path, content, ct);

    public Task WriteAsync(string path, Stream content, CancellationToken ct = default) => Fails() is { } fault ? Task.FromException(fault) : real.WriteAsync(path, content, ct);

    /// <summary>Whether it takes files as they are, which is no write.</summary>
    public bool Adopts { get; init; }

    public Task<bool> TryAdoptAsync(string path, string file, CancellationToken ct = default) => Adopts ? real.TryAdoptAsync(path, file, ct) : Task.FromResult(false);

    public Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default) => real.OpenReadAsync(path, offset, length, ct);

    public Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => real.FindAsync(path, ct);

    public IAsyncEnumerable<BlobInfo> ListAsync(string prefix, CancellationToken ct = default) => real.ListAsync(prefix, ct);

    public Task<bool> ExistsAsync(string path, CancellationToken ct = default) => real.ExistsAsync(path, ct);

    public Task<bool> DeleteAsync(string path, CancellationToken ct = default) => real.DeleteAsync(path, ct);

    private Exception? Fails() => _fault is { } fault && Interlocked.Decrement(ref _spared) < 0 ? fault : null;
}
