using System.Runtime.CompilerServices;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>A real store that refuses while <see cref="IsAway"/> is set, and says nothing at all while <see cref="Hangs"/> is.</summary>
internal sealed class FaultyBlobs(IBlobStore real) : IBlobStore
{
    private volatile bool _isAway;
    private volatile bool _hangs;
    private int _refused;

    public bool IsAway
    {
        get => _isAway;
        set => _isAway = value;
    }

    /// <summary>Set: whoever asks waits until it gives up.</summary>
    public bool Hangs
    {
        get => _hangs;
        set => _hangs = value;
    }

    /// <summary>Set: what is in this folder cannot be listed.</summary>
    public string? Lost { get; set; }

    /// <summary>How often the store was asked in vain.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public async Task WriteAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct = default) => await (await Real(ct)).WriteAsync(path, content, ct);

    public async Task WriteAsync(string path, Stream content, CancellationToken ct = default) => await (await Real(ct)).WriteAsync(path, content, ct);

    public async Task<Stream?> OpenReadAsync(string path, long offset = 0, long? length = null, CancellationToken ct = default) => await (await Real(ct)).OpenReadAsync(path, offset, length, ct);

    public async Task<BlobInfo?> FindAsync(string path, CancellationToken ct = default) => await (await Real(ct)).FindAsync(path, ct);

    public async IAsyncEnumerable<BlobInfo> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken ct = default)
    {
        if (Lost is { } lost && prefix.StartsWith(lost, StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _refused);
            throw new BlobStoreAwayException();
        }

        await foreach (var blob in (await Real(ct)).ListAsync(prefix, ct))
        {
            yield return blob;
        }
    }

    public async Task<bool> ExistsAsync(string path, CancellationToken ct = default) => await (await Real(ct)).ExistsAsync(path, ct);

    public async Task<bool> DeleteAsync(string path, CancellationToken ct = default) => await (await Real(ct)).DeleteAsync(path, ct);

    private async ValueTask<IBlobStore> Real(CancellationToken ct)
    {
        if (_hangs)
        {
            Interlocked.Increment(ref _refused);
            await Task.Delay(Timeout.Infinite, ct);
        }

        if (_isAway)
        {
            Interlocked.Increment(ref _refused);
            throw new BlobStoreAwayException();
        }

        return real;
    }
}
