namespace RtcCluster.Media.Sdp;

/// <summary>What became of an offer or an answer.</summary>
public enum NegotiationStatus
{
    /// <summary>Taken.</summary>
    Accepted,

    /// <summary>No SDP that can be read.</summary>
    Malformed,

    /// <summary>No audio section with a port.</summary>
    NoAudio,

    /// <summary>Audio, but none over plain RTP.</summary>
    UnsupportedTransport,

    /// <summary>No audio codec in common.</summary>
    NoCommonCodec,

    /// <summary>
    /// A name instead of an address, multicast, another address family, our own port, or the loopback of this machine named by somebody
    /// who is not on it: media is not sent there (threat T15).
    /// </summary>
    AddressRefused,

    /// <summary>An own offer is still unanswered (RFC 3264 §4): glare.</summary>
    OfferPending,

    /// <summary>An answer that nobody asked for.</summary>
    NoOfferPending,

    /// <summary>The leg is not part of this call.</summary>
    UnknownLeg,
}
