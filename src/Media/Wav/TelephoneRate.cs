namespace RtcCluster.Media.Wav;

/// <summary>Brings the audio of a file to the 8 kHz of telephony: a low-pass below 3.6 kHz, so that nothing folds back, and the samples between samples.</summary>
public static class TelephoneRate
{
    /// <summary>Samples per second of what comes out.</summary>
    public const int Hertz = 8000;

    private const double Cutoff = 3600;
    private const int ZeroCrossings = 12;

    /// <summary>Converts a whole file; what already has the rate is copied.</summary>
    /// <param name="samples">Mono.</param>
    /// <param name="rate">In Hz, 8000 to 192000.</param>
    public static short[] Convert(ReadOnlySpan<short> samples, int rate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, Hertz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 192_000);
        if (rate == Hertz)
        {
            return samples.ToArray();
        }

        var converted = new short[(int)((long)samples.Length * Hertz / rate)];
        var gain = 2 * Cutoff / rate;
        var reach = (int)Math.Ceiling(ZeroCrossings / gain);
        for (var i = 0; i < converted.Length; i++)
        {
            converted[i] = At(samples, (double)i * rate / Hertz, gain, reach);
        }

        return converted;
    }

    // The windowed sinc of the low-pass, laid over the samples around a place between them.
    private static short At(ReadOnlySpan<short> samples, double place, double gain, int reach)
    {
        var sum = 0.0;
        var last = Math.Min(samples.Length - 1, (int)place + reach);
        for (var i = Math.Max(0, (int)place - reach + 1); i <= last; i++)
        {
            var distance = place - i;
            var x = Math.PI * distance * gain;
            var sinc = Math.Abs(x) < 1e-9 ? 1 : Math.Sin(x) / x;
            sum += samples[i] * sinc * (0.5 + (0.5 * Math.Cos(Math.PI * distance / reach)));
        }

        return (short)Math.Clamp(Math.Round(sum * gain), short.MinValue, short.MaxValue);
    }
}
