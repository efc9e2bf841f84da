using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;

namespace RtcCluster.Edge.Sip;

/// <summary>Finds the addresses of names for the agents, and remembers which name an address was found by, for TLS.</summary>
/// <remarks>
/// Addresses come from the system's resolver (A and AAAA). SRV and NAPTR (RFC 3263) are not asked: peers that need another port name it in their
/// trunk settings.
/// </remarks>
internal sealed partial class SipNames(ILogger<SipNames> log)
{
    private const int MaxNames = 4_096;

    private readonly ConcurrentDictionary<IPEndPoint, string> _names = new();

    /// <summary>The name that TLS expects of a peer: the one it was found by, else its address.</summary>
    public string NameOf(IPEndPoint remote) => _names.TryGetValue(remote, out var name) ? name : remote.Address.ToString();

    /// <summary>Whether an address was found by a name.</summary>
    public bool IsAddressOf(string name, IPAddress address) =>
        _names.Any(n => n.Key.Address.Equals(address) && n.Value.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Finds addresses; empty when there are none. Never throws for a name.</summary>
    public async Task<IReadOnlyList<(SipTransport Transport, IPEndPoint Remote)>> ResolveAsync(ResolveName query, CancellationToken stop)
    {
        var transport = query.Transport ?? (query.Secure ? SipTransport.Tls : SipTransport.Udp);
        var port = query.Port != 0 ? query.Port : transport is SipTransport.Tls or SipTransport.Wss ? 5061 : 5060;
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(query.Host, stop).ConfigureAwait(false);
            var found = new List<(SipTransport, IPEndPoint)>(addresses.Length);
            foreach (var address in addresses)
            {
                var remote = new IPEndPoint(address, port);
                Remember(remote, query.Host);
                found.Add((transport, remote));
            }

            return found;
        }
        catch (SocketException e)
        {
            LogNotFound(e.SocketErrorCode);
            return [];
        }
    }

    private void Remember(IPEndPoint remote, string name)
    {
        if (_names.Count >= MaxNames)
        {
            _names.Clear();
        }

        _names[remote] = name;
    }

    [LoggerMessage(2131, LogLevel.Information, "The name of a SIP peer was not found: {Error}.")]
    private partial void LogNotFound(SocketError error);
}
