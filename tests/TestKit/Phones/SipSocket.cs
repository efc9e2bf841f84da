using System.Net;
using System.Net.Sockets;
using System.Text;

namespace RtcCluster.TestKit.Phones;

/// <summary>A UDP socket that speaks SIP as bytes: what a test sends is what goes out, however broken; what comes in is kept until a wait takes it.</summary>
public sealed class SipSocket : IAsyncDisposable
{
    private const int LargestDatagram = 65_535;
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _closing = new();
    private readonly SipInbox _inbox;
    private readonly Task _reading;

    /// <summary>Binds to an address of the loopback network; port 0 takes any.</summary>
    public SipSocket(string address = "127.0.0.1", int port = 0)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), port));
        _inbox = new SipInbox(() => Local.ToString());
        _reading = ReadAsync();
    }

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    public ValueTask<int> SendAsync(string message, EndPoint to) => SendAsync(Encoding.UTF8.GetBytes(message), to);

    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> message, EndPoint to) => _socket.SendToAsync(message, SocketFlags.None, to);

    /// <summary>Takes the first kept message that fits, or waits for it.</summary>
    /// <exception cref="TimeoutException">None in time; the text lists what came instead.</exception>
    public Task<SipText> ReceiveAsync(string what, Func<SipText, bool> matches, TimeSpan timeout) => _inbox.ReceiveAsync(what, matches, timeout);

    /// <summary>True when nothing that fits came within <paramref name="time"/>: how a test proves a drop.</summary>
    public async Task<bool> StaysSilentAsync(Func<SipText, bool> matches, TimeSpan time)
    {
        try
        {
            await ReceiveAsync("nothing", matches, time);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[LargestDatagram];
        try
        {
            while (true)
            {
                var datagram = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
                _inbox.Add(SipText.Parse(buffer.AsSpan(0, datagram.ReceivedBytes)));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }
}
