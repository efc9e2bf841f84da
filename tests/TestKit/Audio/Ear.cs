namespace RtcCluster.TestKit.Audio;

/// <summary>Listens to samples: which tone, how pure, how much of the time.</summary>
public static class Ear
{
    private const double LowestFrequency = 200;
    private const double HighestFrequency = 3_600;
    private const double Coarse = 10;
    private const double Fine = 1;

    /// <summary>Energy share of one frequency by Goertzel's algorithm: 2·|X|²/(N·E), 1 for a pure sine.</summary>
    public static double Purity(ReadOnlySpan<short> samples, int rate, double frequency)
    {
        double energy = 0, previous = 0, beforePrevious = 0;
        var coefficient = 2 * Math.Cos(2 * Math.PI * frequency / rate);
        foreach (var sample in samples)
        {
            var current = sample + (coefficient * previous) - beforePrevious;
            beforePrevious = previous;
            previous = current;
            energy += (double)sample * sample;
        }

        var power = (previous * previous) + (beforePrevious * beforePrevious) - (coefficient * previous * beforePrevious);
        return energy == 0 ? 0 : Math.Min(1, 2 * power / (samples.Length * energy));
    }

    /// <summary>The dominant tone of a stretch of sound, to 1 Hz.</summary>
    public static HeardTone Listen(ReadOnlySpan<short> samples, int rate)
    {
        double energy = 0;
        foreach (var sample in samples)
        {
            energy += (double)sample * sample;
        }

        var rms = samples.Length == 0 ? 0 : Math.Sqrt(energy / samples.Length);
        if (rms == 0)
        {
            return new HeardTone(0, 0, 0);
        }

        // A window of 100 ms resolves 10 Hz: a coarse step finds the hill, a fine one its top.
        var (frequency, _) = Strongest(samples[..Math.Min(samples.Length, rate / 10)], rate, LowestFrequency, HighestFrequency, Coarse);
        (frequency, var purity) = Strongest(samples, rate, frequency - (2 * Coarse), frequency + (2 * Coarse), Fine);
        return new HeardTone(frequency, purity, rms);
    }

    /// <summary>What each window of the sound holds, in order.</summary>
    public static IReadOnlyList<HeardTone> Timeline(ReadOnlySpan<short> samples, int rate, TimeSpan window)
    {
        var size = (int)(window.TotalSeconds * rate);
        var heard = new List<HeardTone>();
        for (var at = 0; at + size <= samples.Length; at += size)
        {
            heard.Add(Listen(samples.Slice(at, size), rate));
        }

        return heard;
    }

    private static (double Frequency, double Purity) Strongest(ReadOnlySpan<short> samples, int rate, double from, double to, double step)
    {
        var best = (Frequency: from, Purity: 0.0);
        for (var frequency = from; frequency <= to; frequency += step)
        {
            var purity = Purity(samples, rate, frequency);
            if (purity > best.Purity)
            {
                best = (frequency, purity);
            }
        }

        return best;
    }
}
