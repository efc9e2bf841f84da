using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Media.Mixing;

/// <summary>All that can be mixed here: G.711, G.722 (what is heard of it comes decoded), and Opus where <see cref="OpusLibrary.IsAvailable"/>.</summary>
public sealed class FrameCodecs : IFrameCodecs
{
    private FrameCodecs()
    {
    }

    /// <summary>The only one.</summary>
    public static FrameCodecs Instance { get; } = new();

    /// <inheritdoc/>
    public IFrameDecoder? Decoder(PayloadKind kind) =>
        kind != PayloadKind.Opus ? G711FrameCodecs.Instance.Decoder(kind) : OpusLibrary.IsAvailable ? new OpusFrameDecoder() : null;

    /// <inheritdoc/>
    public IFrameEncoder? Encoder(PayloadKind kind) =>
        kind == PayloadKind.G722 ? new G722FrameEncoder()
        : kind != PayloadKind.Opus ? G711FrameCodecs.Instance.Encoder(kind) : OpusLibrary.IsAvailable ? new OpusFrameEncoder() : null;
}
