using System.Net;
using System.Net.Sockets;
using RtcCluster.Media.Addresses;

namespace RtcCluster.Edge.Media;

/// <summary><see cref="IMediaIo"/> by .NET alone, for systems without epoll; costs some objects per packet.</summary>
internal sealed class SelectIo : IMediaIo
{
    private readonly Dictionary<Socket, int> _keys = [];
    private readonly List<Socket> _set = [];
    private readonly List<int> _ready = [];
    private readonly Socket _wakeReader = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
    private readonly Socket _wakeWriter = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _drain = new byte[64];

    public SelectIo()
    {
        _wakeReader.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wakeWriter.Connect(_wakeReader.LocalEndPoint!);
    }

    public void Add(Socket socket, int key) => _keys.Add(socket, key);

    public void Remove(Socket socket) => _keys.Remove(socket);

    public int Wait(int milliseconds)
    {
        _set.Clear();
        _ready.Clear();
        _set.Add(_wakeReader);
        _set.AddRange(_keys.Keys);
        Socket.Select(_set, null, null, milliseconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(milliseconds));
        foreach (var socket in _set)
        {
            if (_keys.TryGetValue(socket, out var key))
            {
                _ready.Add(key);
                continue;
            }

            while (_wakeReader.Available > 0)
            {
                // Several wakes make one.
                _wakeReader.Receive(_drain, SocketFlags.None, out _);
            }
        }

        return _ready.Count;
    }

    public void Pause(int microseconds)
    {
        // Thread.Sleep knows milliseconds, which is too long for packets that wait.
    }

    public int Ready(int index) => _ready[index];

    public void Wake() => _wakeWriter.Send([1], SocketFlags.None, out _);

    public int Receive(Socket socket, Span<byte> buffer, out MediaEndpoint source)
    {
        source = default;
        EndPoint from = new IPEndPoint(socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        try
        {
            var length = socket.ReceiveFrom(buffer, SocketFlags.None, ref from);
            var remote = (IPEndPoint)from;
            source = MediaEndpoint.FromAddress(remote.Address, (ushort)remote.Port);
            return length;
        }
        catch (SocketException)
        {
            // Nothing there, or the ICMP error of an earlier send: neither is a packet.
            return -1;
        }
    }

    public bool Send(Socket socket, ReadOnlySpan<byte> packet, in MediaEndpoint destination)
    {
        try
        {
            return socket.SendTo(packet, SocketFlags.None, new IPEndPoint(destination.ToAddress(), destination.Port)) == packet.Length;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _wakeReader.Dispose();
        _wakeWriter.Dispose();
    }
}
