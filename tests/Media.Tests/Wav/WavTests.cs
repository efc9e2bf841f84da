using System.Buffers.Binary;
using System.Text;
using CsCheck;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Wav;

namespace RtcCluster.Media.Tests.Wav;

public class WavTests
{
    private static byte[] File(WavHeader header, byte[] data)
    {
        var file = new byte[header.Length + data.Length];
        Assert.Equal(header.Length, header.Write(file));
        data.CopyTo(file, header.Length);
        return file;
    }

    private static byte[] Chunk(string name, params byte[] body)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, body.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. body, .. new byte[body.Length & 1]];
    }

    private static byte[] Format(ushort tag, ushort channels, int rate, ushort align, ushort bits)
    {
        var body = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(body, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(2), channels);
        BinaryPrimitives.WriteInt32LittleEndian(body.AsSpan(4), rate);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(12), align);
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(14), bits);
        return Chunk("fmt ", body);
    }

    private static byte[] Riff(params byte[][] chunks) => [.. "RIFF\0\0\0\0WAVE"u8, .. chunks.SelectMany(static c => c)];

    [Theory]
    [InlineData(WavEncoding.Pcm16)]
    [InlineData(WavEncoding.MuLaw)]
    [InlineData(WavEncoding.ALaw)]
    public void ReadOfWriteIsTheSame(WavEncoding encoding) =>
        Gen.Select(Gen.Byte.Array[4, 400], Gen.Int[1, 2]).Sample(
            (data, channels) =>
            {
                var header = new WavHeader(encoding, channels, 8000, data.Length / (channels * (encoding == WavEncoding.Pcm16 ? 2 : 1)));
                var file = File(header, data[..(int)header.DataLength]);
                return WavReader.TryRead(file, out var reader) == WavStatus.Ok && reader.Encoding == encoding && reader.Channels == channels
                    && reader.SampleRate == 8000 && reader.Samples == header.Samples && reader.Data.SequenceEqual(data.AsSpan(0, (int)header.DataLength));
            },
            seed: "0N0XIzNsQ0O2",
            iter: 500);

    [Fact]
    public void ChannelsAreDecodedApartAndTogether()
    {
        var file = File(new WavHeader(WavEncoding.Pcm16, 2, 8000, 2), [1, 0, 3, 0, 0xFF, 0xFF, 5, 0]);
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(file, out var reader));
        var samples = new short[2];
        Assert.Equal(2, reader.Decode(1, 0, samples));
        Assert.Equal([3, 5], samples);
        Assert.Equal(1, reader.Decode(0, 1, samples));
        Assert.Equal(-1, samples[0]);
        Assert.Equal([2, 2], reader.DecodeMono());
    }

    [Fact]
    public void LawsAreDecodedByTheirTables()
    {
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(File(new WavHeader(WavEncoding.MuLaw, 1, 8000, 2), [0x80, 0xFF]), out var reader));
        Assert.Equal([G711.DecodeMuLaw(0x80), (short)0], reader.DecodeMono());
    }

    [Fact]
    public void UnknownChunksArePassed_AndAFileCutShortIsPlayed()
    {
        var file = Riff(Chunk("LIST", 1, 2, 3), Format(1, 1, 16000, 2, 16), Chunk("junk", 9), [.. "data"u8, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0, 2, 0, 3]);
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(file, out var reader));
        Assert.Equal([1, 2], reader.DecodeMono());
        Assert.Equal(16000, reader.SampleRate);
    }

    [Fact]
    public void ExtensibleFormatNamesItsCodecInside()
    {
        var body = new byte[40];
        Format(0xFFFE, 1, 8000, 2, 16).AsSpan(8, 16).CopyTo(body);
        body[24] = 1;
        Assert.Equal(WavStatus.Ok, WavReader.TryRead(Riff(Chunk("fmt ", body), Chunk("data", 1, 0)), out var reader));
        Assert.Equal(WavEncoding.Pcm16, reader.Encoding);
    }

    public static TheoryData<byte[], WavStatus> Bad() => new()
    {
        { [], WavStatus.TooShort },
        { "RIFF\0\0\0\0WAV"u8.ToArray(), WavStatus.TooShort },
        { "RIFX\0\0\0\0WAVE"u8.ToArray(), WavStatus.NotWave },
        { Riff(), WavStatus.NoData },
        { Riff(Format(1, 1, 8000, 2, 16)), WavStatus.NoData },
        { Riff(Format(1, 1, 8000, 2, 16), Chunk("data")), WavStatus.NoData },
        { Riff(Chunk("data", 1, 2)), WavStatus.BadFormat },
        { Riff(Chunk("fmt ", 1, 0), Chunk("data", 1, 2)), WavStatus.BadFormat },
        { Riff(Format(1, 1, 8000, 4, 16), Chunk("data", 1, 2)), WavStatus.BadFormat },
        { Riff(Format(3, 1, 8000, 4, 32), Chunk("data", 1, 2)), WavStatus.Unsupported },
        { Riff(Format(1, 1, 8000, 1, 8), Chunk("data", 1, 2)), WavStatus.Unsupported },
        { Riff(Format(1, 6, 8000, 12, 16), Chunk("data", 1, 2)), WavStatus.Unsupported },
        { Riff(Format(1, 1, 1, 2, 16), Chunk("data", 1, 2)), WavStatus.Unsupported },
        { Riff([.. "LIST"u8, 200, 0, 0, 0, 1]), WavStatus.BadChunk },
        { Riff([1, 2, 3]), WavStatus.BadChunk },
        { Riff([.. Enumerable.Repeat(Chunk("junk"), 300)]), WavStatus.TooManyChunks },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void RefusesWithAReason(byte[] file, WavStatus expected) => Assert.Equal(expected, WavReader.TryRead(file, out _));

    [Fact]
    public void RandomBytesNeverThrow() =>
        Gen.Select(Gen.Byte.Array[0, 120], Gen.Int[0, 60], Gen.Byte).Sample(
            static (tail, at, value) =>
            {
                var file = File(new WavHeader(WavEncoding.ALaw, 2, 8000, tail.Length / 2), tail);
                file[at % file.Length] = value;
                if (WavReader.TryRead(file, out var reader) == WavStatus.Ok)
                {
                    _ = reader.DecodeMono();
                }

                return true;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 5000);
}
