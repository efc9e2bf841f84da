using System.Net;
using System.Net.Sockets;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Framing;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>One connection that the telephone opens, as most do: nobody can connect to it. Whatever it sends goes by the connection of the moment.</summary>
internal sealed class TcpWire : ISipWire
{
    private const int BufferSize = 65_536;

    private readonly IPAddress _address;
    private readonly Lock _gate = new();
    private Action<SipMessage, SipFlow> _receive = static (_, _) => { };
    private Action<long> _closed = static _ => { };
    private TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Socket? _socket;
    private Task _reading = Task.CompletedTask;
    private long _number;
    private bool _isClosing;

    /// <summary>Connects.</summary>
    /// <exception cref="SocketException">The server takes no connection.</exception>
    public TcpWire(IPAddress address, IPEndPoint server)
    {
        _address = address;
        _socket = Open();
        _socket.Connect(server);
        _number = 1;
        Listener = new SipListener(SipTransport.Tcp, (IPEndPoint)_socket.LocalEndPoint!);
    }

    /// <summary>Where the first connection came from: a telephone goes on to name the same Contact.</summary>
    public SipListener Listener { get; }

    /// <summary>The connection of the moment is closed.</summary>
    public Task Lost
    {
        get
        {
            lock (_gate)
            {
                return _lost.Task;
            }
        }
    }

    public void Begin(Action<SipMessage, SipFlow> receive, Action<long> closed)
    {
        (_receive, _closed) = (receive, closed);
        _reading = ReadAsync(_socket!, _number);
    }

    /// <summary>Connects to a server instead of the one that is lost.</summary>
    /// <exception cref="SocketException">It takes no connection.</exception>
    public async Task ConnectAsync(IPEndPoint server, CancellationToken patience)
    {
        var socket = Open();
        try
        {
            await socket.ConnectAsync(server, patience);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        lock (_gate)
        {
            _socket = socket;
            _number++;
            _lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_isClosing)
            {
                socket.Dispose();
                return;
            }

            _reading = ReadAsync(socket, _number);
        }
    }

    public void Send(SendMessage message)
    {
        Socket? socket;
        lock (_gate)
        {
            socket = _socket;
        }

        try
        {
            socket?.Send(message.Bytes.Span);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The server is gone; the reader has it too.
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            _socket?.Dispose();
        }

        await _reading;
    }

    private Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(_address, 0));
        return socket;
    }

    private async Task ReadAsync(Socket socket, long number)
    {
        var remote = (IPEndPoint)socket.RemoteEndPoint!;
        using var framer = new SipStreamFramer(SipLimits.Default);
        var buffer = new byte[BufferSize];
        try
        {
            while (await socket.ReceiveAsync(buffer) is > 0 and var length)
            {
                Take(framer, buffer.AsSpan(0, length), new SipFlow(SipTransport.Tcp, Listener.Local, remote, number));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The server died, or the telephone is taken away.
        }

        socket.Dispose();
        _closed(number);
        lock (_gate)
        {
            if (number == _number)
            {
                _socket = null;
                _lost.TrySetResult();
            }
        }
    }

    private void Take(SipStreamFramer framer, ReadOnlySpan<byte> received, SipFlow flow)
    {
        while (framer.TryTake(ref received, out var frame))
        {
            if (frame.Kind == SipFrameKind.Message && SipMessage.TryParse(frame.Bytes, SipLimits.Default, out var message) == SipParseStatus.Ok)
            {
                _receive(message!, flow);
            }
        }
    }
}
