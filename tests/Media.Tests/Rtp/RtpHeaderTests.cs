using CsCheck;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Rtp;

public class RtpHeaderTests
{
    [Fact]
    public void Rfc3550_5_1_FixedHeader()
    {
        byte[] packet = [0x80, 0x88, 0x12, 0x34, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9];
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        Assert.Equal(
            new RtpHeader { Marker = true, PayloadType = 8, Sequence = 0x1234, Timestamp = 0x01020304, Ssrc = 0x05060708, PayloadOffset = 12, PayloadLength = 2 },
            header);
    }

    [Fact]
    public void SourcesExtensionAndPaddingAreSteppedOver()
    {
        byte[] packet = [0xB2, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 1, 1, 1, 1, 2, 2, 2, 2, 0xBE, 0xDE, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 42, 43, 0, 2];
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        Assert.Equal((32, 2), (header.PayloadOffset, header.PayloadLength));
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0 }, RtpStatus.TooShort)]
    [InlineData(new byte[] { 0x40, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3 }, RtpStatus.BadVersion)]
    [InlineData(new byte[] { 0x81, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3 }, RtpStatus.BadSources)]
    [InlineData(new byte[] { 0x90, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0 }, RtpStatus.BadExtension)]
    [InlineData(new byte[] { 0x90, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 1 }, RtpStatus.BadExtension)]
    [InlineData(new byte[] { 0xA0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 0 }, RtpStatus.BadPadding)]
    [InlineData(new byte[] { 0xA0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 9, 3 }, RtpStatus.BadPadding)]
    [InlineData(new byte[] { 0xA0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3 }, RtpStatus.BadPadding)]
    public void RefusesWithAReason(byte[] packet, RtpStatus expected) => Assert.Equal(expected, RtpHeader.TryRead(packet, out _));

    [Fact]
    public void ReadOfWriteIsTheSame() =>
        Gen.Select(Gen.Bool, Gen.Byte[0, 127], Gen.UShort, Gen.UInt, Gen.UInt, Gen.Int[0, 200]).Sample(
            static (marker, type, sequence, timestamp, ssrc, length) =>
            {
                var header = new RtpHeader
                {
                    Marker = marker, PayloadType = type, Sequence = sequence, Timestamp = timestamp, Ssrc = ssrc, PayloadOffset = 12, PayloadLength = length,
                };
                var packet = new byte[12 + length];
                header.Write(packet);
                return RtpHeader.TryRead(packet, out var read) == RtpStatus.Ok && read == header;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);

    [Fact]
    public void RandomBytesNeverPointOutsideThePacket() =>
        Gen.Byte.Array[0, 80].Sample(
            static bytes =>
            {
                if (bytes.Length > 0)
                {
                    bytes[0] = (byte)(0x80 | (bytes[0] & 0x3F));
                }

                return RtpHeader.TryRead(bytes, out var header) != RtpStatus.Ok || header.PayloadOffset + header.PayloadLength <= bytes.Length;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 20000);
}
