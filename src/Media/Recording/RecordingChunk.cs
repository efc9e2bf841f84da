using System.Buffers;

namespace RtcCluster.Media.Recording;

/// <summary>
/// A finished chunk in a pooled buffer. Whoever took it from its effect owns it, on any thread, and disposes it once it is stored.
/// </summary>
public sealed class RecordingChunk : IDisposable
{
    private byte[]? _buffer;

    internal RecordingChunk(byte[] buffer, in RecordingChunkHeader header, bool isDraft)
    {
        _buffer = buffer;
        IsDraft = isDraft;
        Header = header;
    }

    /// <summary>What the chunk's first 100 bytes say.</summary>
    public RecordingChunkHeader Header { get; }

    /// <summary>Whether it is a copy of a chunk's first half, to be kept until the whole chunk comes, should that never come.</summary>
    public bool IsDraft { get; }

    /// <summary>The whole chunk as it is to be stored.</summary>
    /// <exception cref="ObjectDisposedException">The buffer has been given back.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_buffer is null, this);
            return _buffer.AsMemory(0, Header.TotalLength);
        }
    }

    /// <summary>Gives the buffer back to the pool; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            _buffer = null;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
