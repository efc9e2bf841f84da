namespace RtcCluster.Media.Tones;

/// <summary>Packets of silence: keeps a stream and a NAT binding alive where nobody speaks.</summary>
public sealed class SilenceSource : AudioSource
{
    /// <inheritdoc/>
    public override bool Fill(Span<short> frame)
    {
        frame.Clear();
        return true;
    }
}
