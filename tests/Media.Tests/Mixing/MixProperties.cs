using CsCheck;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>Whatever is said, and whoever may hear it: each hears the exact sum of the others, cut at the ends of the scale and never wrapped.</summary>
public class MixProperties
{
    private const int Frames = 12;

    private static readonly Gen<(byte[][] Voices, uint[] Rows)> Cases =
        from members in Gen.Int[2, 32]
        from voices in Gen.Byte.Array[160 * Frames].Array[members]
        from rows in Gen.UInt.Array[members]
        select (voices, rows);

    [Fact]
    public void EachHearsTheExactSumOfThoseItMayHear() => Cases.Sample(
        static c =>
        {
            var (voices, rows) = c;
            var mixer = new Mixer(MixerOptions.Default with { Codecs = LinearCodecs.Instance }, 0);
            for (var i = 0; i < voices.Length; i++)
            {
                mixer.Add(i, LinearCodecs.Kind);
                mixer.SetHears(i, rows[i]);
            }

            // The first frame fades from the matrix of before; silence is the same in both.
            mixer.Tick(0);
            var heard = 0;
            for (var frame = 0; frame < Frames; frame++)
            {
                var now = (frame + 1) * MediaClock.FrameTicks;
                for (var i = 0; i < voices.Length; i++)
                {
                    var header = new RtpHeader { Sequence = (ushort)frame, Timestamp = (uint)(frame * 160), Ssrc = 1 };
                    mixer.Receive(i, header, LinearCodecs.Kind, voices[i].AsSpan(frame * 160, 160), now);
                }

                mixer.Tick(now);
                for (var i = 0; i < voices.Length; i++)
                {
                    heard += Check(mixer.Frame(i).Span, voices, i, rows[i], frame - 2);
                }
            }

            Assert.Equal((Frames - 2) * voices.Length, heard);
        },
        seed: "0000KVAAAAA0",
        iter: 60);

    /// <summary>The buffer begins with a delay of 40 ms, and its first 5 ms are faded in: two frames later all is as it was said.</summary>
    private static int Check(ReadOnlySpan<byte> frame, byte[][] voices, int listener, uint row, int said)
    {
        if (said < 0)
        {
            return 0;
        }

        for (var at = said == 0 ? 40 : 0; at < 160; at++)
        {
            var sum = 0;
            for (var speaker = 0; speaker < voices.Length; speaker++)
            {
                sum += speaker != listener && (row >> speaker & 1) != 0 ? LinearCodecs.Sample(voices[speaker][(said * 160) + at]) : 0;
            }

            Assert.Equal(Math.Clamp(sum, short.MinValue, short.MaxValue), BitConverter.ToInt16(frame[(2 * at)..]));
        }

        return 1;
    }
}
