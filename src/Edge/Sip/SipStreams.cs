using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>Every TCP and TLS connection of this edge: accepted, opened, found again, bounded, closed when idle.</summary>
internal sealed partial class SipStreams : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, SipConnection> _byId = new();
    private readonly ConcurrentDictionary<(SipTransport, IPEndPoint), OutboundConnection> _byRemote = new();
    private readonly ConcurrentDictionary<IPAddress, int> _perSource = new();
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private readonly List<(SipTransport Transport, Socket Socket, IPEndPoint Local)> _listeners = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SipOptions _options;
    private readonly SipStreamOptions _streamOptions;
    private readonly SipCertificate? _certificate;
    private readonly SipNames _names;
    private readonly ISipIntake _intake;
    private readonly EdgeClock _clock;
    private readonly EdgeMetrics _metrics;
    private readonly ILogger _log;
    private readonly List<Task> _loops = [];
    private long _lastId;

    public SipStreams(
        SipOptions options, SipStreamOptions streamOptions, SipCertificate? certificate, SipNames names, ISipIntake intake, EdgeClock clock, EdgeMetrics metrics, ILogger log)
    {
        _options = options;
        _streamOptions = streamOptions;
        _certificate = certificate;
        _names = names;
        _intake = intake;
        _clock = clock;
        _metrics = metrics;
        _log = log;
    }

    /// <summary>Connections that are open.</summary>
    public int Count => _byId.Count;

    /// <summary>Binds a listener; accepting begins with <see cref="Start"/>.</summary>
    /// <returns>Where it listens.</returns>
    /// <exception cref="SocketException">The endpoint is in use or not ours.</exception>
    public IPEndPoint Bind(SipTransport transport, IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A restart must not wait for the last connections' TIME_WAIT; on Linux this does not let two listeners share the port.
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.Bind(endpoint);
            socket.Listen(512);
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }

        var local = (IPEndPoint)socket.LocalEndPoint!;
        _listeners.Add((transport, socket, local));
        return local;
    }

    /// <summary>Begins to accept.</summary>
    public void Start()
    {
        foreach (var (transport, socket, local) in _listeners)
        {
            _loops.Add(AcceptAsync(transport, socket, local));
        }

        _loops.Add(WatchIdleAsync());
    }

    /// <summary>Sends by the flow's connection, or by one to its remote endpoint, which is opened when there is none.</summary>
    /// <returns>False when it certainly cannot be sent; a later failure is told to the intake.</returns>
    public bool TrySend(in SipFlow flow, ReadOnlyMemory<byte> bytes, int shard, long transaction)
    {
        if (flow.Connection != 0)
        {
            return _byId.TryGetValue(flow.Connection, out var known) && known.TrySend(bytes, shard, transaction);
        }

        if (_stop.IsCancellationRequested || flow.Transport is not (SipTransport.Tcp or SipTransport.Tls))
        {
            return false;
        }

        var local = flow.Local;
        var outbound = _byRemote.GetOrAdd((flow.Transport, flow.Remote), key => new OutboundConnection(key.Item1, local, key.Item2));
        if (outbound.TrySend(bytes, shard, transaction, _streamOptions.MaxSendBacklog, out var first))
        {
            if (first)
            {
                Run(Interlocked.Increment(ref _lastId), id => OpenAsync(outbound, id));
            }

            return true;
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var (_, socket, _) in _listeners)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_loops).ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task AcceptAsync(SipTransport transport, Socket listener, IPEndPoint local)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                var remote = (IPEndPoint)socket.RemoteEndPoint!;
                if (!Admit(remote.Address))
                {
                    _metrics.SipRefused("connections");
                    socket.Dispose();
                    continue;
                }

                Run(Interlocked.Increment(ref _lastId), id => ServeAsync(transport, socket, local, remote, id));
            }
            catch (SocketException e)
            {
                LogAcceptFailed(_log, e.SocketErrorCode);

                // Out of descriptors: accepting again at once would only burn the processor.
                await Task.Delay(TimeSpan.FromMilliseconds(100)).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Run(long id, Func<long, Task> work)
    {
        var task = Task.Run(() => work(id));
        _running[id] = task;
        task.ContinueWith(_ => _running.TryRemove(id, out var _), TaskScheduler.Default);
    }

    private bool Admit(IPAddress source)
    {
        if (_byId.Count >= _options.MaxConnections)
        {
            return false;
        }

        if (_perSource.AddOrUpdate(source, 1, (_, n) => n + 1) <= _options.MaxConnectionsPerSource)
        {
            return true;
        }

        Release(source);
        return false;
    }

    private void Release(IPAddress source)
    {
        if (_perSource.AddOrUpdate(source, 0, (_, n) => n - 1) <= 0)
        {
            _perSource.TryRemove(new KeyValuePair<IPAddress, int>(source, 0));
        }
    }

    private async Task ServeAsync(SipTransport transport, Socket socket, IPEndPoint local, IPEndPoint remote, long id)
    {
        try
        {
            socket.NoDelay = true;
            Stream stream = new NetworkStream(socket, ownsSocket: true);
            if (transport == SipTransport.Tls)
            {
                stream = await ShakeHandsAsync(stream).ConfigureAwait(false);
            }

            await CarryAsync(new SipConnection(id, transport, local, remote, stream, _intake, _clock, _streamOptions)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            _metrics.SipRefused("handshake");
            LogHandshakeFailed(_log, e.GetType().Name);
            socket.Dispose();
        }
        finally
        {
            Release(remote.Address);
        }
    }

    private async Task<SslStream> ShakeHandsAsync(Stream stream)
    {
        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(_options.ConnectPatience);
        await tls.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions
            {
                ServerCertificateSelectionCallback = (_, _) => _certificate!.Current,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            },
            patience.Token).ConfigureAwait(false);
        return tls;
    }

    private async Task OpenAsync(OutboundConnection outbound, long id)
    {
        SipConnection? connection = null;
        try
        {
            var socket = new Socket(outbound.Remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            Stream stream;
            using (var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token))
            {
                patience.CancelAfter(_options.ConnectPatience);
                try
                {
                    await socket.ConnectAsync(outbound.Remote, patience.Token).ConfigureAwait(false);
                    stream = new NetworkStream(socket, ownsSocket: true);
                    if (outbound.Transport == SipTransport.Tls)
                    {
                        var tls = new SslStream(stream, leaveInnerStreamOpen: false);
                        await tls.AuthenticateAsClientAsync(
                            new SslClientAuthenticationOptions { TargetHost = _names.NameOf(outbound.Remote), EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 },
                            patience.Token).ConfigureAwait(false);
                        stream = tls;
                    }
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            }

            connection = new SipConnection(id, outbound.Transport, outbound.Local, outbound.Remote, stream, _intake, _clock, _streamOptions);
            outbound.Opened(connection, _intake);
            await CarryAsync(connection).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException)
        {
            _metrics.SipRefused("connect");
            LogConnectFailed(_log, e.GetType().Name);
        }
        finally
        {
            _byRemote.TryRemove(new KeyValuePair<(SipTransport, IPEndPoint), OutboundConnection>((outbound.Transport, outbound.Remote), outbound));
            outbound.Closed(_intake);
        }
    }

    private async Task CarryAsync(SipConnection connection)
    {
        using (connection)
        {
            _byId[connection.Flow.Connection] = connection;
            try
            {
                await connection.RunAsync(_stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _byId.TryRemove(connection.Flow.Connection, out _);
            }
        }
    }

    private async Task WatchIdleAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                var oldest = _clock.Now - _options.ConnectionIdle.Ticks;
                foreach (var connection in _byId.Values)
                {
                    if (connection.LastActivity < oldest)
                    {
                        connection.Close();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops; so does the watch.
        }
    }

    [LoggerMessage(2121, LogLevel.Warning, "A SIP connection could not be accepted: {Error}.")]
    private static partial void LogAcceptFailed(ILogger log, SocketError error);

    [LoggerMessage(2122, LogLevel.Debug, "A SIP connection ended in its handshake: {Error}.")]
    private static partial void LogHandshakeFailed(ILogger log, string error);

    [LoggerMessage(2123, LogLevel.Information, "A SIP connection could not be opened: {Error}.")]
    private static partial void LogConnectFailed(ILogger log, string error);
}
