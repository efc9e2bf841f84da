namespace RtcCluster.Media.Mixing;

/// <summary>Makes sound shorter by one period, without a change of pitch: how a jitter buffer lowers its delay while somebody speaks.</summary>
internal static class TimeStretch
{
    /// <summary>Leaves one period out in place; returns how many samples that were.</summary>
    /// <param name="samples">At least two of <see cref="PitchPeriod.Max"/>.</param>
    /// <param name="rate">Their rate in Hz.</param>
    public static int Shorten(Span<short> samples, int rate)
    {
        var at = PitchPeriod.Max(rate);
        var period = PitchPeriod.Find(samples[..(at + PitchPeriod.Window(rate))], rate);
        FrameMath.Crossfade(samples.Slice(at - period, period), samples.Slice(at, period), samples.Slice(at - period, period));
        samples[(at + period)..].CopyTo(samples[at..]);
        return period;
    }
}
