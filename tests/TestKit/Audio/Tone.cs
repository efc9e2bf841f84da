namespace RtcCluster.TestKit.Audio;

/// <summary>A sine of one frequency: the voice of a test phone, each party with its own, so that a judge can tell who is heard.</summary>
public static class Tone
{
    /// <summary>Samples of <paramref name="frequency"/> Hz, continuous when <paramref name="from"/> goes on where the last piece ended.</summary>
    public static short[] Samples(double frequency, int rate, int count, int from = 0, double amplitude = 0.5)
    {
        var samples = new short[count];
        for (var i = 0; i < count; i++)
        {
            samples[i] = (short)(amplitude * short.MaxValue * Math.Sin(2 * Math.PI * frequency * (from + i) / rate));
        }

        return samples;
    }

    /// <summary>Writes a WAV file of that tone, mono, 16 bit.</summary>
    public static string WriteWav(string path, double frequency, TimeSpan duration, int rate = 8_000)
    {
        WavFile.WriteMono(path, rate, Samples(frequency, rate, (int)(duration.TotalSeconds * rate)));
        return path;
    }

    /// <summary>Writes the same as raw µ-law, the form that SIPp streams.</summary>
    public static string WriteMuLaw(string path, double frequency, TimeSpan duration)
    {
        File.WriteAllBytes(path, Array.ConvertAll(Samples(frequency, 8_000, (int)(duration.TotalSeconds * 8_000)), Companding.ToMuLaw));
        return path;
    }
}
