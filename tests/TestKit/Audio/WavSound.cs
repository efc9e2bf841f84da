namespace RtcCluster.TestKit.Audio;

/// <summary>Sound as 16-bit samples, one array per channel, all of one length.</summary>
/// <param name="Rate">Samples per second.</param>
/// <param name="Channels">The samples of each channel; left is 0.</param>
public sealed record WavSound(int Rate, IReadOnlyList<short[]> Channels)
{
    public TimeSpan Duration => TimeSpan.FromSeconds(Channels.Count == 0 ? 0 : (double)Channels[0].Length / Rate);

    public short[] Left => Channels[0];

    public short[] Right => Channels[1];
}
