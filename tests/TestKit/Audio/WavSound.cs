namespace RtcCluster.TestKit.Audio;

/// <summary>Sound as 16-bit samples, one array per channel, all of one length.</summary>
/// <param name="Rate">Samples per second.</param>
/// <param name="Channels">The samples of each channel; left is 0.</param>
public sealed record WavSound(int Rate, IReadOnlyList<short[]> Channels)
{
    public TimeSpan Duration => TimeSpan.FromSeconds(Channels.Count == 0 ? 0 : (double)Channels[0].Length / Rate);

    public short[] Left => Channels[0];

    public short[] Right => Channels[1];

    /// <summary>This sound with another one that begins at a moment of it; where both sound they are added.</summary>
    public WavSound With(WavSound other, TimeSpan at)
    {
        var start = (int)Math.Round(at.TotalSeconds * other.Rate);
        var channels = new short[other.Channels.Count][];
        for (var i = 0; i < channels.Length; i++)
        {
            var before = i < Channels.Count ? Channels[i] : [];
            channels[i] = new short[Math.Max(before.Length, start + other.Channels[i].Length)];
            before.CopyTo(channels[i], 0);
            for (var sample = 0; sample < other.Channels[i].Length; sample++)
            {
                channels[i][start + sample] += other.Channels[i][sample];
            }
        }

        return new WavSound(other.Rate, channels);
    }
}
