using System.Net;
using System.Net.Sockets;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>The UDP endpoint: one socket and one reading thread per processor, all bound to the same port where the system can do that.</summary>
internal sealed partial class SipUdpListener : IDisposable
{
    private const int SolSocket = 1;
    private const int SoReusePort = 15;
    private const int MaxDatagram = 65_535;
    private const int MaxKnownSources = 16_384;

    /// <summary>Half a second of 5,000 messages of 1.5 kB; the kernel doubles it for its own book-keeping.</summary>
    private const int ReceiveBuffer = 4 << 20;

    private readonly List<Socket> _sockets = [];
    private readonly List<Thread> _threads = [];
    private readonly ISipIntake _intake;
    private readonly EdgeClock _clock;
    private readonly EdgeMetrics _metrics;
    private readonly int _perSecond;
    private readonly IPAddress? _trusted;
    private readonly ThreadPlace _place;
    private readonly ILogger _log;
    private volatile bool _stopping;

    /// <summary>Binds; reading begins with <see cref="Start"/>.</summary>
    /// <exception cref="SocketException">The endpoint is in use or not ours.</exception>
    public SipUdpListener(IPEndPoint endpoint, int readers, int perSecond, BenchOptions? bench, ISipIntake intake, EdgeClock clock, EdgeMetrics metrics, ILogger log)
    {
        _intake = intake;
        _clock = clock;
        _metrics = metrics;
        _perSecond = perSecond;
        _trusted = bench?.Source;
        _place = bench is null ? ThreadPlace.Any : ThreadPlace.Of(bench.SipCores);
        _log = log;
        var shared = OperatingSystem.IsLinux() && readers > 1;

        // With SO_REUSEPORT a second process of the same user would silently take half of our datagrams: the first bind is exclusive.
        using (var probe = Open(endpoint, shared: false))
        {
            Local = (IPEndPoint)probe.LocalEndPoint!;
        }

        try
        {
            for (var i = 0; i < (shared ? readers : 1); i++)
            {
                _sockets.Add(Open(Local, shared));
            }
        }
        catch (SocketException)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Where it listens, with the port that the system chose when 0 was asked for.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Begins to read.</summary>
    public void Start()
    {
        foreach (var socket in _sockets)
        {
            var number = _threads.Count;
            var thread = new Thread(() => Read(socket, number)) { IsBackground = true, Name = $"sip udp {_threads.Count}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    /// <summary>Sends one datagram; false when the system refuses it. Any thread.</summary>
    public bool TrySend(SocketAddress remote, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return _sockets[0].SendTo(bytes, SocketFlags.None, remote) == bytes.Length;
        }
        catch (SocketException)
        {
            return false;
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _stopping = true;
        foreach (var socket in _sockets)
        {
            // Closing wakes a thread that blocks in a receive.
            socket.Dispose();
        }

        foreach (var thread in _threads)
        {
            thread.Join(TimeSpan.FromSeconds(2));
        }
    }

    private static Socket Open(IPEndPoint endpoint, bool shared)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = ReceiveBuffer };
        try
        {
            if (shared)
            {
                socket.SetRawSocketOption(SolSocket, SoReusePort, BitConverter.GetBytes(1));
            }

            socket.Bind(endpoint);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    private void Read(Socket socket, int number)
    {
        _place.Take(number);
        var buffer = GC.AllocateUninitializedArray<byte>(MaxDatagram, pinned: true);
        var from = new SocketAddress(socket.AddressFamily);
        var sources = new Dictionary<SocketAddress, IPEndPoint>();
        var rate = new SourceRate(_perSecond, _trusted);
        var counters = _metrics.AddSipReader();
        while (!_stopping)
        {
            try
            {
                var length = socket.ReceiveFrom(buffer, SocketFlags.None, from);
                counters.Datagrams++;
                if (!sources.TryGetValue(from, out var remote))
                {
                    remote = Remember(sources, from, socket.AddressFamily);
                }

                if (!rate.Admit(remote.Address, _clock.Now))
                {
                    counters.RateLimited++;
                    continue;
                }

                _intake.Receive(buffer.AsSpan(0, length), new SipFlow(SipTransport.Udp, Local, remote));
            }
            catch (SocketException e) when (!_stopping)
            {
                // An ICMP error of an earlier send surfaces here; the socket is as good as before.
                counters.ReceiveErrors++;
                LogReceiveError(_log, e.SocketErrorCode);
            }
            catch (Exception e) when (_stopping && e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static IPEndPoint Remember(Dictionary<SocketAddress, IPEndPoint> sources, SocketAddress from, AddressFamily family)
    {
        if (sources.Count >= MaxKnownSources)
        {
            sources.Clear();
        }

        var any = new IPEndPoint(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        var remote = (IPEndPoint)any.Create(from);
        var key = new SocketAddress(from.Family, from.Size);
        from.Buffer[..from.Size].CopyTo(key.Buffer);
        sources.Add(key, remote);
        return remote;
    }

    [LoggerMessage(2111, LogLevel.Debug, "A SIP datagram could not be received: {Error}.")]
    private static partial void LogReceiveError(ILogger log, SocketError error);
}
