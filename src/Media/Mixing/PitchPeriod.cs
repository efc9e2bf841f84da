namespace RtcCluster.Media.Mixing;

/// <summary>Finds after how many samples sound repeats itself: the one thing that repeating, leaving out and putting in sound without a click rest on.</summary>
internal static class PitchPeriod
{
    private const int MillisecondsPerSecond = 1000;
    private const double SilentPower = 16;

    /// <summary>The shortest period, 2.5 ms: a high voice is 400 Hz.</summary>
    public static int Min(int rate) => rate / 400;

    /// <summary>The longest period, 15 ms: a low voice is 66 Hz.</summary>
    public static int Max(int rate) => rate * 15 / MillisecondsPerSecond;

    /// <summary>How much of the sound is compared, 10 ms.</summary>
    public static int Window(int rate) => rate / 100;

    /// <summary>The shift at which the last <see cref="Window"/> is most like what was before it; the longest in silence.</summary>
    /// <param name="samples">At least <see cref="Max"/> and <see cref="Window"/> samples.</param>
    /// <param name="rate">Their rate in Hz.</param>
    public static int Find(ReadOnlySpan<short> samples, int rate)
    {
        var window = Window(rate);
        var reference = samples[^window..];
        var best = Max(rate);
        if (FrameMath.Dot(reference, reference) < SilentPower * window)
        {
            return best;
        }

        var highest = 0.0;
        for (var period = Max(rate); period >= Min(rate); period--)
        {
            var candidate = samples.Slice(samples.Length - window - period, window);
            var likeness = (double)FrameMath.Dot(reference, candidate);
            var energy = (double)FrameMath.Dot(candidate, candidate);
            if (likeness > 0 && likeness * likeness > highest * energy)
            {
                (highest, best) = (likeness * likeness / energy, period);
            }
        }

        return best;
    }
}
