using System.Buffers;
using RtcCluster.Media.Ogg;

namespace RtcCluster.Media.Recording;

/// <summary>
/// A segment of a recording as an Ogg/Opus file (RFC 7845) of two channels, left and right, as they were received: nothing is decoded. A chunk that is missing,
/// torn or without Opus is silence.
/// </summary>
/// <remarks>Chunks hold pages, so their lengths, which a listing of the store tells, are all that the file's length needs.</remarks>
public sealed class RecordingOgg : IRecordingFile
{
    private readonly ulong _hash;
    private readonly int _first;
    private readonly long[] _ends;
    private readonly byte[] _silence;

    /// <summary>Plans the file.</summary>
    /// <param name="recordingHash"><see cref="RecordingChunkHeader.HashOf"/> of the recording's id.</param>
    /// <param name="firstChunk">The number of the segment's first chunk.</param>
    /// <param name="lengths">For each chunk from the first on, the bytes of its pages; 0 for a chunk that is missing or has none.</param>
    public RecordingOgg(ulong recordingHash, int firstChunk, IReadOnlyList<int> lengths)
    {
        ArgumentNullException.ThrowIfNull(lengths);
        _hash = recordingHash;
        _first = firstChunk;
        var silence = new byte[2048];
        _silence = silence[..OggChunk.WriteSilence(Serial, silence)];
        _ends = new long[lengths.Count];
        var end = (long)OggOpusHead.Length;
        for (var i = 0; i < lengths.Count; i++)
        {
            end += lengths[i] > 0 ? lengths[i] : _silence.Length;
            _ends[i] = end;
        }
    }

    /// <inheritdoc/>
    public long Length => _ends.Length == 0 ? OggOpusHead.Length : _ends[^1];

    /// <inheritdoc/>
    public string ContentType => "audio/ogg";

    /// <inheritdoc/>
    public string Extension => "ogg";

    private uint Serial => (uint)_hash;

    /// <inheritdoc/>
    public int ChunkAt(long offset) => offset < OggOpusHead.Length || offset >= Length ? -1 : _first + IndexAt(offset);

    /// <inheritdoc/>
    public int Render(long offset, ReadOnlySpan<byte> chunk, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= Length || destination.IsEmpty)
        {
            return 0;
        }

        if (offset < OggOpusHead.Length)
        {
            Span<byte> head = stackalloc byte[OggOpusHead.Length];
            OggOpusHead.Write(head, Serial);
            return Copy(head, offset, destination);
        }

        var index = IndexAt(offset);
        var start = index == 0 ? OggOpusHead.Length : _ends[index - 1];
        var pages = ArrayPool<byte>.Shared.Rent((int)(_ends[index] - start));
        var length = (int)(_ends[index] - start);
        Fill(pages.AsSpan(0, length), index, chunk);
        var count = Copy(pages.AsSpan(0, length), offset - start, destination);
        ArrayPool<byte>.Shared.Return(pages);
        return count;
    }

    private static int Copy(ReadOnlySpan<byte> bytes, long from, Span<byte> destination)
    {
        var count = Math.Min(bytes.Length - (int)from, destination.Length);
        bytes.Slice((int)from, count).CopyTo(destination);
        return count;
    }

    private void Fill(Span<byte> pages, int index, ReadOnlySpan<byte> chunk)
    {
        var isLast = index == _ends.Length - 1;
        var valid = RecordingChunkHeader.TryRead(chunk, out var info) == RecordingChunkStatus.Ok && info.RecordingHash == _hash && info.Number == _first + index
            && info.OggLength == pages.Length;
        if (valid)
        {
            chunk.Slice(RecordingChunkHeader.Length + info.LeftLength + info.RightLength, info.OggLength).CopyTo(pages);
            if (OggChunk.Number(pages, index, isLast))
            {
                return;
            }
        }

        // Silence as far as it fits; what is over is no page, and readers look for the next one (RFC 3533 §6, capture pattern).
        pages.Clear();
        if (pages.Length >= _silence.Length)
        {
            _silence.CopyTo(pages);
            _ = OggChunk.Number(pages[.._silence.Length], index, isLast);
        }
    }

    private int IndexAt(long offset)
    {
        var found = Array.BinarySearch(_ends, offset);
        return found >= 0 ? found + 1 : ~found;
    }
}
