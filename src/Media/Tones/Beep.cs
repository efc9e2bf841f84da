namespace RtcCluster.Media.Tones;

/// <summary>A short tone as samples of 8 kHz, at the level of a network's tones, without a click at either end.</summary>
public static class Beep
{
    private const double SampleRate = 8000;
    private const int SamplesPerMillisecond = 8;
    private const int RampSamples = 40;

    /// <summary>Makes a tone.</summary>
    /// <param name="hertz">Its frequency.</param>
    /// <param name="milliseconds">How long.</param>
    public static short[] Samples(int hertz, int milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        var samples = new short[milliseconds * SamplesPerMillisecond];
        for (var i = 0; i < samples.Length; i++)
        {
            var level = Math.Min(1, Math.Min(i, samples.Length - i) / (double)RampSamples);
            samples[i] = (short)(AudioSource.ToneAmplitude * level * Math.Sin(2 * Math.PI * hertz * i / SampleRate));
        }

        return samples;
    }
}
