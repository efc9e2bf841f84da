namespace RtcCluster.Media.Ice;

/// <summary>What shares a media port. RFC 7983 §7.</summary>
public enum PacketKind : byte
{
    /// <summary>None of the others: drop and count.</summary>
    Unknown,

    /// <summary>STUN.</summary>
    Stun,

    /// <summary>A DTLS record.</summary>
    Dtls,

    /// <summary>TURN channel data, which nobody sends to us: drop and count.</summary>
    TurnChannel,

    /// <summary>RTP or SRTP.</summary>
    Rtp,

    /// <summary>RTCP or SRTCP (RFC 5761 §4).</summary>
    Rtcp,
}
