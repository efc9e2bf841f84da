namespace RtcCluster.Sip.Agent;

/// <summary>The transports of SIP.</summary>
public enum SipTransport
{
    /// <summary>Datagrams; the only one on which we retransmit.</summary>
    Udp,

    /// <summary>TCP.</summary>
    Tcp,

    /// <summary>TLS over TCP.</summary>
    Tls,

    /// <summary>WebSocket. RFC 7118.</summary>
    Ws,

    /// <summary>WebSocket over TLS. RFC 7118.</summary>
    Wss,
}
