using System.Buffers.Binary;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Wav;

/// <summary>Reads a WAV file: PCM16, µ-law or A-law, one or two channels. A view of the file's bytes; nothing is copied.</summary>
/// <remarks>
/// Chunks are walked in order; what is neither <c>fmt </c> nor <c>data</c> is stepped over. A data chunk of length 0xFFFFFFFF or
/// beyond the end is a file whose writer was stopped: what is there is played.
/// </remarks>
public readonly ref struct WavReader
{
    /// <summary>Largest file: an hour of stereo PCM16 at 8 kHz, rounded up.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    private const int MaxChunks = 256;
    private const ushort Extensible = 0xFFFE;

    private readonly ReadOnlySpan<byte> _data;

    private WavReader(WavEncoding encoding, int channels, int sampleRate, ReadOnlySpan<byte> data)
    {
        Encoding = encoding;
        Channels = channels;
        SampleRate = sampleRate;
        _data = data[..(data.Length - (data.Length % BlockAlign))];
    }

    /// <summary>How the samples are stored.</summary>
    public WavEncoding Encoding { get; }

    /// <summary>1 or 2.</summary>
    public int Channels { get; }

    /// <summary>In Hz, 8000 to 192000.</summary>
    public int SampleRate { get; }

    /// <summary>Samples of each channel.</summary>
    public int Samples => _data.Length / BlockAlign;

    /// <summary>The stored bytes, whole blocks.</summary>
    public ReadOnlySpan<byte> Data => _data;

    private int Width => Encoding == WavEncoding.Pcm16 ? 2 : 1;

    private int BlockAlign => Width * Channels;

    /// <summary>Reads the headers and finds the audio.</summary>
    public static WavStatus TryRead(ReadOnlySpan<byte> file, out WavReader reader)
    {
        reader = default;
        if (file.Length < 12)
        {
            return WavStatus.TooShort;
        }

        if (file.Length > MaxBytes)
        {
            return WavStatus.TooLarge;
        }

        if (!file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            return WavStatus.NotWave;
        }

        ReadOnlySpan<byte> format = default;
        var rest = file[12..];
        for (var chunks = 0; rest.Length >= 8; chunks++)
        {
            if (chunks == MaxChunks)
            {
                return WavStatus.TooManyChunks;
            }

            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            var isData = rest[..4].SequenceEqual("data"u8);
            if (length > rest.Length - 8 && !isData)
            {
                return WavStatus.BadChunk;
            }

            var body = rest.Slice(8, (int)Math.Min(length, (uint)(rest.Length - 8)));
            if (isData)
            {
                return Open(format, body, out reader);
            }

            format = rest[..4].SequenceEqual("fmt "u8) ? body : format;

            // Chunks begin at even offsets; the last one may lack its pad byte.
            rest = rest[Math.Min(8 + body.Length + (body.Length & 1), rest.Length)..];
        }

        return rest.IsEmpty ? WavStatus.NoData : WavStatus.BadChunk;
    }

    /// <summary>Decodes one channel from a sample on; returns how many samples were written.</summary>
    /// <param name="channel">0 or 1; below <see cref="Channels"/>.</param>
    /// <param name="from">The first sample.</param>
    /// <param name="samples">Where to.</param>
    public int Decode(int channel, int from, Span<short> samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
        var count = Math.Clamp(Samples - from, 0, samples.Length);
        for (var i = 0; i < count; i++)
        {
            var sample = _data[(((from + i) * BlockAlign) + (channel * Width))..];
            samples[i] = Encoding switch
            {
                WavEncoding.Pcm16 => BinaryPrimitives.ReadInt16LittleEndian(sample),
                WavEncoding.ALaw => G711.DecodeALaw(sample[0]),
                _ => G711.DecodeMuLaw(sample[0]),
            };
        }

        return count;
    }

    /// <summary>All samples as one channel: the mean of two.</summary>
    public short[] DecodeMono()
    {
        var mono = new short[Samples];
        Decode(0, 0, mono);
        if (Channels == 2)
        {
            var right = new short[Samples];
            Decode(1, 0, right);
            for (var i = 0; i < mono.Length; i++)
            {
                mono[i] = (short)((mono[i] + right[i]) / 2);
            }
        }

        return mono;
    }

    private static WavStatus Open(ReadOnlySpan<byte> format, ReadOnlySpan<byte> data, out WavReader reader)
    {
        reader = default;
        if (format.Length < 16)
        {
            return WavStatus.BadFormat;
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        if (tag == Extensible)
        {
            // WAVE_FORMAT_EXTENSIBLE: the tag is the first field of the sub-format at offset 24.
            if (format.Length < 40)
            {
                return WavStatus.BadFormat;
            }

            tag = BinaryPrimitives.ReadUInt16LittleEndian(format[24..]);
        }

        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        var blockAlign = BinaryPrimitives.ReadUInt16LittleEndian(format[12..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        var encoding = (WavEncoding)tag;
        if (encoding is not (WavEncoding.Pcm16 or WavEncoding.ALaw or WavEncoding.MuLaw)
            || bits != (encoding == WavEncoding.Pcm16 ? 16 : 8) || channels is not (1 or 2) || rate is < 8000 or > 192000)
        {
            return WavStatus.Unsupported;
        }

        if (blockAlign != channels * bits / 8)
        {
            return WavStatus.BadFormat;
        }

        reader = new WavReader(encoding, channels, (int)rate, data);
        return reader.Samples == 0 ? WavStatus.NoData : WavStatus.Ok;
    }
}
