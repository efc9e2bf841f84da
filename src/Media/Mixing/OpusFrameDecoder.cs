using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.Opus;

namespace RtcCluster.Media.Mixing;

/// <summary>One member's Opus, decoded at the rate of telephones: what a mix has to say to them is no wider.</summary>
internal sealed class OpusFrameDecoder : IFrameDecoder, IDisposable
{
    /// <summary>Opus' shortest frame is 2.5 ms, and it conceals nothing that is no multiple of it.</summary>
    private const int Grain = OpusDecoder.SampleRate / 400;

    private readonly OpusDecoder _decoder = new();

    /// <inheritdoc/>
    public int SampleRate => OpusDecoder.SampleRate;

    /// <inheritdoc/>
    public int Duration(ReadOnlySpan<byte> payload) =>
        OpusPacket.TryRead(payload, out var packet) ? packet.Samples / (PayloadKinds.OpusRate / OpusDecoder.SampleRate) : 0;

    /// <inheritdoc/>
    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples) => Math.Max(0, _decoder.Decode(payload, samples));

    /// <inheritdoc/>
    public bool Conceal(Span<short> samples) => samples.Length % Grain == 0 && _decoder.Conceal(samples) == samples.Length;

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();
}
