using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Media.Tests.Codecs.Opus;

public class OpusPacketTests
{
    // Table 2 of RFC 6716: the frame sizes of each group of configurations.
    [Theory]
    [InlineData(0, 480)]
    [InlineData(1, 960)]
    [InlineData(2, 1920)]
    [InlineData(3, 2880)]
    [InlineData(11, 2880)]
    [InlineData(12, 480)]
    [InlineData(13, 960)]
    [InlineData(15, 960)]
    [InlineData(16, 120)]
    [InlineData(19, 960)]
    [InlineData(28, 120)]
    [InlineData(31, 960)]
    public void Rfc6716_3_1_TheConfigurationTellsTheFrameSize(int config, int samples) =>
        Assert.Equal(samples, new OpusToc((byte)(config << 3)).FrameSamples);

    [Fact]
    public void Rfc6716_3_1_TheThirdBitSaysStereo()
    {
        Assert.False(new OpusToc(0xF8).IsStereo);
        Assert.True(new OpusToc(0xFC).IsStereo);
    }

    [Theory]
    [InlineData("F8 01 02 03", 1, 960, "01 02 03")]
    [InlineData("F8", 1, 960, "")]
    [InlineData("F9 01 02 03 04", 2, 1920, "01 02|03 04")]
    [InlineData("FA 01 AA BB CC", 2, 1920, "AA|BB CC")]
    [InlineData("FA 00 BB", 2, 1920, "|BB")]
    [InlineData("FB 03 01 02 03", 3, 2880, "01|02|03")]
    [InlineData("FB 83 01 02 AA BB CC DD", 3, 2880, "AA|BB CC|DD")]
    [InlineData("FB 41 02 AA BB 00 00", 1, 960, "AA BB")]
    public void Rfc6716_3_2_FramesAreFoundInEveryPacking(string text, int frames, int samples, string expected)
    {
        Assert.True(OpusPacket.TryRead(Bytes(text), out var packet));
        Assert.Equal(frames, packet.FrameCount);
        Assert.Equal(samples, packet.Samples);
        Assert.Equal(expected, string.Join('|', Frames(packet)));
    }

    [Theory]
    [InlineData("", "R1: nothing")]
    [InlineData("F9 01 02 03", "R3: an odd rest")]
    [InlineData("FA", "R4: no length")]
    [InlineData("FA FC", "R4: half a length")]
    [InlineData("FA 05 01", "R4: a frame beyond the end")]
    [InlineData("FB", "R6: no count")]
    [InlineData("FB 00", "R5: no frame")]
    [InlineData("FB 07 01 02 03 04 05 06 07", "R5: 140 ms")]
    [InlineData("FB 02 01 02 03", "R6: uneven")]
    [InlineData("FB 41 05 01", "R6: padding beyond the end")]
    [InlineData("FB 41 FF", "R6: padding without its length")]
    [InlineData("FB 82 09 01", "R7: a frame beyond the end")]
    [InlineData("FB 83 01", "R7: lengths missing")]
    public void Rfc6716_3_4_APacketThatBreaksARuleIsRefused(string text, string rule) =>
        Assert.False(OpusPacket.TryRead(Bytes(text), out _), rule);

    [Fact]
    public void Rfc6716_3_4_R2_AFrameHas1275BytesAtMost()
    {
        Assert.True(OpusPacket.TryRead([0xF8, .. new byte[1275]], out _));
        Assert.False(OpusPacket.TryRead([0xF8, .. new byte[1276]], out _));
    }

    [Theory]
    [InlineData("F8 01 02 03", "F8 03 01 02 03")]
    [InlineData("F8", "F8 00")]
    [InlineData("F9 01 02 03 04", "F9 02 01 02 03 04")]
    [InlineData("FA 01 AA BB CC", "FA 01 02 AA BB CC")]
    [InlineData("FB 03 01 02 03", "FB 03 01 01 02 03")]
    [InlineData("FB 83 01 02 AA BB CC DD", "FB 83 01 02 01 AA BB CC DD")]
    [InlineData("FB 41 02 AA BB 00 00", "FB 41 02 02 AA BB 00 00")]
    public void Rfc6716_B_TheSelfDelimitingFormSaysTheLastLengthToo(string text, string expected)
    {
        var plain = Bytes(text);
        Assert.True(OpusPacket.TryRead(plain, out var packet));
        var delimited = new byte[plain.Length + OpusPacket.MaxDelimiter];
        var length = packet.CopyDelimited(delimited);
        Assert.Equal(expected, Text(delimited.AsSpan(0, length)));

        byte[] followed = [.. delimited[..length], 0x55, 0x66];
        Assert.True(OpusPacket.TryReadDelimited(followed, out var again));
        Assert.Equal(length, again.Length);
        Assert.Equal(Frames(packet), Frames(again));
        var back = new byte[plain.Length];
        Assert.Equal(plain.Length, again.CopyPlain(back));
        Assert.Equal(plain, back);
    }

    [Fact]
    public void Rfc6716_B_LengthsFrom252TakeTwoBytes()
    {
        foreach (var size in new[] { 251, 252, 253, 255, 256, 1275 })
        {
            byte[] plain = [0xF8, .. new byte[size]];
            Assert.True(OpusPacket.TryRead(plain, out var packet));
            var delimited = new byte[plain.Length + OpusPacket.MaxDelimiter];
            var length = packet.CopyDelimited(delimited);
            Assert.Equal(plain.Length + (size < 252 ? 1 : 2), length);
            Assert.True(OpusPacket.TryReadDelimited(delimited.AsSpan(0, length), out var again));
            Assert.Equal(size, again.Frame(0).Length);
        }
    }

    [Fact]
    public void NoBytesWhateverMakeItThrowOrReadBeyondItself()
    {
        var random = new Random(20261126);
        var bytes = new byte[64];
        for (var i = 0; i < 200_000; i++)
        {
            random.NextBytes(bytes);
            var length = random.Next(bytes.Length + 1);
            foreach (var isDelimited in new[] { false, true })
            {
                if (isDelimited ? OpusPacket.TryReadDelimited(bytes.AsSpan(0, length), out var packet) : OpusPacket.TryRead(bytes.AsSpan(0, length), out packet))
                {
                    Assert.InRange(packet.Samples, 120, OpusPacket.MaxSamples);
                    Assert.InRange(Frames(packet).Count, 1, 48);
                }
            }
        }
    }

    private static List<string> Frames(scoped in OpusPacket packet)
    {
        var frames = new List<string>();
        for (var i = 0; i < packet.FrameCount; i++)
        {
            frames.Add(Text(packet.Frame(i)));
        }

        return frames;
    }

    private static byte[] Bytes(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    private static string Text(ReadOnlySpan<byte> bytes) => string.Join(' ', bytes.ToArray().Select(static b => b.ToString("X2", null)));
}
