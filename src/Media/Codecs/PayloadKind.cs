namespace RtcCluster.Media.Codecs;

/// <summary>What an RTP payload type stands for once it has been negotiated.</summary>
public enum PayloadKind : byte
{
    /// <summary>Not negotiated, or a format that we do not take.</summary>
    Unknown = 0,

    /// <summary>G.711 µ-law, 8 kHz, static payload type 0 (RFC 3551 §4.5.14).</summary>
    Pcmu = 1,

    /// <summary>G.711 A-law, 8 kHz, static payload type 8 (RFC 3551 §4.5.14).</summary>
    Pcma = 2,

    /// <summary>G.722, 16 kHz sampled but with an 8 kHz RTP clock, static payload type 9 (RFC 3551 §4.5.2). Passed through, never decoded.</summary>
    G722 = 3,

    /// <summary>telephone-event beside a codec of an 8 kHz clock (RFC 4733 §2.1).</summary>
    TelephoneEvent = 4,

    /// <summary>Opus, 48 kHz clock, always named as two channels (RFC 7587 §7). Passed through between browsers; made and decoded where libopus is installed.</summary>
    Opus = 5,

    /// <summary>telephone-event beside Opus: an event bears the clock of the audio that it interrupts (RFC 4733 §2.1).</summary>
    WideTelephoneEvent = 6,
}
