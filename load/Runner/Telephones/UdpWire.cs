using System.Net;
using System.Net.Sockets;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>Datagrams.</summary>
internal sealed class UdpWire : ISipWire
{
    private const int LargestDatagram = 65_535;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _closing = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>Opens a port that is free.</summary>
    public UdpWire(IPAddress address)
    {
        _socket.Bind(new IPEndPoint(address, 0));
        Listener = new SipListener(SipTransport.Udp, (IPEndPoint)_socket.LocalEndPoint!);
    }

    public SipListener Listener { get; }

    public void Begin(Action<SipMessage, SipFlow> receive, Action<long> closed) => _reading = ReadAsync(receive);

    public void Send(SendMessage message)
    {
        try
        {
            _socket.SendTo(message.Bytes.Span, message.Flow.Remote);
        }
        catch (SocketException)
        {
            // The server is gone; the agent says it again.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task ReadAsync(Action<SipMessage, SipFlow> receive)
    {
        var buffer = new byte[LargestDatagram];
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var datagram = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
                if (SipMessage.TryParse(buffer.AsSpan(0, datagram.ReceivedBytes), SipLimits.Default, out var message) == SipParseStatus.Ok)
                {
                    receive(message!, new SipFlow(SipTransport.Udp, Listener.Local, (IPEndPoint)datagram.RemoteEndPoint));
                }
            }
            catch (SocketException)
            {
                // An answer of the kernel to something that was sent while the server was gone.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
