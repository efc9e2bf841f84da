using System.Buffers.Binary;

namespace RtcCluster.TestKit.Audio;

/// <summary>Reads and writes WAV files for the judges of a test. It is written apart from the product's own reader on purpose.</summary>
public static class WavFile
{
    private const int Pcm = 1;
    private const int ALaw = 6;
    private const int MuLaw = 7;

    /// <summary>Reads 16-bit PCM, A-law and µ-law of any number of channels.</summary>
    /// <exception cref="InvalidDataException">Not such a file; the text says where it stops to be one.</exception>
    public static WavSound Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 12 || !file[..4].SequenceEqual("RIFF"u8) || !file[8..12].SequenceEqual("WAVE"u8))
        {
            throw new InvalidDataException($"No RIFF/WAVE header in {file.Length} bytes.");
        }

        int format = 0, channels = 0, rate = 0;
        for (var at = 12; at + 8 <= file.Length;)
        {
            var size = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file[(at + 4)..]), (uint)(file.Length - at - 8));
            var body = file.Slice(at + 8, size);
            if (file.Slice(at, 4).SequenceEqual("fmt "u8))
            {
                format = BinaryPrimitives.ReadUInt16LittleEndian(body);
                channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
                rate = BinaryPrimitives.ReadInt32LittleEndian(body[4..]);
            }
            else if (file.Slice(at, 4).SequenceEqual("data"u8))
            {
                return new WavSound(rate, Split(body, format, channels));
            }

            at += 8 + size + (size & 1);
        }

        throw new InvalidDataException($"No data chunk in {file.Length} bytes.");
    }

    public static WavSound Read(string path) => Read(File.ReadAllBytes(path));

    /// <summary>Writes one channel of 16-bit PCM.</summary>
    public static void WriteMono(string path, int rate, ReadOnlySpan<short> samples)
    {
        var file = new byte[44 + (samples.Length * 2)];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WAVEfmt "u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(20), Pcm);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(28), rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(34), 16);
        "data"u8.CopyTo(file.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(40), samples.Length * 2);
        for (var i = 0; i < samples.Length; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(44 + (i * 2)), samples[i]);
        }

        File.WriteAllBytes(path, file);
    }

    private static short[][] Split(ReadOnlySpan<byte> data, int format, int channels)
    {
        if (channels is < 1 or > 8 || format is not (Pcm or ALaw or MuLaw))
        {
            throw new InvalidDataException($"Format tag {format} with {channels} channels is not one of these tests.");
        }

        var width = format == Pcm ? 2 : 1;
        var length = data.Length / (width * channels);
        var result = new short[channels][];
        for (var channel = 0; channel < channels; channel++)
        {
            result[channel] = new short[length];
            for (var i = 0; i < length; i++)
            {
                var at = ((i * channels) + channel) * width;
                result[channel][i] = format switch
                {
                    Pcm => BinaryPrimitives.ReadInt16LittleEndian(data[at..]),
                    MuLaw => Companding.FromMuLaw(data[at]),
                    _ => Companding.FromALaw(data[at]),
                };
            }
        }

        return result;
    }
}
