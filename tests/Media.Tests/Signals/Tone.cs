namespace RtcCluster.Media.Tests.Signals;

/// <summary>Makes and recognises tones at 8 kHz.</summary>
internal static class Tone
{
    public const int Rate = 8000;

    public static short[] Make(double frequency, int samples, double amplitude = 8000, long position = 0) =>
        [.. Enumerable.Range(0, samples).Select(i => (short)(amplitude * Math.Sin(2 * Math.PI * frequency * (position + i) / Rate)))];

    /// <summary>The share of the energy that lies in one frequency: 1 for a clean sine, about 0 for another.</summary>
    public static double Purity(ReadOnlySpan<short> samples, double frequency)
    {
        // Goertzel: one multiplication a sample.
        double last = 0, beforeLast = 0, energy = 0;
        var factor = 2 * Math.Cos(2 * Math.PI * frequency / Rate);
        foreach (var sample in samples)
        {
            (last, beforeLast) = (sample + (factor * last) - beforeLast, last);
            energy += (double)sample * sample;
        }

        var power = (last * last) + (beforeLast * beforeLast) - (factor * last * beforeLast);
        return energy == 0 ? 0 : 2 * power / (samples.Length * energy);
    }

    public static double Rms(ReadOnlySpan<short> samples)
    {
        double energy = 0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        return samples.IsEmpty ? 0 : Math.Sqrt(energy / samples.Length);
    }

    /// <summary>The frequency between 50 and 3800 Hz with the most energy, by Goertzel in steps of 1 Hz over at most a second.</summary>
    public static double Dominant(ReadOnlySpan<short> samples)
    {
        var part = samples[..Math.Min(samples.Length, Rate)];
        var best = 0.0;
        var found = 0.0;
        for (var frequency = 50; frequency < 3800; frequency++)
        {
            var purity = Purity(part, frequency);
            if (purity > best)
            {
                best = purity;
                found = frequency;
            }
        }

        return found;
    }
}
