using System.Net;

namespace RtcCluster.Sip.Agent;

/// <summary>One of the host's listening sockets.</summary>
/// <param name="Transport">Its transport.</param>
/// <param name="Local">Its address and port.</param>
public readonly record struct SipListener(SipTransport Transport, IPEndPoint Local);
