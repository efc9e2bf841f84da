using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Tests.Tones;

public sealed class BeepTests
{
    [Fact]
    public void IsOneTone_AsLongAsItIsWanted_WithoutAClick()
    {
        var samples = Beep.Samples(1_000, 500);

        Assert.Equal(4_000, samples.Length);
        Assert.True(Tone.Purity(samples.AsSpan(100, 3_200), 1_000) > 0.999);
        Assert.Equal(AudioSource.ToneAmplitude / Math.Sqrt(2), Tone.Rms(samples.AsSpan(100, 3_200)), 30.0);
        Assert.True(Math.Abs((int)samples[0]) < 200 && Math.Abs((int)samples[^1]) < 200, $"{samples[0]}, {samples[^1]}");
    }

    [Fact]
    public void OfNoTime_IsNothing() => Assert.Empty(Beep.Samples(1_000, 0));
}
