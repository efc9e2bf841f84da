using System.Runtime.InteropServices;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>Telephones and wideband members in one mix: each hears the other as well as it can.</summary>
public class WideMixTests
{
    private const int Frames = 60;

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(5_000, false)]
    public void AWidebandVoiceIsHeardWholeByItsLikes_AndByTelephonesWithoutWhatTheyCannotCarry(double frequency, bool isCarried)
    {
        var (wide, narrow) = Talk(frequency, 0);
        Assert.True(Purity(wide, frequency, 16_000) > 0.99);
        if (isCarried)
        {
            Assert.True(Tone.Purity(narrow, frequency) > 0.99);
        }
        else
        {
            // 5 kHz would come back as 3 kHz.
            Assert.True(Tone.Rms(narrow) < 150, $"rms {Tone.Rms(narrow)}");
        }
    }

    [Fact]
    public void ATelephoneIsHeardByAWidebandMember_WithoutAnImage()
    {
        var (wide, _) = Talk(0, 1_500);
        Assert.True(Purity(wide, 1_500, 16_000) > 0.99);
    }

    /// <summary>Member 0 is wideband and speaks, member 1 is a telephone and speaks, 2 and 3 are of either kind and listen.</summary>
    private static (short[] Wide, short[] Narrow) Talk(double wideTone, double narrowTone)
    {
        var mixer = new Mixer(MixerOptions.Default with { Codecs = LinearCodecs.Wide }, 0);
        mixer.Add(0, LinearCodecs.Kind);
        mixer.Add(1, PayloadKind.Pcmu);
        mixer.Add(2, LinearCodecs.Kind);
        mixer.Add(3, PayloadKind.Pcmu);
        var wide = new List<short>();
        var narrow = new List<short>();
        for (var i = 0; i < Frames; i++)
        {
            var now = (i + 1) * MediaClock.FrameTicks;
            var header = new RtpHeader { Sequence = (ushort)i, Timestamp = (uint)(i * 160), Ssrc = 1 };
            if (wideTone > 0)
            {
                // Half the scale, in steps of 256: the noise of the steps is 40 dB below.
                var voice = Enumerable.Range(i * 320, 320).Select(n => (byte)(128.5 + (60 * Math.Sin(2 * Math.PI * wideTone * n / 16_000))));
                mixer.Receive(0, header, LinearCodecs.Kind, voice.ToArray(), now);
            }

            if (narrowTone > 0)
            {
                var voice = new byte[160];
                G711.Encode(PayloadKind.Pcmu, Tone.Make(narrowTone, 160, position: i * 160), voice);
                mixer.Receive(1, header, PayloadKind.Pcmu, voice, now);
            }

            mixer.Tick(now);
            if (i >= 10)
            {
                wide.AddRange(MemoryMarshal.Cast<byte, short>(mixer.Frame(2).Span));
                var heard = new short[160];
                G711.Decode(PayloadKind.Pcmu, mixer.Frame(3).Span, heard);
                narrow.AddRange(heard);
            }
        }

        return ([.. wide], [.. narrow]);
    }

    private static double Purity(ReadOnlySpan<short> samples, double frequency, int rate) => TestKit.Audio.Ear.Purity(samples, rate, frequency);
}
