using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Tones;

namespace RtcCluster.Media.Tests.Tones;

public class ToneTests
{
    private static short[] Render(AudioSource source, int frames)
    {
        var samples = new short[frames * 160];
        for (var i = 0; i < frames; i++)
        {
            Assert.True(source.Fill(samples.AsSpan(i * 160, 160)));
        }

        return samples;
    }

    [Fact]
    public void ColombianRingbackIsOneSecondInFive()
    {
        var samples = Render(new CadenceSource(TonePlan.Colombia.Ringback), 500);
        foreach (var start in (int[])[0, 40000])
        {
            Assert.True(Tone.Purity(samples.AsSpan(start, 8000), 425) > 0.999);
            Assert.Equal(0, Tone.Rms(samples.AsSpan(start + 8000, 32000)));
        }
    }

    [Fact]
    public void BusyAndCongestionHaveTheirCadences()
    {
        var busy = Render(new CadenceSource(TonePlan.Colombia.Busy), 50);
        Assert.True(Tone.Purity(busy.AsSpan(0, 2000), 425) > 0.999);
        Assert.Equal(0, Tone.Rms(busy.AsSpan(2000, 2000)));
        Assert.True(Tone.Purity(busy.AsSpan(4000, 2000), 425) > 0.999);

        var congestion = Render(new CadenceSource(TonePlan.Colombia.Congestion), 100);
        Assert.True(Tone.Purity(congestion.AsSpan(0, 800), 425) > 0.999);
        Assert.Equal(0, Tone.Rms(congestion.AsSpan(800, 2000)));
        Assert.True(Tone.Purity(congestion.AsSpan(2800, 2800), 425) > 0.999);
    }

    [Fact]
    public void NorthAmericanRingbackHasTwoFrequencies()
    {
        var samples = Render(new CadenceSource(TonePlan.ForCountry("US").Ringback), 100);
        Assert.Equal(0.5, Tone.Purity(samples.AsSpan(0, 16000), 440), 0.01);
        Assert.Equal(0.5, Tone.Purity(samples.AsSpan(0, 16000), 480), 0.01);
    }

    [Fact]
    public void HoldMusicIsTheSameEachTime_LoopsWithoutASeam_AndIsNeverLoud()
    {
        var first = Render(new HoldMusic(), 1700);
        Assert.Equal(first, Render(new HoldMusic(), 1700));
        Assert.Equal(128000, HoldMusic.LoopSamples);
        Assert.Equal(first[..8000], first[128000..136000]);
        var step = 0;
        for (var i = 1; i < first.Length; i++)
        {
            step = Math.Max(step, Math.Abs(first[i] - first[i - 1]));
        }

        Assert.InRange(first.Max(static s => Math.Abs((int)s)), 2000, 12000);
        Assert.True(step < 4000, $"a step of {step} clicks");
        for (var second = 0; second < 16; second++)
        {
            Assert.InRange(Tone.Rms(first.AsSpan(second * 8000, 8000)), 300, 4000);
        }
    }

    [Fact]
    public void HoldMusicPlaysItsNotes()
    {
        var samples = Render(new HoldMusic(), 800);
        Assert.Equal(440 * Math.Pow(2, (60 - 69) / 12.0), Tone.Dominant(samples.AsSpan(128 * 10, 2700)), 5.0);
    }

    [Fact]
    public void APromptEndsWithSilence_AndARepeatedOneDoesNot()
    {
        var frame = new short[160];
        var once = new PromptSource(Tone.Make(500, 200));
        Assert.True(once.Fill(frame));
        Assert.True(once.Fill(frame));
        Assert.Equal(0, Tone.Rms(frame.AsSpan(40)));
        Assert.False(once.Fill(frame));
        Assert.False(new PromptSource(default, repeat: true).Fill(frame));
        var again = Render(new PromptSource(Tone.Make(500, 240), repeat: true), 3);
        Assert.Equal(again[..240], again[240..]);
    }
}
