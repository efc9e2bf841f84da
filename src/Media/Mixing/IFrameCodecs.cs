using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Mixing;

/// <summary>Makes what a mixer needs to hear a member and to speak to it. Asked when a member's codec becomes known, never for each packet.</summary>
/// <remarks>What is <see cref="IDisposable"/> is disposed when the member's codec changes or the member leaves.</remarks>
public interface IFrameCodecs
{
    /// <summary>A decoder for one member; null when the kind cannot be mixed.</summary>
    IFrameDecoder? Decoder(PayloadKind kind);

    /// <summary>An encoder for one member; null when the kind cannot be made.</summary>
    IFrameEncoder? Encoder(PayloadKind kind);
}
