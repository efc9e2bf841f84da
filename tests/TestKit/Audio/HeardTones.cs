namespace RtcCluster.TestKit.Audio;

/// <summary>Which of several voices are in a mix, each of them a tone of its own.</summary>
public static class HeardTones
{
    private const int Rate = 8_000;

    /// <summary>Windows of 100 ms: a busy machine's phones speak with pauses, after which the phase is another.</summary>
    private const int Window = Rate / 10;

    /// <summary>Phones speak at half of full scale; a sixth of that on the average is a voice.</summary>
    private const double Loud = 2_500;

    /// <summary>The tones that were heard most of the time, as text: "440 700".</summary>
    public static string Of(ReadOnlySpan<short> heard, params ReadOnlySpan<double> tones)
    {
        var found = new List<string>();
        foreach (var tone in tones)
        {
            var sum = 0.0;
            var windows = 0;
            for (var at = 0; at + Window <= heard.Length; at += Window, windows++)
            {
                sum += Amplitude(heard.Slice(at, Window), tone);
            }

            if (windows > 0 && sum > Loud * windows)
            {
                found.Add(tone.ToString("0", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return string.Join(' ', found);
    }

    private static double Amplitude(ReadOnlySpan<short> window, double frequency)
    {
        double energy = 0;
        foreach (var sample in window)
        {
            energy += (double)sample * sample;
        }

        return Math.Sqrt(2 * Ear.Purity(window, Rate, frequency) * energy / window.Length);
    }
}
