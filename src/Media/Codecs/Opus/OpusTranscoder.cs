namespace RtcCluster.Media.Codecs.Opus;

/// <summary>
/// One way of a leg between Opus and G.711, packet by packet: each packet becomes one of the same length of time. Needs <see cref="OpusLibrary.IsAvailable"/>.
/// One thread at a time; allocates nothing per packet.
/// </summary>
public sealed class OpusTranscoder : IDisposable
{
    /// <summary>The longest G.711 packet that is taken: 60 ms.</summary>
    public const int MaxSamples = 480;

    /// <summary>Room that every result fits into.</summary>
    public const int MaxLength = OpusDecoder.MaxSamples;

    private OpusEncoder? _encoder;
    private OpusDecoder? _decoder;

    /// <summary>Encodes samples of 8 kHz; returns the packet's bytes, or 0 when they are of a length that Opus has not (30 ms, for example).</summary>
    public int FromLinear(ReadOnlySpan<short> samples, Span<byte> packet) =>
        samples.Length is 0 or > MaxSamples ? 0 : Math.Max(0, (_encoder ??= new OpusEncoder()).Encode(samples, packet));

    /// <summary>Turns a packet of G.711 into one of Opus; returns its bytes, 0 when there is none.</summary>
    public int FromG711(PayloadKind law, ReadOnlySpan<byte> payload, Span<byte> packet)
    {
        if (payload.Length is 0 or > MaxSamples)
        {
            return 0;
        }

        Span<short> samples = stackalloc short[MaxSamples];
        G711.Decode(law, payload, samples);
        return FromLinear(samples[..payload.Length], packet);
    }

    /// <summary>Turns a packet of Opus into one of G.711; returns its bytes, 0 when the packet is damaged.</summary>
    public int ToG711(ReadOnlySpan<byte> packet, PayloadKind law, Span<byte> payload)
    {
        Span<short> samples = stackalloc short[OpusDecoder.MaxSamples];
        var count = (_decoder ??= new OpusDecoder()).Decode(packet, samples);
        if (count <= 0 || count > payload.Length)
        {
            return 0;
        }

        G711.Encode(law, samples[..count], payload);
        return count;
    }

    /// <summary>Gives the native states back.</summary>
    public void Dispose()
    {
        _encoder?.Dispose();
        _decoder?.Dispose();
        _encoder = null;
        _decoder = null;
    }
}
