using RtcCluster.Media.Codecs;

namespace RtcCluster.Media.Mixing;

/// <summary>Frames of one law of G.711.</summary>
internal sealed class G711Frames(PayloadKind law) : IFrameDecoder, IFrameEncoder
{
    public int SampleRate => PayloadKinds.TelephoneRate;

    public bool IsStateless => true;

    public int Duration(ReadOnlySpan<byte> payload) => payload.Length;

    public int Decode(ReadOnlySpan<byte> payload, Span<short> samples)
    {
        G711.Decode(law, payload, samples);
        return payload.Length;
    }

    public bool Conceal(Span<short> samples) => false;

    public int Encode(ReadOnlySpan<short> frame, Span<byte> payload)
    {
        G711.Encode(law, frame, payload);
        return frame.Length;
    }
}
