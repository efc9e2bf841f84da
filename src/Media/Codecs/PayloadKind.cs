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

    /// <summary>telephone-event with the clock of the audio codec, 8 kHz (RFC 4733).</summary>
    TelephoneEvent = 4,
}
