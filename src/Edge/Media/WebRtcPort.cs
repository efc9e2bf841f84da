using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Configuration;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Media;

/// <summary>The one UDP port that a media shard has for all its browsers, and TCP beside it. Lives in the shard.</summary>
/// <remarks>A check finds its connection by the fragment that it addresses, everything else by where it comes from, once a check has proven that (RFC 7983, RFC 8445).</remarks>
internal sealed class WebRtcPort : IWatched, IDisposable
{
    /// <summary>Datagrams of one round: the port is that of all browsers, and the sockets of telephones wait meanwhile.</summary>
    private const int Burst = 64;

    /// <summary>The kernel's receive buffer, as far as it allows: a pause of 100 ms at 50 packets a second of 1,000 browsers.</summary>
    private const int ReceiveBuffer = 4 << 20;

    /// <summary>Connections that stay free for pages that are loaded anew, when no further leg is taken.</summary>
    private const int Reserve = 256;

    private readonly UfragTable _table;
    private readonly List<BrowserPeer?> _peers = [];
    private readonly Stack<int> _free = new();
    private readonly MediaShard _shard;
    private readonly int _maxLegs;

    /// <summary>Serves a bound socket.</summary>
    public WebRtcPort(MediaShard shard, Socket socket, DtlsHandshakes handshakes)
        : this(shard, socket, handshakes, UfragTableOptions.Default)
    {
    }

    internal WebRtcPort(MediaShard shard, Socket socket, DtlsHandshakes handshakes, UfragTableOptions bounds)
    {
        _shard = shard;
        Socket = socket;
        Handshakes = handshakes;
        Number = (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
        _maxLegs = Math.Max(1, bounds.MaxLegs - Reserve);
        _table = new UfragTable(bounds);
    }

    /// <inheritdoc/>
    public Socket Socket { get; }

    /// <inheritdoc/>
    public int Key { get; set; }

    /// <inheritdoc/>
    public MediaCall? Call { get; private set; }

    /// <summary>The port's number, for descriptions.</summary>
    public ushort Number { get; }

    /// <summary>TCP for browsers without UDP; null when it is switched off.</summary>
    public WebRtcTcp? Tcp { get; private set; }

    /// <summary>Where handshakes run.</summary>
    public DtlsHandshakes Handshakes { get; }

    /// <summary>Connections that are known here.</summary>
    public int Peers => _table.Legs;

    /// <summary>Whether no further leg is taken.</summary>
    public bool IsFull => _table.Legs >= _maxLegs;

    /// <summary>Binds the port of a shard: the first of the options and the shard's number, or any when the first is 0.</summary>
    /// <exception cref="SocketException">The port is in use or not ours.</exception>
    public static Socket Bind(MediaOptions options, int shard)
    {
        var socket = new Socket(options.Address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = ReceiveBuffer };
        try
        {
            socket.Bind(new IPEndPoint(options.Address, options.WebRtcPort == 0 ? 0 : options.WebRtcPort + shard));
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Read()
    {
        for (var i = 0; i < Burst; i++)
        {
            var length = _shard.Io.Receive(Socket, _shard.Datagram, out var source);
            if (length < 0)
            {
                return;
            }

            Receive(_shard.Buffer, length, new IceFlow(source));
        }
    }

    /// <summary>Sends to a browser; counted.</summary>
    public void Send(ReadOnlySpan<byte> packet, in IceFlow to) =>
        _shard.Count(to.IsTcp ? Tcp?.Send(packet, to.Connection) ?? false : _shard.Io.Send(Socket, packet, to.Remote));

    /// <summary>Takes TCP connections too, before the shard runs.</summary>
    public void Serve(Socket listener, WebRtcTcpBounds bounds)
    {
        Tcp = new WebRtcTcp(_shard, this, listener, bounds);
        _shard.Watch(Tcp);
    }

    /// <summary>Checks for these credentials are the peer's, which may be new here; false when there is no room or the fragment is taken.</summary>
    public bool Add(BrowserPeer peer, IceCredentials local)
    {
        if (peer.Place == ShardSlot.None)
        {
            var index = _free.TryPop(out var free) ? free : _peers.Count;
            if (index == _peers.Count)
            {
                _peers.Add(null);
            }

            peer.Place = new ShardSlot(index);
            _peers[index] = peer;
        }

        return _table.Add(peer.Place, local);
    }

    /// <summary>Checks for the fragment are dropped.</summary>
    public void Retire(BrowserPeer peer, string ufrag) => _table.Retire(peer.Place, ufrag);

    /// <summary>The peer's media goes there.</summary>
    public void Select(BrowserPeer peer, in IceFlow flow) => _table.Select(peer.Place, flow);

    /// <summary>Forgets the peer.</summary>
    public void Remove(BrowserPeer peer)
    {
        if (peer.Place != ShardSlot.None)
        {
            _table.Remove(peer.Place);
            _peers[peer.Place.Index] = null;
            _free.Push(peer.Place.Index);
            peer.Place = ShardSlot.None;
        }
    }

    /// <summary>A TCP connection has ended.</summary>
    public void Close(in IceFlow flow)
    {
        var slot = _table.Forget(flow);
        if (slot != ShardSlot.None && _peers[slot.Index] is { } peer)
        {
            peer.Call.CloseFlow(peer, flow);
        }
    }

    public void Dispose()
    {
        Tcp?.Dispose();
        Socket.Dispose();
    }

    /// <summary>Takes a packet, whichever way it came; false when it is nobody's.</summary>
    public bool Receive(Span<byte> buffer, int length, in IceFlow source)
    {
        Call = null;
        var route = _table.Route(buffer[..length], source, out var check);
        if (route.Status != RouteStatus.Routed)
        {
            CountDropped(route.Status);
            return false;
        }

        var peer = _peers[route.Slot.Index]!;
        Call = peer.Call;
        switch (route.Kind)
        {
            case PacketKind.Stun:
                var status = peer.Call.ReceiveCheck(peer, check, source);
                _shard.Counters.IceChecks[(int)status]++;
                if (status == IceStatus.Accepted)
                {
                    _table.Remember(route.Slot, source);
                    if (source.IsTcp)
                    {
                        Tcp?.Prove(source.Connection);
                    }

                    peer.Attempt();
                }

                break;
            case PacketKind.Dtls:
                peer.ReceiveDtls(buffer[..length], source);
                break;
            default:
                peer.Call.ReceiveSecure(peer, route.Kind == PacketKind.Rtcp, buffer, length);
                break;
        }

        return true;
    }

    private void CountDropped(RouteStatus why)
    {
        switch (why)
        {
            case RouteStatus.MalformedStun:
                _shard.Counters.IceChecks[(int)IceStatus.Malformed]++;
                break;
            case RouteStatus.UnknownUfrag:
                _shard.Counters.IceChecks[(int)IceStatus.UnknownUsername]++;
                break;
            case RouteStatus.UnknownSource:
                _shard.Counters.DroppedStranger++;
                break;
            default:
                _shard.Counters.DroppedMalformed++;
                break;
        }
    }
}
