using System.Buffers.Binary;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Wav;

namespace RtcCluster.Media.Recording;

/// <summary>
/// A recording as a two-channel WAV file that is made while it is read: its length is known from the chunks' headers, and any byte range
/// needs only the chunks that it touches. A missing or torn chunk is silence, and reported.
/// </summary>
/// <remarks>
/// The host lists the stored chunks, reads the 100-byte header of each (or at least of the last one; the others can be given by
/// <see cref="FromLast"/>), and serves a range so:
/// <code>
/// while (offset &lt; end)
/// {
///     var number = wav.ChunkAt(offset);                       // -1: the WAV header
///     var chunk = number &lt; 0 || wav.IsMissing(number) ? empty : await Load(number);
///     offset += wav.Render(offset, chunk, destination);       // ends at the chunk's end or the destination's
/// }
/// </code>
/// </remarks>
public sealed class RecordingWav : IRecordingFile
{
    /// <summary>The longest recording: 24 hours.</summary>
    public const int MaxChunks = 24 * 60 * 60 / 2;

    private readonly HashSet<int> _present;
    private readonly WavHeader _header;
    private readonly ulong _hash;
    private readonly int _first;

    /// <summary>Plans the file.</summary>
    /// <param name="headers">Headers of the chunks that are stored, in any order.</param>
    /// <param name="encoding">PCM16, or µ-law for half the bytes.</param>
    /// <param name="firstChunk">The chunk that the file begins with, for a segment.</param>
    /// <exception cref="ArgumentException">Chunks of different recordings, rates or lengths, or more than <see cref="MaxChunks"/>.</exception>
    public RecordingWav(IEnumerable<RecordingChunkHeader> headers, WavEncoding encoding = WavEncoding.Pcm16, int firstChunk = 0)
    {
        ArgumentNullException.ThrowIfNull(headers);
        _present = [];
        _first = firstChunk;
        var end = 0L;
        var rate = PayloadKinds.TelephoneRate;
        foreach (var header in headers)
        {
            if (header.Number >= MaxChunks || header.Number < firstChunk || header.Start != header.Number * (long)RecordingChunkHeader.ChunkSamples
                || header.Samples > RecordingChunkHeader.ChunkSamples || (_present.Count > 0 && (header.RecordingHash != _hash || header.SampleRate != rate)))
            {
                throw new ArgumentException($"chunk {header.Number} does not fit the others", nameof(headers));
            }

            IsComplete |= header.IsLast;
            (_hash, rate) = (header.RecordingHash, header.SampleRate);
            _present.Add(header.Number);
            end = Math.Max(end, header.Start + header.Samples - (firstChunk * (long)RecordingChunkHeader.ChunkSamples));
        }

        _header = new WavHeader(encoding, 2, rate, end);
        IsComplete &= _present.Count == ChunkCount;
    }

    /// <inheritdoc/>
    public string ContentType => "audio/wav";

    /// <inheritdoc/>
    public string Extension => "wav";

    /// <inheritdoc/>
    public long Length => _header.Length + _header.DataLength;

    /// <summary>How long the recording is.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks(_header.Samples * TimeSpan.TicksPerSecond / _header.SampleRate);

    /// <summary>The numbers of the chunks that are not stored, in order; their time is silence.</summary>
    public IReadOnlyList<int> Missing => [.. Enumerable.Range(_first, ChunkCount).Where(IsMissing)];

    /// <summary>Whether the recording was ended properly and no chunk is missing.</summary>
    public bool IsComplete { get; }

    private int ChunkCount => (int)((_header.Samples + RecordingChunkHeader.ChunkSamples - 1) / RecordingChunkHeader.ChunkSamples);

    /// <summary>
    /// The headers of a recording of which only the numbers are known, and the last one's header: all others are whole chunks.
    /// </summary>
    public static IEnumerable<RecordingChunkHeader> FromLast(IEnumerable<int> numbers, RecordingChunkHeader last) =>
        numbers.Select(number => number == last.Number ? last : last with
        {
            Number = number,
            Start = number * (long)RecordingChunkHeader.ChunkSamples,
            Samples = RecordingChunkHeader.ChunkSamples,
            IsLast = false,
        });

    /// <summary>Whether a chunk is not stored.</summary>
    public bool IsMissing(int number) => !_present.Contains(number);

    /// <summary>The chunk that holds a byte of the file; -1 for the WAV header.</summary>
    public int ChunkAt(long offset) =>
        offset < _header.Length ? -1 : _first + (int)((offset - _header.Length) / _header.BlockAlign / RecordingChunkHeader.ChunkSamples);

    /// <summary>
    /// Writes the file's bytes from an offset on, up to the end of what <see cref="ChunkAt"/> names, of the destination, or of the file;
    /// returns how many (0 only at the end of the file or for an empty destination).
    /// </summary>
    /// <param name="offset">Byte offset in the file.</param>
    /// <param name="chunk">The stored chunk; empty when it is missing. One that is torn or of another recording is silence.</param>
    /// <param name="destination">Where to.</param>
    public int Render(long offset, ReadOnlySpan<byte> chunk, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= Length || destination.IsEmpty)
        {
            return 0;
        }

        if (offset < _header.Length)
        {
            Span<byte> header = stackalloc byte[WavHeader.MaxLength];
            _header.Write(header);
            var count = (int)Math.Min(_header.Length - offset, destination.Length);
            header.Slice((int)offset, count).CopyTo(destination);
            return count;
        }

        var align = _header.BlockAlign;
        var dataOffset = offset - _header.Length;
        var number = ChunkAt(offset);
        var start = (number - _first) * (long)RecordingChunkHeader.ChunkSamples;
        var end = Math.Min(start + RecordingChunkHeader.ChunkSamples, _header.Samples);
        var length = (int)Math.Min((end * align) - dataOffset, destination.Length);
        var valid = RecordingChunkHeader.TryRead(chunk, out var info) == RecordingChunkStatus.Ok && info.Number == number && info.RecordingHash == _hash;
        RenderAudio(valid ? new ChunkAudio(info, chunk) : default, (int)(dataOffset - (start * align)), destination[..length]);
        return length;
    }

    /// <summary>Fills bytes from a byte offset within the chunk's audio on; either end may lie within a sample.</summary>
    private void RenderAudio(ChunkAudio audio, int offset, Span<byte> destination)
    {
        Span<byte> block = stackalloc byte[4];
        var align = _header.BlockAlign;
        var sample = offset / align;
        var skip = offset % align;
        while (!destination.IsEmpty)
        {
            if (_header.Encoding == WavEncoding.Pcm16)
            {
                BinaryPrimitives.WriteInt16LittleEndian(block, audio.Left(sample));
                BinaryPrimitives.WriteInt16LittleEndian(block[2..], audio.Right(sample));
            }
            else
            {
                block[0] = Encode(audio.Left(sample));
                block[1] = Encode(audio.Right(sample));
            }

            var count = Math.Min(align - skip, destination.Length);
            block.Slice(skip, count).CopyTo(destination);
            destination = destination[count..];
            skip = 0;
            sample++;
        }
    }

    private byte Encode(short sample) => _header.Encoding == WavEncoding.ALaw ? G711.EncodeALaw(sample) : G711.EncodeMuLaw(sample);
}
