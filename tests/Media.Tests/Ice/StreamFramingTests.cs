using CsCheck;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Tests.Ice;

public class StreamFramingTests
{
    private const int MaxPacket = 1500;

    [Fact]
    public void Rfc4571_2_TwoBytesOfLengthThenThePacket()
    {
        Span<byte> stream = stackalloc byte[5];
        Assert.Equal(5, StreamFraming.Write([7, 8, 9], stream));
        Assert.Equal([0, 3, 7, 8, 9], stream.ToArray());
        Assert.Equal([[7, 8, 9]], Read(new StreamFraming(MaxPacket), stream.ToArray()));
    }

    [Fact]
    public void WhatLiesWholeInTheReceivedBytesIsNotCopied()
    {
        byte[] stream = [0, 2, 1, 2, 0, 1, 3];
        var rest = stream.AsSpan();
        var framing = new StreamFraming(MaxPacket);
        Assert.True(framing.TryTake(ref rest, out var first));
        first[0] = 99;
        Assert.Equal(99, stream[2]);
        Assert.True(framing.TryTake(ref rest, out var second));
        Assert.Equal([3], second.ToArray());
        Assert.False(framing.TryTake(ref rest, out _));
        Assert.Equal(0, framing.Kept);
    }

    [Fact]
    public void Rfc4571_2_EmptyPacketsAreSteppedOver()
    {
        Assert.Equal([[5]], Read(new StreamFraming(MaxPacket), [0, 0, 0, 0, 0, 1, 5, 0, 0]));
        var framing = new StreamFraming(MaxPacket);
        Assert.Equal([[5]], new byte[] { 0, 0, 0, 0, 0, 1, 5, 0, 0 }.SelectMany(value => Read(framing, [value])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ATooLongPacketBreaksTheConnection_AtItsLength(int cut)
    {
        var framing = new StreamFraming(100);
        byte[] stream = [0, 101, 1, 2, 3];
        Assert.Empty(Read(framing, stream[..cut]));
        Assert.Equal(cut >= 2, framing.IsBroken);
        Assert.Empty(Read(framing, stream[cut..]));
        Assert.True(framing.IsBroken);
        Assert.Empty(Read(framing, [0, 1, 5]));
        Assert.True(framing.Kept <= 102);
    }

    [Fact]
    public void TheSplitDoesNotChangeWhatComesOut() =>
        Gen.Select(Gen.Byte.Array[0, 60].Array[0, 8], Gen.Int[1, 40].Array[1, 20]).Sample(
            static (packets, cuts) =>
            {
                var stream = new List<byte>();
                foreach (var packet in packets)
                {
                    var framed = new byte[StreamFraming.HeaderLength + packet.Length];
                    StreamFraming.Write(packet, framed);
                    stream.AddRange(framed);
                }

                var framing = new StreamFraming(60);
                var read = new List<byte[]>();
                for (int at = 0, cut = 0; at < stream.Count; cut++)
                {
                    var length = Math.Min(cuts[cut % cuts.Length], stream.Count - at);
                    read.AddRange(Read(framing, stream.GetRange(at, length).ToArray()));
                    at += length;
                }

                var expected = packets.Where(static packet => packet.Length > 0).ToArray();
                return !framing.IsBroken && framing.Kept == 0 && read.Count == expected.Length && read.Zip(expected, static (a, b) => a.SequenceEqual(b)).All(static same => same);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 3000);

    [Fact]
    public void WhatDoesNotFitIsNotWritten()
    {
        Assert.Equal(0, StreamFraming.Write(new byte[3], new byte[4]));
        Assert.Equal(0, StreamFraming.Write(new byte[65536], new byte[70000]));
        Assert.Equal(65537, StreamFraming.Write(new byte[65535], new byte[70000]));
    }

    private static List<byte[]> Read(StreamFraming framing, byte[] received)
    {
        var packets = new List<byte[]>();
        var rest = received.AsSpan();
        while (framing.TryTake(ref rest, out var packet))
        {
            packets.Add(packet.ToArray());
        }

        Assert.True(rest.IsEmpty);
        return packets;
    }
}
