using System.Buffers.Binary;

namespace RtcCluster.Media.Wav;

/// <summary>
/// The header of a WAV file with one data chunk. PCM has a <c>fmt </c> of 16 bytes; the G.711 laws have 18 and a <c>fact</c> chunk,
/// without which browsers refuse them.
/// </summary>
/// <param name="Encoding">How samples are stored.</param>
/// <param name="Channels">1 or 2.</param>
/// <param name="SampleRate">In Hz.</param>
/// <param name="Samples">Samples of each channel.</param>
public readonly record struct WavHeader(WavEncoding Encoding, int Channels, int SampleRate, long Samples)
{
    /// <summary>Bytes that the longest header takes.</summary>
    public const int MaxLength = 58;

    /// <summary>Bytes of one sample of all channels.</summary>
    public int BlockAlign => Channels * Width;

    /// <summary>Bytes before the audio.</summary>
    public int Length => Encoding == WavEncoding.Pcm16 ? 44 : MaxLength;

    /// <summary>Bytes of the audio.</summary>
    public long DataLength => Samples * BlockAlign;

    private int Width => Encoding == WavEncoding.Pcm16 ? 2 : 1;

    /// <summary>Writes the header; returns <see cref="Length"/>. Above 4 GiB the lengths say "until the end".</summary>
    public int Write(Span<byte> destination)
    {
        var length = Length;
        var pcm = Encoding == WavEncoding.Pcm16;
        "RIFF"u8.CopyTo(destination);
        Number(destination[4..], length - 8 + DataLength + (DataLength & 1));
        "WAVEfmt "u8.CopyTo(destination[8..]);
        Number(destination[16..], pcm ? 16 : 18);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[20..], (ushort)Encoding);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[22..], (ushort)Channels);
        Number(destination[24..], SampleRate);
        Number(destination[28..], SampleRate * (long)BlockAlign);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[32..], (ushort)BlockAlign);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[34..], (ushort)(8 * Width));
        var data = destination[36..];
        if (!pcm)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(data, 0);
            "fact"u8.CopyTo(data[2..]);
            Number(data[6..], 4);
            Number(data[10..], Samples);
            data = data[14..];
        }

        "data"u8.CopyTo(data);
        Number(data[4..], DataLength);
        return length;
    }

    private static void Number(Span<byte> destination, long value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)Math.Min(value, uint.MaxValue));
}
