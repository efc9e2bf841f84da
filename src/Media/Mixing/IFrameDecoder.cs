namespace RtcCluster.Media.Mixing;

/// <summary>Turns one member's packets into linear samples, in the order in which they are played. May keep state between packets.</summary>
public interface IFrameDecoder
{
    /// <summary>Rate of the samples in Hz: 8000 or 16000.</summary>
    int SampleRate { get; }

    /// <summary>How long a payload lasts, in samples of <see cref="SampleRate"/>; 0 when it is malformed. Of any packet, in any order.</summary>
    int Duration(ReadOnlySpan<byte> payload);

    /// <summary>Decodes a payload; returns how many samples were written, 0 when it is malformed.</summary>
    /// <param name="payload">The packet's payload.</param>
    /// <param name="samples">At least as long as <see cref="Duration"/> says.</param>
    int Decode(ReadOnlySpan<byte> payload, Span<short> samples);

    /// <summary>Makes up for a packet that did not come; false when the decoder cannot, and the mixer repeats what was heard.</summary>
    /// <param name="samples">As many samples as are missing.</param>
    bool Conceal(Span<short> samples);
}
