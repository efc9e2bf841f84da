using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Media.Mixing;

/// <summary>What one member hears, in Opus: each frame builds on the one before, so that no two members share one.</summary>
internal sealed class OpusFrameEncoder : IFrameEncoder, IDisposable
{
    private readonly OpusEncoder _encoder = new();

    /// <inheritdoc/>
    public int SampleRate => OpusEncoder.SampleRate;

    /// <inheritdoc/>
    public bool IsStateless => false;

    /// <inheritdoc/>
    public int Encode(ReadOnlySpan<short> frame, Span<byte> payload) => Math.Max(0, _encoder.Encode(frame, payload));

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();
}
