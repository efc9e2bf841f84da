using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Tests.Ice;

public class PacketKindTests
{
    [Fact]
    public void Rfc7983_7_TheFirstByteTellsWhatItIs()
    {
        for (var first = 0; first < 256; first++)
        {
            var expected = first switch
            {
                < 4 => PacketKind.Stun,
                < 20 => PacketKind.Unknown,
                < 64 => PacketKind.Dtls,
                < 80 => PacketKind.TurnChannel,
                < 128 => PacketKind.Unknown,
                < 192 => PacketKind.Rtp,
                _ => PacketKind.Unknown,
            };
            Assert.Equal(expected, PacketKinds.Of([(byte)first, 0, 0, 0]));
        }
    }

    [Theory]
    [InlineData(191, PacketKind.Rtp)]
    [InlineData(192, PacketKind.Rtcp)]
    [InlineData(200, PacketKind.Rtcp)]
    [InlineData(223, PacketKind.Rtcp)]
    [InlineData(224, PacketKind.Rtp)]
    public void Rfc5761_4_TheSecondByteTellsRtcp(byte second, PacketKind expected) => Assert.Equal(expected, PacketKinds.Of([0x80, second]));

    [Fact]
    public void NothingIsOfNoKind()
    {
        Assert.Equal(PacketKind.Unknown, PacketKinds.Of([]));
        Assert.Equal(PacketKind.Rtp, PacketKinds.Of([0x80]));
    }
}
