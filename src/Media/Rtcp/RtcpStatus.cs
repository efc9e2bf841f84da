namespace RtcCluster.Media.Rtcp;

/// <summary>Why a compound RTCP packet was taken or refused.</summary>
public enum RtcpStatus
{
    /// <summary>Well formed.</summary>
    Ok,

    /// <summary>Shorter than one 8-byte packet, or a length field reaches beyond the datagram.</summary>
    TooShort,

    /// <summary>A packet's version is not 2.</summary>
    BadVersion,

    /// <summary>The first packet is neither a report nor of another RTCP type (RFC 3550 A.2, relaxed by RFC 5506).</summary>
    BadType,

    /// <summary>Padding anywhere but in the last packet, or larger than the packet.</summary>
    BadPadding,

    /// <summary>More report blocks or sources than the packet has room for.</summary>
    BadCount,
}
