using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;
using RtcCluster.Sip.Agent;

namespace RtcCluster.Edge.Sip;

/// <summary>The TCP and TLS connections of this edge: accepted by its listeners, or opened to where something is to be sent.</summary>
internal sealed partial class SipStreams : IDisposable
{
    private readonly ConcurrentDictionary<(SipTransport, IPEndPoint), OutboundConnection> _byRemote = new();
    private readonly List<(SipTransport Transport, Socket Socket, IPEndPoint Local)> _listeners = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly SipOptions _options;
    private readonly SipStreamOptions _streamOptions;
    private readonly SipCertificate? _certificate;
    private readonly SipNames _names;
    private readonly SipConnections _connections;
    private readonly ISipIntake _intake;
    private readonly EdgeClock _clock;
    private readonly EdgeMetrics _metrics;
    private readonly ILogger _log;
    private readonly List<Task> _loops = [];

    public SipStreams(
        SipOptions options,
        SipStreamOptions streamOptions,
        SipCertificate? certificate,
        SipNames names,
        SipConnections connections,
        ISipIntake intake,
        EdgeClock clock,
        EdgeMetrics metrics,
        ILogger log)
    {
        _options = options;
        _streamOptions = streamOptions;
        _certificate = certificate;
        _names = names;
        _connections = connections;
        _intake = intake;
        _clock = clock;
        _metrics = metrics;
        _log = log;
    }

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
    }

    /// <summary>Sends by a connection that we open to the flow's remote endpoint, or by the one that we opened before.</summary>
    /// <returns>False when it certainly cannot be sent; a later failure is told to the intake.</returns>
    public bool TrySend(in SipFlow flow, ReadOnlyMemory<byte> bytes, int shard, long transaction)
    {
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
                _ = _connections.Run(id => OpenAsync(outbound, id));
            }

            return true;
        }

        return false;
    }

    /// <summary>Accepts and opens nothing any more.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (var (_, socket, _) in _listeners)
        {
            socket.Dispose();
        }

        await Task.WhenAll(_loops).ConfigureAwait(false);
    }

    public void Dispose() => _stop.Dispose();

    private async Task AcceptAsync(SipTransport transport, Socket listener, IPEndPoint local)
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var socket = await listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
                var remote = (IPEndPoint)socket.RemoteEndPoint!;
                if (!_connections.TryAdmit(remote.Address))
                {
                    _metrics.SipRefused("connections");
                    socket.Dispose();
                    continue;
                }

                _ = _connections.Run(id => ServeAsync(transport, socket, local, remote, id));
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

            await _connections.CarryAsync(new SipStreamConnection(new SipFlow(transport, local, remote, id), stream, _intake, _clock, _streamOptions)).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            _metrics.SipRefused("handshake");
            LogHandshakeFailed(_log, e.GetType().Name);
            socket.Dispose();
        }
        finally
        {
            _connections.Release(remote.Address);
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

            var connection = new SipStreamConnection(
                new SipFlow(outbound.Transport, outbound.Local, outbound.Remote, id), stream, _intake, _clock, _streamOptions);
            outbound.Opened(connection, _intake);
            await _connections.CarryAsync(connection).ConfigureAwait(false);
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

    [LoggerMessage(2121, LogLevel.Warning, "A SIP connection could not be accepted: {Error}.")]
    private static partial void LogAcceptFailed(ILogger log, SocketError error);

    [LoggerMessage(2122, LogLevel.Debug, "A SIP connection ended in its handshake: {Error}.")]
    private static partial void LogHandshakeFailed(ILogger log, string error);

    [LoggerMessage(2123, LogLevel.Information, "A SIP connection could not be opened: {Error}.")]
    private static partial void LogConnectFailed(ILogger log, string error);
}
