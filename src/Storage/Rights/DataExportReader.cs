using System.Security.Cryptography;
using RtcCluster.Storage.Backups;
using RtcCluster.Storage.Blobs;

namespace RtcCluster.Storage.Rights;

/// <summary>Reads a bundle's bytes, chunk by chunk.</summary>
internal sealed class DataExportReader(IBlobStore blobs, DataExport export, byte[] key) : Stream
{
    private byte[] _chunk = [];
    private int _place;
    private int _number;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => export.Bytes;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_place == _chunk.Length)
        {
            if (_read >= export.Bytes)
            {
                return 0;
            }

            (_chunk, _place) = (await NextAsync(cancellationToken).ConfigureAwait(false), 0);
        }

        var part = Math.Min(buffer.Length, _chunk.Length - _place);
        _chunk.AsMemory(_place, part).CopyTo(buffer);
        (_place, _read) = (_place + part, _read + part);
        return part;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("It is read without a thread that waits.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(key);
        base.Dispose(disposing);
    }

    private async Task<byte[]> NextAsync(CancellationToken ct)
    {
        if (await blobs.OpenReadAsync(DataExportStream.PathOf(export, _number), ct: ct).ConfigureAwait(false) is not { } stream)
        {
            throw new IOException("A part of the bundle is missing.");
        }

        await using (stream.ConfigureAwait(false))
        {
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, ct).ConfigureAwait(false);
            return SealedBox.TryOpen(key, bytes.ToArray(), DataExportStream.PlaceOf(export, _number++)) is { Length: > 0 } plain ? plain : throw new IOException("A part of the bundle was changed.");
        }
    }
}
