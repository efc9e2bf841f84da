using System.Net;

namespace RtcCluster.Sip.Agent;

/// <summary>Where a message came from or goes to: a pair of endpoints, and the connection when there is one.</summary>
/// <param name="Transport">The transport.</param>
/// <param name="Local">Our listening endpoint that stands for the flow; Via and Contact are made from it. Not an ephemeral port.</param>
/// <param name="Remote">The peer's endpoint.</param>
/// <param name="Connection">
/// The host's number of the open connection, opaque here; 0 for UDP, or "open one" for the others. Negative: another process of the host has the flow, also one of UDP.
/// </param>
public readonly record struct SipFlow(SipTransport Transport, IPEndPoint Local, IPEndPoint Remote, long Connection = 0)
{
    /// <summary>Whether the transport retransmits by itself.</summary>
    public bool IsReliable => Transport != SipTransport.Udp;

    /// <summary>Whether another process has it, and passes on what comes by it and goes back by it.</summary>
    public bool IsPassedOn => Connection < 0;

    /// <summary>Whether it is a WebSocket: its peer can open connections and cannot be connected to. RFC 7118.</summary>
    public bool IsWebSocket => Transport is SipTransport.Ws or SipTransport.Wss;
}
