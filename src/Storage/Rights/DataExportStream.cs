using System.Globalization;
using System.Security.Cryptography;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Rights;

/// <summary>Writes a bundle's bytes in the order in which they come, encrypted chunk by chunk: it never is on a disk in the clear.</summary>
/// <remarks>Each attempt has a key and a folder of its own: a maker that was taken for dead writes over nobody's.</remarks>
public sealed class DataExportStream : Stream
{
    /// <summary>Bytes of a chunk before it is sealed.</summary>
    public const int ChunkLength = 1 << 20;

    private readonly IBlobStore _blobs;
    private readonly DataExport _export;
    private readonly byte[] _key;
    private readonly MemoryStream _pending = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int _number;

    internal DataExportStream(IBlobStore blobs, DataExport export, byte[] key, string wrappedKey) => (_blobs, _export, _key, WrappedKey) = (blobs, export, key, wrappedKey);

    /// <summary>The key, as the row keeps it.</summary>
    internal string WrappedKey { get; }

    /// <summary>Bytes written so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>SHA-256 of all of them, in hexadecimal; once it is completed.</summary>
    public string Sha256 { get; private set; } = "";

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => Bytes;

    /// <inheritdoc/>
    public override long Position
    {
        get => Bytes;
        set => throw new NotSupportedException();
    }

    internal static string PathOf(DataExport export, int number) => string.Create(CultureInfo.InvariantCulture, $"{export.BlobFolder}/{export.Attempts}/{number:D8}");

    internal static string PlaceOf(DataExport export, int number) => string.Create(CultureInfo.InvariantCulture, $"{export.Purpose} {number}");

    /// <summary>Writes what is left.</summary>
    public async Task CompleteAsync(CancellationToken ct = default)
    {
        await SealAsync(isAll: true, ct).ConfigureAwait(false);
        Sha256 = Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Append(buffer.Span);
        await SealAsync(isAll: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <remarks>What is written so waits for the next write that may wait for the store.</remarks>
    public override void Write(byte[] buffer, int offset, int count) => Append(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => SealAsync(isAll: false, cancellationToken);

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(_key);
        CryptographicOperations.ZeroMemory(_pending.GetBuffer());
        _pending.Dispose();
        _hash.Dispose();
        base.Dispose(disposing);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _pending.Write(bytes);
        Bytes += bytes.Length;
    }

    private async Task SealAsync(bool isAll, CancellationToken ct)
    {
        var sealedTo = 0;
        while (_pending.Length - sealedTo is var left && (left >= ChunkLength || (isAll && left > 0)))
        {
            var part = (int)Math.Min(left, ChunkLength);
            await _blobs.WriteAsync(PathOf(_export, _number), SealedBox.Seal(_key, _pending.GetBuffer().AsSpan(sealedTo, part), PlaceOf(_export, _number)), ct).ConfigureAwait(false);
            _number++;
            sealedTo += part;
        }

        if (sealedTo > 0)
        {
            var rest = _pending.GetBuffer().AsSpan(sealedTo, (int)_pending.Length - sealedTo);
            rest.CopyTo(_pending.GetBuffer());
            _pending.SetLength(rest.Length);
            _pending.Position = rest.Length;
        }
    }
}
