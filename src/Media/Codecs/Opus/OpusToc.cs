namespace RtcCluster.Media.Codecs.Opus;

/// <summary>The first byte of an Opus packet: mode, bandwidth and frame size, channels, and how many frames follow. RFC 6716 §3.1.</summary>
/// <remarks>
/// <code>
///  0 1 2 3 4 5 6 7
/// +-+-+-+-+-+-+-+-+
/// | config  |s| c |
/// +-+-+-+-+-+-+-+-+
/// </code>
/// </remarks>
/// <param name="Value">The byte.</param>
public readonly record struct OpusToc(byte Value)
{
    /// <summary>Mode, bandwidth and frame size as one number, 0 to 31.</summary>
    public int Config => Value >> 3;

    /// <summary>Whether two channels are coded together.</summary>
    public bool IsStereo => (Value & 4) != 0;

    /// <summary>How the frames are packed, 0 to 3 (RFC 6716 §3.2).</summary>
    public int Code => Value & 3;

    /// <summary>How long one frame lasts, in samples of 48 kHz: 2.5 to 60 ms.</summary>
    public int FrameSamples => Config switch
    {
        // SILK: 10, 20, 40, 60 ms; hybrid: 10, 20 ms; CELT: 2.5, 5, 10, 20 ms.
        < 12 => (Config & 3) == 3 ? 2880 : 480 << (Config & 3),
        < 16 => 480 << (Config & 1),
        _ => 120 << (Config & 3),
    };

    /// <summary>The same configuration, and one frame behind it.</summary>
    public OpusToc Single => new((byte)(Value & 0xFC));
}
