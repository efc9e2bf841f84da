using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.Interop.Tests.Kit;

public sealed class EarTests
{
    [Theory]
    [InlineData(440)]
    [InlineData(1_000)]
    [InlineData(1_633)]
    public void ATone_IsHeardWithItsFrequency(double frequency)
    {
        var heard = Ear.Listen(Tone.Samples(frequency, 8_000, 8_000), 8_000);

        Assert.Equal(frequency, heard.Frequency, 2.0);
        Assert.True(heard.Purity > 0.99, heard.ToString());
    }

    [Fact]
    public void TwoTonesAtOnce_AreNeitherOfThem()
    {
        var mixed = Tone.Samples(440, 8_000, 8_000).Zip(Tone.Samples(1_000, 8_000, 8_000), (one, other) => (short)((one / 2) + (other / 2))).ToArray();

        var timeline = ToneTimeline.Of(mixed, 8_000);

        Assert.Equal(TimeSpan.Zero, timeline.Heard(440));
        Assert.Equal(TimeSpan.Zero, timeline.Heard(1_000));
        Assert.Equal(TimeSpan.FromSeconds(1), timeline.Otherwise(440, 1_000));
    }

    [Fact]
    public void AWeakToneOfTheOtherParty_SpoilsPurity()
    {
        // Crosstalk 6 dB below is a leak that the gate of 0.85 must not let pass: it holds 20 % of the energy.
        var leaky = Tone.Samples(440, 8_000, 8_000).Zip(Tone.Samples(1_000, 8_000, 8_000, amplitude: 0.25), (one, other) => (short)((one + other) / 2)).ToArray();

        Assert.False(Ear.Listen(leaky, 8_000).Is(440));
    }

    [Fact]
    public void Silence_IsNoTone()
    {
        var timeline = ToneTimeline.Of(new short[4_000], 8_000);

        Assert.Equal(TimeSpan.FromMilliseconds(500), timeline.Silent);
        Assert.Null(timeline.Start(440));
    }

    [Fact]
    public void AMuLawRoundTrip_KeepsTheTone()
    {
        var sound = Array.ConvertAll(Array.ConvertAll(Tone.Samples(700, 8_000, 8_000), Companding.ToMuLaw), Companding.FromMuLaw);

        Assert.True(Ear.Listen(sound, 8_000).Is(700));
    }

    [Fact]
    public void AWavFile_ReadsAsWritten()
    {
        using var folder = TempFolder.Create("wav");
        var samples = Tone.Samples(440, 8_000, 1_234);
        WavFile.WriteMono(folder.At("tone.wav"), 8_000, samples);

        var read = WavFile.Read(folder.At("tone.wav"));

        Assert.Equal(8_000, read.Rate);
        Assert.Equal(samples, Assert.Single(read.Channels));
    }
}
