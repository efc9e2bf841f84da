using System.Buffers.Binary;
using RtcCluster.Media.Wav;

namespace RtcCluster.Fuzz.Targets;

/// <summary>A WAV file: header, and every sample of every channel.</summary>
public sealed class WavTarget : FuzzTarget
{
    public override string Kind => "wav";

    public override IReadOnlyList<byte[]> Words { get; } =
        [.. AsWords("RIFF", "WAVE", "fmt ", "data", "fact", "LIST"), [1, 0, 1, 0], [7, 0, 2, 0], [6, 0, 1, 0], [0xFE, 0xFF], [16, 0, 0, 0], [18, 0, 0, 0], [40, 0, 0, 0], [0x40, 0x1F, 0, 0], [16, 0], [8, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F]];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        var status = WavReader.TryRead(input, out var reader);
        if (status != WavStatus.Ok)
        {
            return Verdict.Refused(status.ToString());
        }

        Demand(reader.Samples > 0 && reader.Data.Length <= input.Length, "samples that the file does not have");
        var mono = reader.DecodeMono();
        Demand(mono.Length == reader.Samples, "another number of decoded samples");
        Span<short> rest = stackalloc short[8];
        for (var channel = 0; channel < reader.Channels; channel++)
        {
            Demand(reader.Decode(channel, reader.Samples - 1, rest) == 1, "not one sample left at the last");
            Demand(reader.Decode(channel, reader.Samples, rest) == 0, "samples behind the end");
        }

        WriteAgain(reader);
        return Verdict.Parsed;
    }

    // A header of ours before the same data is the same sound.
    private static void WriteAgain(WavReader reader)
    {
        var header = new WavHeader(reader.Encoding, reader.Channels, reader.SampleRate, reader.Samples);
        var file = new byte[header.Length + reader.Data.Length];
        Demand(header.Write(file) == header.Length, "a header of another length than it said");
        reader.Data.CopyTo(file.AsSpan(header.Length));
        Demand(WavReader.TryRead(file, out var again) == WavStatus.Ok && again.Data.SequenceEqual(reader.Data), "our own file is refused or differs");
        Demand(BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(header.Length - 4)) == reader.Data.Length, "another data length");
    }
}
