using RtcCluster.Media.Recording;

namespace RtcCluster.Edge.Http.Recordings;

/// <summary>A segment of a stored recording as a seekable stream of its file's bytes, made chunk by chunk while it is read; no chunk is read that no byte is asked of. Disposing it ends the recording too.</summary>
/// <param name="recording">The recording.</param>
/// <param name="file">The file that its segment is.</param>
/// <param name="goesOn">Asked before a chunk is read, where it may not be heard any longer at some time; false ends the stream with an <see cref="OperationCanceledException"/>.</param>
internal sealed class RecordingAudio(StoredRecording recording, IRecordingFile file, Func<CancellationToken, ValueTask<bool>>? goesOn = null) : Stream
{
    private byte[] _chunk = [];
    private int _loaded = -1;
    private long _position;

    public IRecordingFile File => file;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => file.Length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position >= Length || buffer.IsEmpty)
        {
            return 0;
        }

        var number = file.ChunkAt(_position);
        if (number >= 0 && number != _loaded)
        {
            if (goesOn is not null && !await goesOn(cancellationToken))
            {
                throw new OperationCanceledException("It may not be heard any longer.");
            }

            _chunk = await recording.LoadAsync(number, cancellationToken);
            _loaded = number;
        }

        var count = file.Render(_position, number < 0 ? [] : _chunk, buffer.Span);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Blobs are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            recording.Dispose();
        }

        base.Dispose(disposing);
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A recording is not changed.");

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("A recording is not changed.");
}
