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

    /// <summary>Audio, but none over the transport of the leg: plain RTP for a phone, DTLS-SRTP for a browser.</summary>
    UnsupportedTransport,

    /// <summary>No audio codec in common.</summary>
    NoCommonCodec,

    /// <summary>
    /// A name instead of an address, multicast, another address family, our own port, or the loopback of this machine named by somebody
    /// who is not on it: media is not sent there (threat T15).
    /// </summary>
    AddressRefused,

    /// <summary>A browser's audio without ICE fragment and password.</summary>
    NoIce,

    /// <summary>ICE credentials that are too short, too long or of other characters (RFC 8839 §5.4), or a lite agent, which would wait for us.</summary>
    BadIce,

    /// <summary>No certificate fingerprint, one that cannot be read, or none of SHA-256 or better: media could not be tied to the signalling (RFC 5763 §5).</summary>
    BadFingerprint,

    /// <summary>The peer does not offer to be the client of the DTLS handshake (RFC 8842 §5.2).</summary>
    BadSetup,

    /// <summary>A browser's audio without rtcp-mux: it would need a second connection (RFC 8834 §4.5).</summary>
    NoRtcpMux,

    /// <summary>SRTP without a key that we can use: another suite, another tag, or none (RFC 4568 §7.1.2).</summary>
    BadCrypto,

    /// <summary>An own offer is still unanswered (RFC 3264 §4): glare.</summary>
    OfferPending,

    /// <summary>An answer that nobody asked for.</summary>
    NoOfferPending,

    /// <summary>The leg is not part of this call.</summary>
    UnknownLeg,
}
