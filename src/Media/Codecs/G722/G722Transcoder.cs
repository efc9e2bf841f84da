namespace RtcCluster.Media.Codecs.G722;

/// <summary>
/// One way of a leg between G.722 at 64 kbit/s and sound of 8 kHz, which is what mixes, prompts and the other codecs here are. A byte of G.722 lasts 125 µs and
/// counts as one tick of RTP's clock (RFC 3551 section 4.5.2: 8000, by an old mistake), so that a packet keeps its length, its timestamp and its place.
/// </summary>
/// <remarks>
/// Only the lower of the two sub-bands is used, without the filter that divides them: it is what is below 4 kHz, at the rate that is wanted. What is encoded
/// has an empty upper band, which any decoder takes for silence there. Two telephones with G.722 hear each other untouched; this is for all others.
/// One thread at a time; allocates nothing per packet.
/// </remarks>
public sealed class G722Transcoder
{
    /// <summary>The smallest step of the upper band, upwards; its predictor fades to nothing on it.</summary>
    private const int EmptyUpperBand = 0b1100_0000;

    private const int LowerBand = 0b0011_1111;

    private readonly G722Band _encoder = new();
    private readonly G722Band _decoder = new();

    /// <summary>Encodes samples of 8 kHz; <paramref name="payload"/> is at least as long as <paramref name="samples"/>.</summary>
    public void FromLinear(ReadOnlySpan<short> samples, Span<byte> payload)
    {
        for (var i = 0; i < samples.Length; i++)
        {
            payload[i] = (byte)(EmptyUpperBand | _encoder.Encode(samples[i] >> 1));
        }
    }

    /// <summary>Decodes to samples of 8 kHz; <paramref name="samples"/> is at least as long as <paramref name="payload"/>.</summary>
    public void ToLinear(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            samples[i] = Decode(payload[i]);
        }
    }

    /// <summary>Turns a packet of G.711 into one of G.722, in its place.</summary>
    public void FromG711(PayloadKind law, Span<byte> payload)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            var sample = law == PayloadKind.Pcma ? G711.DecodeALaw(payload[i]) : G711.DecodeMuLaw(payload[i]);
            payload[i] = (byte)(EmptyUpperBand | _encoder.Encode(sample >> 1));
        }
    }

    /// <summary>Turns a packet of G.722 into one of G.711, in its place.</summary>
    public void ToG711(PayloadKind law, Span<byte> payload)
    {
        for (var i = 0; i < payload.Length; i++)
        {
            var sample = Decode(payload[i]);
            payload[i] = law == PayloadKind.Pcma ? G711.EncodeALaw(sample) : G711.EncodeMuLaw(sample);
        }
    }

    private short Decode(byte code) => (short)(_decoder.Decode(code & LowerBand) << 1);
}
