using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Tests.Codecs;

public class G711Tests
{
    // ITU-T G.711 tables 2a and 1a, first and last decision values, expanded to 16 bits.
    [Theory]
    [InlineData(PayloadKind.Pcmu, 0xFF, 0)]
    [InlineData(PayloadKind.Pcmu, 0x80, 32124)]
    [InlineData(PayloadKind.Pcmu, 0x00, -32124)]
    [InlineData(PayloadKind.Pcmu, 0xF0, 120)]
    [InlineData(PayloadKind.Pcma, 0xD5, 8)]
    [InlineData(PayloadKind.Pcma, 0x55, -8)]
    [InlineData(PayloadKind.Pcma, 0xAA, 32256)]
    [InlineData(PayloadKind.Pcma, 0x2A, -32256)]
    public void DecodesTheTablesOfG711(PayloadKind kind, int code, int expected)
    {
        var samples = new short[1];
        G711.Decode(kind, [(byte)code], samples);
        Assert.Equal(expected, samples[0]);
    }

    [Theory]
    [InlineData(PayloadKind.Pcmu)]
    [InlineData(PayloadKind.Pcma)]
    public void EveryCodeSurvivesDecodingAndEncoding(PayloadKind kind)
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        var samples = new short[256];
        var again = new byte[256];
        G711.Decode(kind, codes, samples);
        G711.Encode(kind, samples, again);
        if (kind == PayloadKind.Pcmu)
        {
            // µ-law has two zeros: the negative one becomes the positive one.
            codes[0x7F] = 0xFF;
        }

        Assert.Equal(codes, again);
    }

    [Theory]
    [InlineData(PayloadKind.Pcmu)]
    [InlineData(PayloadKind.Pcma)]
    public void NoSampleIsFurtherFromItsCodeThanHalfAStep(PayloadKind kind)
    {
        for (var value = (int)short.MinValue; value <= short.MaxValue; value++)
        {
            var code = new byte[1];
            var back = new short[1];
            G711.Encode(kind, [(short)value], code);
            G711.Decode(kind, code, back);

            // The step doubles with each segment; the widest is 1024 (µ-law: 2^10, clipped at 32635).
            var allowed = Math.Max(8, Math.Abs(value) / 16) + 16;
            Assert.True(Math.Abs(value - back[0]) <= allowed, $"{value} became {back[0]}");
        }
    }

    [Fact]
    public void EncodingIsMonotonic()
    {
        foreach (var kind in (PayloadKind[])[PayloadKind.Pcmu, PayloadKind.Pcma])
        {
            short previous = short.MinValue;
            var code = new byte[1];
            var back = new short[1];
            for (var value = (int)short.MinValue; value <= short.MaxValue; value++)
            {
                G711.Encode(kind, [(short)value], code);
                G711.Decode(kind, code, back);
                Assert.True(back[0] >= previous, $"{kind} {value}");
                previous = back[0];
            }
        }
    }

    [Fact]
    public void TranscodingKeepsTheSampleWithinTheStepsOfBothLaws()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(static i => (byte)i)];
        var expected = new short[256];
        var actual = new short[256];
        G711.Decode(PayloadKind.Pcmu, codes, expected);
        G711.Transcode(PayloadKind.Pcmu, PayloadKind.Pcma, codes);
        G711.Decode(PayloadKind.Pcma, codes, actual);
        for (var i = 0; i < 256; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Math.Max(16, Math.Abs((int)expected[i]) / 16), $"{i}: {expected[i]} {actual[i]}");
        }
    }

    [Fact]
    public void TranscodingToTheSameLawChangesNothing()
    {
        byte[] codes = [1, 2, 3];
        G711.Transcode(PayloadKind.Pcma, PayloadKind.Pcma, codes);
        Assert.Equal([1, 2, 3], codes);
    }
}
