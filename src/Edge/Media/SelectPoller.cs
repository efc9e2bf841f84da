using System.Net;
using System.Net.Sockets;

namespace RtcCluster.Edge.Media;

/// <summary><see cref="IPortPoller"/> by .NET alone, for systems without epoll; costs a list per wait.</summary>
internal sealed class SelectPoller : IPortPoller
{
    private readonly Dictionary<Socket, int> _keys = [];
    private readonly List<Socket> _set = [];
    private readonly List<int> _ready = [];
    private readonly Socket _wakeReader = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _wakeWriter = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _drain = new byte[64];

    public SelectPoller()
    {
        _wakeReader.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _wakeReader.Blocking = false;
        _wakeWriter.Connect(_wakeReader.LocalEndPoint!);
    }

    public void Add(Socket socket, int key) => _keys.Add(socket, key);

    public void Remove(Socket socket, int key) => _keys.Remove(socket);

    public int Wait(int milliseconds)
    {
        _set.Clear();
        _ready.Clear();
        _set.Add(_wakeReader);
        _set.AddRange(_keys.Keys);
        Socket.Select(_set, null, null, TimeSpan.FromMilliseconds(milliseconds));
        foreach (var socket in _set)
        {
            if (_keys.TryGetValue(socket, out var key))
            {
                _ready.Add(key);
                continue;
            }

            while (_wakeReader.Receive(_drain, SocketFlags.None, out var error) >= 0 && error == SocketError.Success)
            {
                // Several wakes make one.
            }
        }

        return _ready.Count;
    }

    public int Ready(int index) => _ready[index];

    public void Wake() => _wakeWriter.Send([1], SocketFlags.None, out _);

    public void Dispose()
    {
        _wakeReader.Dispose();
        _wakeWriter.Dispose();
    }
}
