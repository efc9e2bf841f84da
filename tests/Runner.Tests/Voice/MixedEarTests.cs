using RtcCluster.Load.Runner.Voice;
using RtcCluster.Media.Codecs;

namespace RtcCluster.Runner.Tests.Voice;

public sealed class MixedEarTests
{
    private const long Frame = VoiceTotals.LateTicks;
    private readonly VoiceTotals _totals = new();
    private readonly VoiceTotals _all = new();

    [Fact]
    public void EverybodyIsHeard_WhenAllTonesWereInTheSumForThreeFrames()
    {
        var ear = new MixedEar([650, 1_050], _totals, _all);

        Assert.Equal([false, false, true], Enumerable.Range(0, 3).Select(i => ear.Take(Sum(650, 1_050), (ushort)i, i * Frame)));
    }

    [Theory]
    [InlineData(650)]
    [InlineData(1_550)]
    public void ToneOfSomebodyElse_OrOneThatIsMissing_IsNotEverybody(int frequency)
    {
        var ear = new MixedEar([650, 1_050], _totals, _all);

        Assert.DoesNotContain(true, Enumerable.Range(0, 20).Select(i => ear.Take(Sum(frequency), (ushort)i, i * Frame)));
    }

    [Fact]
    public void NothingIsMissing_WhenAPacketCameEach20Milliseconds()
    {
        var ear = new MixedEar([650], _totals, _all);
        ear.Count();
        for (var i = 0; i < 50; i++)
        {
            ear.Take(Sum(650), (ushort)i, (i + 1) * Frame);
        }

        ear.CountNoMore(51 * Frame);
        ear.Settle();

        Assert.Equal((50, 50), (_totals.Spoken, _totals.Heard));
    }

    [Fact]
    public void AMixThatStops_IsMissed_ThoughItsNumbersHaveNoHole()
    {
        var ear = new MixedEar([650], _totals, _all);
        ear.Count();
        for (var i = 0; i < 50; i++)
        {
            ear.Take(Sum(650), (ushort)i, (i + (i < 25 ? 1 : 21)) * Frame);
        }

        ear.CountNoMore(70 * Frame);
        ear.Settle();

        // 20 frames did not come; two are forgiven.
        Assert.Equal((68, 50), (_totals.Spoken, _totals.Heard));
    }

    // The edge's process stands still when counting ends: what was due then comes a moment later, all at once, and the mix goes on.
    [Theory]
    [InlineData(10, 0)]
    [InlineData(6, 2)]
    public void WhatIsOnlyLateWhenCountingEnds_IsNotMissing_AndWhatNeverComesIs(int madeUp, int missing)
    {
        var ear = new MixedEar([650], _totals, _all);
        ear.Count();
        for (var i = 0; i < 40; i++)
        {
            ear.Take(Sum(650), (ushort)i, (i + 1) * Frame);
        }

        ear.CountNoMore(50 * Frame);
        for (var i = 0; i < madeUp + 5; i++)
        {
            ear.Take(Sum(650), (ushort)(40 + i), (51 + Math.Max(i - madeUp, 0)) * Frame);
        }

        ear.Settle();

        Assert.Equal((40 + missing, 40), (_totals.Spoken, _totals.Heard));
    }

    [Fact]
    public void PacketsThatComeLateAtFirst_DoNotExcuseThoseThatNeverCome()
    {
        var ear = new MixedEar([650], _totals, _all);
        ear.Count();
        for (var i = 0; i < 50; i++)
        {
            ear.Take(Sum(650), (ushort)i, Math.Max(i + (i < 25 ? 1 : 11), 10) * Frame);
        }

        ear.CountNoMore(60 * Frame);
        ear.Settle();

        // Nine were late in the beginning, ten never came; two are forgiven.
        Assert.Equal((58, 50), (_totals.Spoken, _totals.Heard));
    }

    [Fact]
    public void WhatComesWhenAllIsSettled_CountsNoMore()
    {
        var ear = new MixedEar([650], _totals, _all);
        ear.Count();
        ear.Take(Sum(650), 0, Frame);
        ear.CountNoMore(Frame);
        ear.Settle();

        ear.Take(Sum(650), 1, 2 * Frame);

        Assert.Equal((1, 1), (_totals.Spoken, _totals.Heard));
    }

    private static byte[] Sum(params int[] frequencies)
    {
        var samples = new short[MixedMouth.Samples];
        var one = new short[MixedMouth.Samples];
        var payload = new byte[MixedMouth.Samples];
        foreach (var frequency in frequencies)
        {
            new MixedMouth(frequency).Write(payload);
            G711.Decode(PayloadKind.Pcmu, payload, one);
            for (var i = 0; i < samples.Length; i++)
            {
                samples[i] += one[i];
            }
        }

        G711.Encode(PayloadKind.Pcmu, samples, payload);
        return payload;
    }
}
