namespace RtcCluster.Media.Tones;

/// <summary>The hold music as notes, and its synthesis: plucked sines with a soft octave, below the level of speech.</summary>
internal static class HoldMelody
{
    private const int SampleRate = 8000;
    private const int NoteSamples = SampleRate / 2;
    private const int RingSamples = SampleRate * 2;
    private const double Amplitude = 2200;

    // C, A minor, F and G, eight notes each, as MIDI numbers: each chord goes up and comes back.
    private static readonly int[] Notes =
    [
        60, 64, 67, 72, 76, 72, 67, 64,
        57, 60, 64, 69, 72, 69, 64, 60,
        53, 57, 60, 65, 69, 65, 60, 57,
        55, 59, 62, 67, 71, 67, 62, 59,
    ];

    /// <summary>The loop: a note that rings past the end rings on at its beginning.</summary>
    public static short[] Compose()
    {
        var mix = new double[Notes.Length * NoteSamples];
        for (var note = 0; note < Notes.Length; note++)
        {
            Pluck(mix, note * NoteSamples, 440 * Math.Pow(2, (Notes[note] - 69) / 12.0));
        }

        return Array.ConvertAll(mix, static sample => (short)Math.Clamp(sample, short.MinValue, short.MaxValue));
    }

    private static void Pluck(double[] mix, int start, double frequency)
    {
        const double Attack = 80;
        for (var i = 0; i < RingSamples; i++)
        {
            var time = i / (double)SampleRate;
            var envelope = Math.Min(1, i / Attack) * Math.Exp(-2.2 * time) * Math.Min(1, (RingSamples - i) / Attack);
            var phase = 2 * Math.PI * frequency * time;
            mix[(start + i) % mix.Length] += Amplitude * envelope * (Math.Sin(phase) + (0.25 * Math.Sin(2 * phase)));
        }
    }
}
