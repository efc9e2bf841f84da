using System.Buffers.Binary;
using CsCheck;
using RtcCluster.Media.Rtcp;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Calls;
using static RtcCluster.Media.Tests.Calls.CallBench;

namespace RtcCluster.Media.Tests.Rtcp;

public class RtcpTests
{
    [Fact]
    public void ReadOfWriteIsTheSame() =>
        Gen.Select(Gen.UInt, Gen.ULong, Gen.UInt, Gen.Int[-0x80_0000, 0x7F_FFFF], Gen.Byte, Gen.UInt).Sample(
            static (ssrc, ntp, number, lost, fraction, other) =>
            {
                var block = new RtcpReportBlock(other, fraction, lost, number, other ^ ssrc, (uint)ntp, number);
                Span<byte> bytes = stackalloc byte[RtcpWriter.MaxLength];
                var length = RtcpWriter.WriteSenderReport(bytes, ssrc, ntp, number, other, ssrc, block);
                length += RtcpWriter.WriteSourceDescription(bytes[length..], ssrc, "who"u8);
                length += RtcpWriter.WriteBye(bytes[length..], ssrc);
                var reader = new RtcpReader(bytes[..length]);
                var valid = reader.TryRead(out var report) && report.Type == RtcpType.SenderReport && report.Ssrc == ssrc && report.Ntp == ntp
                    && report.RtpTimestamp == number && report.Count == 1 && report.Block(0) == block;
                valid &= reader.TryRead(out var description) && description.Type == RtcpType.SourceDescription && description.Ssrc == ssrc;
                valid &= reader.TryRead(out var bye) && bye.Type == RtcpType.Bye && bye.Ssrc == ssrc;
                return valid && !reader.TryRead(out _) && reader.Status == RtcpStatus.Ok;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 2000);

    [Theory]
    [InlineData(new byte[] { 0x80, 201, 0, 1 }, RtcpStatus.TooShort)]
    [InlineData(new byte[] { 0x80, 0, 0, 1, 0, 0, 0, 1 }, RtcpStatus.BadType)]
    [InlineData(new byte[] { 0x40, 201, 0, 1, 0, 0, 0, 1 }, RtcpStatus.BadVersion)]
    [InlineData(new byte[] { 0x80, 201, 0, 2, 0, 0, 0, 1 }, RtcpStatus.TooShort)]
    [InlineData(new byte[] { 0x81, 201, 0, 1, 0, 0, 0, 1 }, RtcpStatus.BadCount)]
    [InlineData(new byte[] { 0x80, 200, 0, 1, 0, 0, 0, 1 }, RtcpStatus.BadCount)]
    [InlineData(new byte[] { 0x82, 203, 0, 1, 0, 0, 0, 1 }, RtcpStatus.BadCount)]
    [InlineData(new byte[] { 0xA0, 201, 0, 1, 0, 0, 0, 0 }, RtcpStatus.BadPadding)]
    [InlineData(new byte[] { 0xA0, 201, 0, 1, 0, 0, 0, 4, 0x80, 203, 0, 0 }, RtcpStatus.BadPadding)]
    [InlineData(new byte[] { 0x80, 201, 0, 1, 0, 0, 0, 1, 0x80, 203 }, RtcpStatus.TooShort)]
    [InlineData(new byte[] { 0x80, 204, 0, 2, 0, 0, 0, 1, 1, 2, 3, 4 }, RtcpStatus.Ok)]
    [InlineData(new byte[] { 0x80, 207, 0, 1, 0, 0, 0, 1 }, RtcpStatus.Ok)]
    public void CompoundPacketsAreCheckedWhole(byte[] packet, RtcpStatus expected) => Assert.Equal(expected, RtcpReader.Validate(packet));

    [Fact]
    public void RandomBytesNeverThrow() =>
        Gen.Select(Gen.Byte.Array[0, 120], Gen.Byte[195, 210]).Sample(
            static (bytes, type) =>
            {
                if (bytes.Length > 3)
                {
                    (bytes[0], bytes[1], bytes[2], bytes[3]) = ((byte)(0x80 | (bytes[0] & 0x3F)), type, 0, (byte)(bytes[3] & 15));
                }

                var reader = new RtcpReader(bytes);
                while (reader.TryRead(out var packet))
                {
                    _ = packet.Ssrc + packet.Ntp + packet.RtpTimestamp;
                    for (var i = 0; packet.IsReport && i < packet.Count; i++)
                    {
                        _ = packet.Block(i);
                    }
                }

                return true;
            },
            seed: "0N0XIzNsQ0O2",
            iter: 20000);

    [Fact]
    public void ReportsSayWhatWasLost()
    {
        var bench = Talking();
        for (var i = 0; i < 500; i++)
        {
            var packet = bench.Alice.Speak();
            if (i % 10 != 3)
            {
                bench.Send(A, packet);
            }

            bench.Advance(MediaClock.FrameTicks);
        }

        var (_, report, to, isRtcp) = bench.Reports.Last(static r => r.Leg == A);
        Assert.Equal((bench.Alice.Rtcp, true), (to, isRtcp));
        var reader = new RtcpReader(report);
        Assert.True(reader.TryRead(out var packetRead));
        Assert.Equal(1, packetRead.Count);
        var block = packetRead.Block(0);
        Assert.Equal(bench.Alice.Ssrc, block.Ssrc);
        Assert.Equal(50, bench.Media.Statistics(A)!.Lost);
        Assert.InRange(block.CumulativeLost, 20, 50);
        Assert.InRange(block.FractionLost / 256.0, 0.08, 0.12);
    }

    [Fact]
    public void SenderReportsCountWhatThePhoneGot_AndItsReportGivesTheRoundTrip()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromSeconds(10), A, B);
        var report = bench.Reports.Last(static r => r.Leg == B).Packet;
        var reader = new RtcpReader(report);
        Assert.True(reader.TryRead(out var sender));
        Assert.Equal(RtcpType.SenderReport, sender.Type);
        Assert.Equal(Phone.ReadSsrc(bench.Bob.Heard[0]), sender.Ssrc);
        var octets = BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(24));
        Assert.Equal(BinaryPrimitives.ReadUInt32BigEndian(report.AsSpan(20)) * 160, octets);

        // Bob answers 100 ms after he got it, and the answer travels 30 ms.
        var sent = bench.Now;
        var answer = new byte[32];
        RtcpWriter.WriteReceiverReport(answer, bench.Bob.Ssrc, new RtcpReportBlock(sender.Ssrc, 0, 7, 0, 80, (uint)(MediaClock.ToNtp(sent) >> 16), 65536 / 10));
        bench.Advance(130 * TimeSpan.TicksPerMillisecond);
        bench.Send(B, answer, isRtcp: true);
        var statistics = bench.Media.Statistics(B)!;
        Assert.Equal(30, statistics.RoundTrip!.Value.TotalMilliseconds, 0.1);
        Assert.Equal((7L, 10.0), (statistics.RemoteLost, statistics.RemoteJitter.TotalMilliseconds));
    }

    [Fact]
    public void JitterIsMeasuredAsRfc3550Says()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromSeconds(2), A);
        Assert.Equal(TimeSpan.Zero, bench.Media.Statistics(A)!.Jitter);
        for (var i = 0; i < 400; i++)
        {
            bench.Speak(A);
            bench.Advance((i % 2 == 0 ? 10 : 30) * TimeSpan.TicksPerMillisecond);
        }

        Assert.Equal(10, bench.Media.Statistics(A)!.Jitter.TotalMilliseconds, 0.6);
    }

    [Fact]
    public void RemovingALegSaysBye_AndTellsItsLastFigures()
    {
        var bench = Talking();
        bench.Run(TimeSpan.FromMilliseconds(100), A, B);
        bench.Media.RemoveLeg(A, bench.Now);
        bench.Drain();
        var (leg, packet, _, _) = Assert.Single(bench.Reports);
        Assert.Equal(A, leg);
        Assert.Equal(RtcpStatus.Ok, RtcpReader.Validate(packet));
        Assert.Equal(203, packet[^7]);
        Assert.Equal(5, bench.Effects.Last().Statistics!.Received);
        Assert.True(bench.Send(B, bench.Bob.Speak()).IsNone);
    }

    [Fact]
    public void Rfc3550_6_3_7_WhoWasSentNothingIsSentNoByeEither()
    {
        var bench = new CallBench();
        bench.Incoming(A, bench.Alice, bench.Alice.Sdp());
        bench.Media.RemoveLeg(A, bench.Now);
        bench.Drain();
        Assert.Empty(bench.Reports);
    }

    [Fact]
    public void Rfc5761_MuxedReportsShareThePort()
    {
        var bench = new CallBench();
        var offer = bench.Alice.Sdp().Concat("a=rtcp-mux\r\n"u8.ToArray()).ToArray();
        bench.Incoming(A, bench.Alice, offer);
        bench.Media.MakeAnswer(A, RtcCluster.Media.Calls.LegSlot.None, bench.Now);
        bench.Media.Echo(A, bench.Now);
        bench.Speak(A);
        Assert.True(bench.Send(A, [0x80, 201, 0, 1, 0, 0, 0, 1]).IsNone);
        Assert.Equal(0, bench.Media.Statistics(A)!.Malformed);
        bench.Media.RemoveLeg(A, bench.Now);
        Assert.True(bench.Media.TryTake(out _));
        Assert.True(bench.Media.TryTake(out var bye));
        Assert.Equal((bench.Alice.Rtp, false), (bye.Destination, bye.IsRtcp));
    }
}
