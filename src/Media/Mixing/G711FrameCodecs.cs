using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Mixing;

/// <summary>G.711, the one codec that every telephone has: without state, so that all members share what it makes.</summary>
public sealed class G711FrameCodecs : IFrameCodecs
{
    private readonly G711Frames _muLaw = new(PayloadKind.Pcmu);
    private readonly G711Frames _aLaw = new(PayloadKind.Pcma);

    private G711FrameCodecs()
    {
    }

    /// <summary>The only one.</summary>
    public static G711FrameCodecs Instance { get; } = new();

    /// <inheritdoc/>
    public IFrameDecoder? Decoder(PayloadKind kind) => Of(kind);

    /// <inheritdoc/>
    public IFrameEncoder? Encoder(PayloadKind kind) => Of(kind);

    private G711Frames? Of(PayloadKind kind) => kind switch
    {
        PayloadKind.Pcmu => _muLaw,
        PayloadKind.Pcma => _aLaw,
        _ => null,
    };
}
