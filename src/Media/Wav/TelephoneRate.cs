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
        var reach = (int)Math.Ceiling(ZeroCrossings / (2 * Cutoff / rate));

        // The places between two samples repeat: at the rates of real files after 320 at most.
        var weights = new double[Hertz][];
        for (var i = 0; i < converted.Length; i++)
        {
            var place = (long)i * rate;
            var between = (int)(place % Hertz);
            converted[i] = At(samples, (int)(place / Hertz) - reach + 1, weights[between] ??= Weights((double)between / Hertz, rate, reach));
        }

        return converted;
    }

    /// <summary>The windowed sinc of the low-pass for a place so far after a sample: what each sample weighs, from <paramref name="reach"/> - 1 before that one to as many after it.</summary>
    private static double[] Weights(double after, int rate, int reach)
    {
        var weights = new double[2 * reach];
        var gain = 2 * Cutoff / rate;
        for (var i = 0; i < weights.Length; i++)
        {
            var distance = after + reach - 1 - i;
            var x = Math.PI * distance * gain;
            var sinc = Math.Abs(x) < 1e-9 ? 1 : Math.Sin(x) / x;
            weights[i] = gain * sinc * (0.5 + (0.5 * Math.Cos(Math.PI * distance / reach)));
        }

        return weights;
    }

    private static short At(ReadOnlySpan<short> samples, int first, double[] weights)
    {
        var sum = 0.0;
        var last = Math.Min(weights.Length, samples.Length - first);
        for (var i = Math.Max(0, -first); i < last; i++)
        {
            sum += samples[first + i] * weights[i];
        }

        return (short)Math.Clamp(Math.Round(sum), short.MinValue, short.MaxValue);
    }
}
