using RtcCluster.Media.Codecs;
using RtcCluster.Media.Mixing;

namespace RtcCluster.Media.Tests.Mixing;

/// <summary>A codec without loss on the way out: bytes in, 16-bit samples out. Each byte of a payload is one sample at a coarse scale, up to full scale.</summary>
internal sealed class LinearCodecs : IFrameCodecs, IFrameDecoder, IFrameEncoder
{
    public const PayloadKind Kind = PayloadKind.G722;

    private LinearCodecs(int rate) => SampleRate = rate;

    public static LinearCodecs Instance { get; } = new(8_000);

    /// <summary>At 16 kHz with an RTP clock of 8 kHz, as G.722 has it (RFC 3551 §4.5.2).</summary>
    public static LinearCodecs Wide { get; } = new(16_000);

    public int SampleRate { get; }

    public bool IsStateless => true;

    public static short Sample(byte value) => (short)((value - 128) << 8);

    public IFrameDecoder? Decoder(PayloadKind kind) => kind == Kind ? this : G711FrameCodecs.Instance.Decoder(kind);

    public IFrameEncoder? Encoder(PayloadKind kind) => kind == Kind ? this : G711FrameCodecs.Instance.Encoder(kind);

    public int Duration(ReadOnlySpan<byte> payload) => payload.Length;

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            samples[i] = Sample(payload[i]);
        }

        return payload.Length;
    }

    public bool Conceal(Span<short> samples) => false;

    public int Encode(ReadOnlySpan<short> frame, Span<byte> payload)
    {
        System.Runtime.InteropServices.MemoryMarshal.AsBytes(frame).CopyTo(payload);
        return 2 * frame.Length;
    }
}
