namespace RtcCluster.Media.Srtp;

/// <summary>Why a packet was protected or taken, or refused; the host counts refusals by it and never ends a call for them (threat T10, CVE-2021-41105).</summary>
public enum SrtpStatus
{
    /// <summary>Protected, or authentic and decrypted.</summary>
    Ok,

    /// <summary>Too short for a header, or for the trailer that protection adds.</summary>
    TooShort,

    /// <summary>Not version 2, or sources or extension reach beyond the packet.</summary>
    Malformed,

    /// <summary>The tag is not what the key gives: forged, damaged, or of other keys.</summary>
    NotAuthentic,

    /// <summary>Its index was used before, or is older than the replay window.</summary>
    Replayed,

    /// <summary>From one more synchronisation source than the context takes.</summary>
    TooManyStreams,

    /// <summary>The caller's buffer has no room for the trailer.</summary>
    NoRoom,

    /// <summary>2^48 RTP packets or 2^31 RTCP packets: the keys may protect no more (RFC 3711 §9.2).</summary>
    KeyExhausted,
}
