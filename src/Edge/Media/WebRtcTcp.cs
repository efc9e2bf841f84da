using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Configuration;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Ice;

namespace RtcCluster.Edge.Media;

/// <summary>
/// The TCP connections of a shard's browsers, for networks that let no UDP through: a passive candidate beside the UDP port (RFC 6544). Lives in the shard.
/// </summary>
/// <remarks>
/// A connection is somebody's once a check on it was accepted; before that it is anybody's, and such ones are few, for each address and in all, and
/// have little time.
/// </remarks>
internal sealed class WebRtcTcp : IWatched, IDisposable
{
    /// <summary>Connections taken in one round; the others wait in the kernel.</summary>
    private const int Burst = 16;
    private const int Backlog = 256;

    private readonly Dictionary<int, WebRtcTcpConnection> _connections = [];
    private readonly Dictionary<IPAddress, int> _strangersOf = [];
    private readonly byte[] _buffer = new byte[16_384];
    private readonly MediaShard _shard;
    private readonly WebRtcPort _port;
    private readonly WebRtcTcpBounds _bounds;
    private int _strangers;
    private int _last;
    private long _nextSweep;

    /// <summary>Serves a listening socket.</summary>
    public WebRtcTcp(MediaShard shard, WebRtcPort port, Socket socket, WebRtcTcpBounds bounds)
    {
        _shard = shard;
        _port = port;
        _bounds = bounds;
        Socket = socket;
        Number = (ushort)((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <inheritdoc/>
    public Socket Socket { get; }

    /// <inheritdoc/>
    public int Key { get; set; }

    /// <inheritdoc/>
    public MediaCall? Call => null;

    /// <summary>The port's number, for descriptions.</summary>
    public ushort Number { get; }

    /// <summary>Connections that are open.</summary>
    public int Connections => _connections.Count;

    /// <summary>Listens at the number of the UDP port; at any when the system chose that and has given this one away.</summary>
    /// <exception cref="SocketException">The port is in use or not ours.</exception>
    public static Socket Bind(MediaOptions options, int port)
    {
        try
        {
            return Listen(options.Address, port);
        }
        catch (SocketException) when (options.WebRtcPort == 0)
        {
            return Listen(options.Address, 0);
        }
    }

    /// <inheritdoc/>
    public void Read()
    {
        for (var i = 0; i < Burst && Socket.Poll(0, SelectMode.SelectRead); i++)
        {
            Socket? socket = null;
            try
            {
                socket = Socket.Accept();
                Take(socket);
            }
            catch (SocketException)
            {
                // It was gone before it was taken, or the process has no descriptor left.
                socket?.Dispose();
                _shard.Counters.TcpRefused++;
                return;
            }
        }
    }

    /// <summary>Sends a packet; false when the connection is gone or does not take it now.</summary>
    /// <remarks>A connection that broke is closed by the next sweep: closing it here would change a call in the middle of its own work.</remarks>
    public bool Send(ReadOnlySpan<byte> packet, int connection) => _connections.TryGetValue(connection, out var found) && found.Send(packet, _shard.Now);

    /// <summary>A check on the connection was accepted: it is a browser's.</summary>
    public void Prove(int connection)
    {
        if (_connections.TryGetValue(connection, out var found) && !found.IsProven)
        {
            found.IsProven = true;
            Forget(found);
        }
    }

    /// <summary>Ends connections that are idle, or whose other side does not read; called with each tick of the shard.</summary>
    public void Tick()
    {
        if (_shard.Now < _nextSweep)
        {
            return;
        }

        _nextSweep = _shard.Now + WebRtcTcpBounds.Sweep.Ticks;
        foreach (var connection in _connections.Values)
        {
            connection.Flush(_shard.Now);
            if (connection.IsBroken || (connection.BlockedSince is { } since && _shard.Now - since > _bounds.Blocked.Ticks))
            {
                Cut(connection, ref _shard.Counters.TcpSlow);
            }
            else if (_shard.Now - connection.HeardAt > (connection.IsProven ? _bounds.Idle : _bounds.Stranger).Ticks)
            {
                Cut(connection, ref _shard.Counters.TcpIdle);
            }
        }
    }

    /// <summary>Reads what a connection has received.</summary>
    public void Read(WebRtcTcpConnection connection)
    {
        var length = connection.Socket.Receive(_buffer, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock)
        {
            return;
        }

        if (error != SocketError.Success || length == 0)
        {
            Close(connection);
            return;
        }

        var received = _buffer.AsSpan(0, length);
        while (!connection.IsClosed && connection.Framing.TryTake(ref received, out var packet))
        {
            // Where it is decrypted and forwarded it needs room behind it.
            packet.CopyTo(_shard.Buffer);
            if (_port.Receive(_shard.Buffer, packet.Length, connection.Flow) && connection.IsProven)
            {
                connection.HeardAt = _shard.Now;
            }
        }

        if (connection.Framing.IsBroken && !connection.IsClosed)
        {
            Cut(connection, ref _shard.Counters.TcpBroken);
        }
    }

    public void Dispose()
    {
        foreach (var connection in _connections.Values)
        {
            connection.Socket.Dispose();
        }

        Socket.Dispose();
    }

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private void Take(Socket socket)
    {
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        var strangers = _strangersOf.GetValueOrDefault(remote.Address);
        if (_connections.Count >= _bounds.Connections || _strangers >= _bounds.Strangers || strangers >= _bounds.StrangersPerAddress)
        {
            _shard.Counters.TcpRefused++;
            socket.Close(0);
            return;
        }

        socket.Blocking = false;
        socket.NoDelay = true;
        socket.SendBufferSize = WebRtcTcpBounds.SendBuffer;
        _last = _last == int.MaxValue ? 1 : _last + 1;
        var flow = new IceFlow(MediaEndpoint.FromAddress(remote.Address, (ushort)remote.Port), _last);
        var connection = new WebRtcTcpConnection(this, _port, socket, remote.Address, flow, _shard.Now);
        _connections.Add(_last, connection);
        _strangersOf[remote.Address] = strangers + 1;
        _strangers++;
        _shard.Counters.TcpConnections = _connections.Count;
        _shard.Watch(connection);
    }

    private void Cut(WebRtcTcpConnection connection, ref long counter)
    {
        // Counted when it is over: who sees the count finds the connection gone.
        Close(connection);
        counter++;
    }

    private void Close(WebRtcTcpConnection connection)
    {
        connection.IsClosed = true;
        _connections.Remove(connection.Flow.Connection);
        _shard.Counters.TcpConnections = _connections.Count;
        if (!connection.IsProven)
        {
            Forget(connection);
        }

        _shard.Unwatch(connection);
        connection.Socket.Close(0);
        _port.Close(connection.Flow);
    }

    private void Forget(WebRtcTcpConnection stranger)
    {
        _strangers--;
        var left = _strangersOf[stranger.Address] - 1;
        if (left == 0)
        {
            _strangersOf.Remove(stranger.Address);
        }
        else
        {
            _strangersOf[stranger.Address] = left;
        }
    }
}
