using RtcCluster.Media.Tests.Signals;
using RtcCluster.Media.Wav;

namespace RtcCluster.Media.Tests.Wav;

public sealed class TelephoneRateTests
{
    [Theory]
    [InlineData(16_000)]
    [InlineData(22_050)]
    [InlineData(44_100)]
    [InlineData(48_000)]
    public void AToneInTheTelephonesBand_KeepsItsPitchAndLevel_AndOneAboveItIsGone(int rate)
    {
        var low = TelephoneRate.Convert(Sine(1_000, rate), rate);
        var high = TelephoneRate.Convert(Sine(5_000, rate), rate);

        Assert.Equal(TelephoneRate.Hertz, low.Length);
        var middle = low.AsSpan(400, 7_200);
        Assert.True(Tone.Purity(middle, 1_000) > 0.999, $"purity {Tone.Purity(middle, 1_000)}");
        Assert.Equal(8_000 / Math.Sqrt(2), Tone.Rms(middle), 60.0);
        Assert.True(Tone.Rms(high.AsSpan(400, 7_200)) < 80, $"left of it {Tone.Rms(high.AsSpan(400, 7_200))}");
    }

    [Fact]
    public void WhatHasTheRate_IsLeftAlone()
    {
        var samples = Sine(440, TelephoneRate.Hertz);

        Assert.Equal(samples, TelephoneRate.Convert(samples, TelephoneRate.Hertz));
    }

    [Fact]
    public void FullScaleNoise_IsNeverWrappedRound()
    {
        var square = new short[48_000];
        for (var i = 0; i < square.Length; i++)
        {
            square[i] = i / 96 % 2 == 0 ? short.MaxValue : short.MinValue;
        }

        var converted = TelephoneRate.Convert(square, 48_000);

        // 250 Hz: sixteen samples of each sign in turn; one that wrapped would have the other sign in the midst of a half.
        for (var i = 8; i < converted.Length - 40; i += 32)
        {
            Assert.True(converted[i] > 0 && converted[i + 16] < 0, $"at {i}: {converted[i]}, {converted[i + 16]}");
        }
    }

    [Theory]
    [InlineData(7_999)]
    [InlineData(192_001)]
    public void ARateThatNoFileHas_IsRefused(int rate) => Assert.Throws<ArgumentOutOfRangeException>(() => TelephoneRate.Convert(new short[10], rate));

    [Fact]
    public void Nothing_GivesNothing() => Assert.Empty(TelephoneRate.Convert([], 44_100));

    private static short[] Sine(double frequency, int rate) =>
        [.. Enumerable.Range(0, rate).Select(i => (short)(8_000 * Math.Sin(2 * Math.PI * frequency * i / rate)))];
}
