using CsCheck;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>Whatever comes and whenever: a frame is made each 20 ms, its delay stays within bounds, and a good network is heard again at once.</summary>
public class AnyNetworkTests
{
    private static readonly Gen<(int Wait, int Step, int Jump, int Size, bool Marker, bool OtherSource)> Packets =
        Gen.Select(
            Gen.Frequency((8, Gen.Const(20)), (3, Gen.Int[0, 60]), (1, Gen.Int[0, 3_000])),
            Gen.Frequency((8, Gen.Const(1)), (2, Gen.Int[-5, 5]), (1, Gen.Int[-40_000, 40_000])),
            Gen.Frequency((8, Gen.Const(0)), (2, Gen.Int[-2_000, 2_000]), (1, Gen.Int)),
            Gen.Frequency((8, Gen.Const(160)), (2, Gen.Int[0, 960])),
            Gen.Frequency((9, Gen.Const(false)), (1, Gen.Bool)),
            Gen.Frequency((30, Gen.Const(false)), (1, Gen.Const(true))));

    [Fact]
    public void AFrameIsMadeEach20Ms() => Packets.Array[1, 200].Sample(
        static packets =>
        {
            var stream = new PlayoutStream(JitterBufferOptions.Default, G711FrameCodecs.Instance);
            var frame = new short[320];
            var payload = new byte[960];
            Array.Fill(payload, (byte)0x0F);
            var (now, due, sequence, timestamp, source) = (0L, 0L, (ushort)65_000, 4_000_000_000u, 1u);
            foreach (var (wait, step, jump, size, marker, otherSource) in packets)
            {
                now += wait * TimeSpan.TicksPerMillisecond;
                for (; due <= now; due += MediaClock.FrameTicks)
                {
                    stream.Fill(frame, due);
                }

                (sequence, timestamp, source) = ((ushort)(sequence + step), timestamp + (uint)(size + jump), otherSource ? source + 1 : source);
                stream.Receive(new RtpHeader { Sequence = sequence, Timestamp = timestamp, Ssrc = source, Marker = marker }, PayloadKind.Pcmu, payload.AsSpan(0, size), now);
            }

            // A good network for two seconds: at its end the voice is heard, and not late.
            for (var i = 0; i < 100; i++)
            {
                (sequence, timestamp) = ((ushort)(sequence + 1), timestamp + 160);
                stream.Receive(new RtpHeader { Sequence = sequence, Timestamp = timestamp, Ssrc = source }, PayloadKind.Pcmu, payload.AsSpan(0, 160), due);
                Assert.True(stream.Fill(frame, due + 1) || i < 50);
                due += MediaClock.FrameTicks;
            }

            Assert.InRange(stream.Delay(due), TimeSpan.Zero, TimeSpan.FromMilliseconds(400));
        },
        seed: "0000KVAAAAA0",
        iter: 3_000);
}
