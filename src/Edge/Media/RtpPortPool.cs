using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Media;

/// <summary>Gives out pairs of media ports, always the one that has been free for the longest.</summary>
/// <remarks>
/// So late packets of one call have as long as the range allows to die out before the next call takes their port, and no call is refused while a pair is
/// free. Shared by shards; used when a leg comes or goes, never per packet.
/// </remarks>
public sealed class RtpPortPool
{
    /// <summary>The kernel's receive buffer per socket: 100 ms of pause of the shard at 50 packets a second need far less; a burst of a scan does not matter.</summary>
    private const int ReceiveBuffer = 128 * 1024;

    private readonly Lock _lock = new();
    private readonly Queue<int> _free = new();
    private readonly IPAddress _address;
    private int _used;

    /// <summary>Makes a pool of every pair of the range.</summary>
    /// <param name="options">Range and address.</param>
    public RtpPortPool(MediaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _address = options.Address;
        for (var port = options.Rtp.FirstEven; port < options.Rtp.Last; port += 2)
        {
            _free.Enqueue(port);
        }
    }

    /// <summary>Pairs in use.</summary>
    public int Used => Volatile.Read(ref _used);

    /// <summary>Binds the next free pair; false when there is none.</summary>
    public bool TryOpen(out RtpPortPair? pair)
    {
        int tries;
        lock (_lock)
        {
            tries = _free.Count;
        }

        // A port that another program holds goes to the end of the queue; each is tried once.
        for (; tries > 0; tries--)
        {
            int port;
            lock (_lock)
            {
                if (!_free.TryDequeue(out port))
                {
                    break;
                }
            }

            if (TryBind(port, out pair))
            {
                Interlocked.Increment(ref _used);
                return true;
            }

            lock (_lock)
            {
                _free.Enqueue(port);
            }
        }

        pair = null;
        return false;
    }

    /// <summary>Closes a pair; its ports are the last to be given out again.</summary>
    public void Close(RtpPortPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        pair.Rtp.Dispose();
        pair.Rtcp.Dispose();
        Interlocked.Decrement(ref _used);
        lock (_lock)
        {
            _free.Enqueue(pair.RtpPort);
        }
    }

    private bool TryBind(int port, out RtpPortPair? pair)
    {
        var rtp = Make();
        var rtcp = Make();
        try
        {
            rtp.Bind(new IPEndPoint(_address, port));
            rtcp.Bind(new IPEndPoint(_address, port + 1));
            pair = new RtpPortPair(rtp, rtcp, port);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            rtp.Dispose();
            rtcp.Dispose();
            pair = null;
            return false;
        }
    }

    private Socket Make()
    {
        var socket = new Socket(_address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = ReceiveBuffer };
        return socket;
    }
}
