namespace RtcCluster.Media.Dtmf;

/// <summary>The two frequencies of a key (ITU-T Q.23), for peers that do not take telephone-event.</summary>
internal static class DtmfTone
{
    private const double Amplitude = 5000;
    private const double SampleRate = 8000;

    // Rows 697 770 852 941, columns 1209 1336 1477 1633; in the order of the event numbers 0-9 * # A-D.
    private static readonly (double Low, double High)[] Frequencies =
    [
        (941, 1336), (697, 1209), (697, 1336), (697, 1477), (770, 1209), (770, 1336), (770, 1477), (852, 1209),
        (852, 1336), (852, 1477), (941, 1209), (941, 1477), (697, 1633), (770, 1633), (852, 1633), (941, 1633),
    ];

    /// <summary>Fills a frame with the key's tones, or with silence for flash, which has none.</summary>
    /// <param name="number">The event number.</param>
    /// <param name="position">Samples of this key before the frame.</param>
    /// <param name="frame">Overwritten whole.</param>
    public static void Fill(byte number, int position, Span<short> frame)
    {
        if (number >= Frequencies.Length)
        {
            frame.Clear();
            return;
        }

        var (low, high) = Frequencies[number];
        for (var i = 0; i < frame.Length; i++)
        {
            var angle = 2 * Math.PI * (position + i) / SampleRate;
            frame[i] = (short)(Amplitude * (Math.Sin(low * angle) + Math.Sin(high * angle)));
        }
    }
}
