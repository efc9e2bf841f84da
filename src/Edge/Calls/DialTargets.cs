using System.Net;
using RtcCluster.Contracts.Calls;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Calls;

/// <summary>Reads where an outgoing leg goes.</summary>
internal static class DialTargets
{
    /// <summary>The flow that a registration came by; null when the target's URI or route says where to go.</summary>
    public static SipFlow? FlowOf(DialTarget target, IReadOnlyList<SipListener> listeners)
    {
        if (target.Address is null || !IPEndPoint.TryParse(target.Address, out var remote))
        {
            return null;
        }

        var transport = TransportOf(target.Transport);
        foreach (var listener in listeners)
        {
            if (listener.Transport == transport && listener.Local.AddressFamily == remote.AddressFamily)
            {
                return new SipFlow(transport, listener.Local, remote, target.Flow);
            }
        }

        return null;
    }

    /// <summary>The request URI; a transport that the URI does not name is added, so that the next hop is found by it (RFC 3263 §4.1).</summary>
    public static string UriOf(DialTarget target) =>
        target.Address is null && TransportOf(target.Transport) is not SipTransport.Udp and var transport && !target.Uri.Contains(";transport=", StringComparison.OrdinalIgnoreCase)
            ? $"{target.Uri};transport={NameOf(transport)}"
            : target.Uri;

    /// <summary>The transport of a name; UDP for an unknown one.</summary>
    public static SipTransport TransportOf(string name) => name.ToUpperInvariant() switch
    {
        "TCP" => SipTransport.Tcp,
        "TLS" => SipTransport.Tls,
        "WS" => SipTransport.Ws,
        "WSS" => SipTransport.Wss,
        _ => SipTransport.Udp,
    };

    /// <summary>The name of a transport as contracts and URIs write it.</summary>
    public static string NameOf(SipTransport transport) => transport switch
    {
        SipTransport.Tcp => "tcp",
        SipTransport.Tls => "tls",
        SipTransport.Ws => "ws",
        SipTransport.Wss => "wss",
        _ => "udp",
    };
}
