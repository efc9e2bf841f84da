using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.G722;

namespace RtcCluster.Media.Mixing;

/// <summary>What one member hears, in G.722: each sample builds on those before, so that no two members share a frame.</summary>
internal sealed class G722FrameEncoder : IFrameEncoder
{
    private readonly G722Transcoder _transcoder = new();

    /// <inheritdoc/>
    public int SampleRate => PayloadKinds.TelephoneRate;

    /// <inheritdoc/>
    public bool IsStateless => false;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<short> frame, Span<byte> payload)
    {
        _transcoder.FromLinear(frame, payload);
        return frame.Length;
    }
}
