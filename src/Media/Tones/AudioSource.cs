using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Media.Tones;

/// <summary>
/// Something that one leg can hear: frames of 20 ms at 8 kHz. A source has a position and so belongs to one leg;
/// it is deterministic, that is, two of a kind give the same samples.
/// </summary>
public abstract class AudioSource
{
    /// <summary>Full amplitude of what we generate: about -13 dBm0, the level of a network's tones (ITU-T E.180).</summary>
    public const double ToneAmplitude = 5000;

    /// <summary>Whether no frame is taken while its leg cannot be sent to: before a browser's keys are there, or while the phone holds the call.</summary>
    public virtual bool WaitsForListener => false;

    /// <summary>Whether it is a modem: each of its frames is sent, however late, and what its leg says is given to <see cref="Hear"/>.</summary>
    public virtual bool IsModem => false;

    /// <summary>Takes what the leg says; of a modem alone.</summary>
    /// <param name="header">The packet's header.</param>
    /// <param name="kind">What is in it.</param>
    /// <param name="payload">Its payload; good until this returns.</param>
    public virtual void Hear(in RtpHeader header, PayloadKind kind, ReadOnlySpan<byte> payload)
    {
    }

    /// <summary>Writes the next samples; false when there were none left (the frame is then silence and the source has ended).</summary>
    /// <param name="frame">160 samples of 16-bit linear audio, overwritten whole.</param>
    public abstract bool Fill(Span<short> frame);
}
