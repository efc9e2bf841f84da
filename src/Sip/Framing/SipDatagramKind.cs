namespace RtcCluster.Sip.Framing;

/// <summary>What a datagram on a SIP port is.</summary>
public enum SipDatagramKind : byte
{
    /// <summary>A message; it goes to <see cref="Messages.SipMessage.TryParse"/>.</summary>
    Message,

    /// <summary>Line breaks, zero bytes or nothing, up to 32 of them: keeps a NAT binding open and wants no answer.</summary>
    KeepAlive,

    /// <summary>A STUN request that keeps a flow alive (RFC 5626 §3.5.2).</summary>
    Stun,
}
