using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>The WebSocket connections of this edge: the web server accepts them, from here on they are connections like TCP's. RFC 7118.</summary>
internal sealed class SipWebSockets
{
    private readonly SipStreamOptions _options;
    private readonly SipConnections _connections;
    private readonly ISipIntake _intake;
    private readonly EdgeClock _clock;

    public SipWebSockets(
        SipOptions sip, WebOptions web, SipStreamOptions options, SipConnections connections, ISipIntake intake, EdgeClock clock)
    {
        _options = options;
        _connections = connections;
        _intake = intake;
        _clock = clock;
        var transport = web.Url.Scheme == Uri.UriSchemeHttps ? SipTransport.Wss : SipTransport.Ws;
        Listeners = sip.WebSocket ? [.. AddressesOf(sip, web).Select(local => new SipListener(transport, local))] : [];
    }

    /// <summary>What stands for the web server in Via and Contact; empty when WebSockets are switched off.</summary>
    public IReadOnlyList<SipListener> Listeners { get; }

    /// <summary>Counts one more of a source; false when it has as many as it may. A true one is given back with <see cref="Release"/>.</summary>
    public bool TryAdmit(IPAddress source) => _connections.TryAdmit(source);

    /// <summary>One of a source is over.</summary>
    public void Release(IPAddress source) => _connections.Release(source);

    /// <summary>Reads and writes until the connection ends, for whatever reason.</summary>
    public Task ServeAsync(WebSocket socket, IPEndPoint remote)
    {
        var listener = Listeners.FirstOrDefault(l => l.Local.AddressFamily == remote.AddressFamily, Listeners[0]);
        return _connections.Run(id => _connections.CarryAsync(
            new SipWebSocketConnection(new SipFlow(listener.Transport, listener.Local, remote, id), socket, _intake, _clock, _options)));
    }

    /// <summary>The web server's address; where it listens for a name or a wildcard, the addresses that SIP has, else loopback.</summary>
    private static IEnumerable<IPEndPoint> AddressesOf(SipOptions sip, WebOptions web)
    {
        if (IPAddress.TryParse(web.Url.DnsSafeHost, out var address) && IsSpecific(address))
        {
            yield return new IPEndPoint(address, web.Url.Port);
            yield break;
        }

        var known = new[] { sip.Udp, sip.Tcp, sip.Tls }.OfType<IPEndPoint>().Select(endpoint => endpoint.Address).Where(IsSpecific).ToList();
        foreach (var loopback in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            yield return new IPEndPoint(known.Find(a => a.AddressFamily == loopback.AddressFamily) ?? loopback, web.Url.Port);
        }
    }

    private static bool IsSpecific(IPAddress address) =>
        !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) && address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6;
}
