namespace RtcCluster.Media.Sdp;

/// <summary>The SIP code that the edge answers with, so that the map stands in one place.</summary>
public static class NegotiationStatuses
{
    /// <summary>0 when accepted; else 400, 488, 491, 481 or 500 (RFC 3261 §21, RFC 3264 §4 and §6).</summary>
    public static int SipCode(this NegotiationStatus status) => status switch
    {
        NegotiationStatus.Accepted => 0,
        NegotiationStatus.Malformed => 400,
        NegotiationStatus.OfferPending => 491,
        NegotiationStatus.UnknownLeg => 481,
        NegotiationStatus.NoOfferPending => 500,
        _ => 488,
    };

    /// <summary>One line for a Warning or Reason header.</summary>
    public static string Text(this NegotiationStatus status) => status switch
    {
        NegotiationStatus.Accepted => "accepted",
        NegotiationStatus.Malformed => "session description cannot be read",
        NegotiationStatus.NoAudio => "no audio offered",
        NegotiationStatus.UnsupportedTransport => "media transport not supported",
        NegotiationStatus.NoCommonCodec => "no common codec",
        NegotiationStatus.AddressRefused => "media address refused",
        NegotiationStatus.NoIce => "no ICE credentials offered",
        NegotiationStatus.BadIce => "ICE credentials refused",
        NegotiationStatus.BadFingerprint => "no usable certificate fingerprint",
        NegotiationStatus.BadSetup => "DTLS role refused",
        NegotiationStatus.NoRtcpMux => "rtcp-mux is required",
        NegotiationStatus.BadCrypto => "no usable SRTP key",
        NegotiationStatus.OfferPending => "an offer is pending",
        NegotiationStatus.NoOfferPending => "no offer is pending",
        _ => "unknown leg",
    };
}
