using System.Net;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Sip;

/// <summary>The SIP sockets of this edge.</summary>
internal sealed class SipTransports : IAsyncDisposable
{
    private readonly List<SipListener> _listeners = [];
    private readonly SipUdpListener? _udp;
    private readonly SipConnections _connections;
    private readonly SipStreams _streams;
    private readonly PassedFlows _passed;
    private readonly Func<bool> _maySend;
    private volatile bool _silenced;

    /// <summary>Binds every configured endpoint; nothing is read before <see cref="Start"/>.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">An endpoint is in use or not ours.</exception>
    public SipTransports(
        SipOptions options,
        WebOptions web,
        BenchOptions? bench,
        SipCertificate? certificate,
        SipNames names,
        ISipIntake intake,
        PassedFlows passed,
        EdgeClock clock,
        EdgeMetrics metrics,
        Func<bool> maySend,
        ILoggerFactory logs)
    {
        _maySend = maySend;
        _passed = passed;
        var log = logs.CreateLogger<SipTransports>();
        var streamOptions = new SipStreamOptions(SipLimits.Default, options.MaxSendBacklog, options.MaxMessagesPerSecond, metrics.AddSipReader());
        _connections = new SipConnections(options, clock);
        _streams = new SipStreams(options, streamOptions, certificate, names, _connections, intake, clock, metrics, log);
        WebSockets = new SipWebSockets(options, web, streamOptions, _connections, intake, clock);
        metrics.AddGauge("sip_connections_active", "SIP connections that are open.", () => _connections.Count);
        if (options.Udp is { } udp)
        {
            _udp = new SipUdpListener(udp, Environment.ProcessorCount, options.MaxMessagesPerSecond, bench, intake, clock, metrics, log);
            _listeners.Add(new SipListener(SipTransport.Udp, _udp.Local));
        }

        try
        {
            if (options.Tcp is { } tcp)
            {
                _listeners.Add(new SipListener(SipTransport.Tcp, _streams.Bind(SipTransport.Tcp, tcp)));
            }

            if (options.Tls is { } tls)
            {
                _listeners.Add(new SipListener(SipTransport.Tls, _streams.Bind(SipTransport.Tls, tls)));
            }
        }
        catch (System.Net.Sockets.SocketException)
        {
            _udp?.Dispose();
            throw;
        }

        _listeners.AddRange(WebSockets.Listeners);
    }

    /// <summary>Where this edge listens, with the ports that the system chose where 0 was asked for.</summary>
    public IReadOnlyList<SipListener> Listeners => _listeners;

    /// <summary>Takes the connections that the web server accepts.</summary>
    public SipWebSockets WebSockets { get; }

    /// <summary>Begins to read and accept.</summary>
    public void Start()
    {
        _udp?.Start();
        _streams.Start();
        _connections.Start();
    }

    /// <summary>Ends the connections that are WebSockets.</summary>
    public void CloseWebSockets() => _connections.CloseWebSockets();

    /// <summary>Nothing goes out any more: this edge owns nothing.</summary>
    public void Silence() => _silenced = true;

    /// <summary>Sends a message; false when it certainly does not go out. A later failure is told to the intake. Any thread.</summary>
    /// <param name="flow">By which flow.</param>
    /// <param name="remote">The flow's remote endpoint in the system's form; for UDP.</param>
    /// <param name="bytes">The message.</param>
    /// <param name="shard">Whose transaction it is.</param>
    /// <param name="transaction">The transaction; 0 for none.</param>
    public bool TrySend(in SipFlow flow, SocketAddress remote, ReadOnlyMemory<byte> bytes, int shard, long transaction)
    {
        if (_silenced || !_maySend())
        {
            // Not a failure of the transport: whoever owns the leg now speaks for it.
            return true;
        }

        if (flow.IsPassedOn)
        {
            return _passed.TrySend(flow.Connection, bytes, shard, transaction);
        }

        if (flow.Transport == SipTransport.Udp)
        {
            return _udp is not null && _udp.TrySend(remote, bytes.Span);
        }

        return flow.Connection != 0
            ? _connections.TrySend(flow.Connection, bytes, shard, transaction)
            : _streams.TrySend(flow, bytes, shard, transaction);
    }

    public async ValueTask DisposeAsync()
    {
        _udp?.Dispose();
        await _streams.StopAsync();
        await _connections.DisposeAsync();
        _streams.Dispose();
    }
}
