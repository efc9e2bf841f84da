using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using RtcCluster.TestKit.Audio;
using RtcCluster.TestKit.Network;

namespace RtcCluster.TestKit.Phones;

/// <summary>An RTP socket of a test: speaks a tone as PCMU packets every 20 ms and keeps what it hears, placed by RTP timestamp.</summary>
public sealed class RtpPort : IAsyncDisposable
{
    private const int Rate = 8_000;
    private const int SamplesPerPacket = 160;
    private const int HeaderLength = 12;
    private const int LongestGap = Rate * 30;
    private static readonly TimeSpan PacketTime = TimeSpan.FromMilliseconds(20);
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private readonly List<short> _heard = [];
    private readonly Task _reading;
    private TaskCompletionSource<IPEndPoint> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly uint _ssrc = (uint)Random.Shared.Next();
    private uint? _firstTimestamp;
    private ushort _sequence;
    private uint _timestamp;

    public RtpPort(string address = "127.0.0.1")
    {
        _socket.Bind(new IPEndPoint(IPAddress.Parse(address), FreePorts.TakeRtp(2, address)));
        _reading = ReadAsync();
    }

    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Where the first packet came from, once there was one: a port that has not seen the other side's description answers there.</summary>
    public Task<IPEndPoint> Source
    {
        get
        {
            lock (_gate)
            {
                return _source.Task;
            }
        }
    }

    /// <summary>Packets received with payload type 0.</summary>
    public int Packets { get; private set; }

    /// <summary>Digits received as RFC 4733 events: one per event, its three end packets counted once.</summary>
    public string Digits { get; private set; } = string.Empty;

    /// <summary>Speaks this tone for that long, in real time.</summary>
    public async Task SpeakAsync(double frequency, IPEndPoint to, TimeSpan duration)
    {
        using var pace = new PeriodicTimer(PacketTime);
        for (var sent = TimeSpan.Zero; sent < duration; sent += PacketTime)
        {
            var payload = Array.ConvertAll(Tone.Samples(frequency, Rate, SamplesPerPacket, (int)_timestamp), Companding.ToMuLaw);
            await SendAsync(0, false, payload, to);
            _timestamp += SamplesPerPacket;
            await pace.WaitForNextTickAsync();
        }
    }

    /// <summary>Sends so many packets of silence at once, faster than anybody speaks.</summary>
    public async Task BurstAsync(IPEndPoint to, int packets)
    {
        var payload = new byte[SamplesPerPacket];
        for (var i = 0; i < packets; i++)
        {
            await SendAsync(0, false, payload, to);
            _timestamp += SamplesPerPacket;
        }
    }

    /// <summary>Sends one digit as an RFC 4733 event of 100 ms: five updates and three end packets with one timestamp.</summary>
    public async Task SendDigitAsync(int digit, IPEndPoint to, byte payloadType = 101)
    {
        using var pace = new PeriodicTimer(PacketTime);
        for (var packet = 1; packet <= 8; packet++)
        {
            var ends = packet > 5;
            var length = Math.Min(packet, 5) * SamplesPerPacket;
            byte[] payload = [(byte)digit, (byte)(ends ? 0x8A : 0x0A), (byte)(length >> 8), (byte)length];
            await SendAsync(payloadType, packet == 1, payload, to);
            await pace.WaitForNextTickAsync();
        }

        _timestamp += 5 * SamplesPerPacket;
    }

    /// <summary>What it has heard so far.</summary>
    public ToneTimeline Heard()
    {
        lock (_gate)
        {
            return ToneTimeline.Of(_heard.ToArray(), Rate);
        }
    }

    /// <summary>Forgets what it has heard, and from where.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _source = new TaskCompletionSource<IPEndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
            _heard.Clear();
            _firstTimestamp = null;
            Packets = 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closing.Dispose();
    }

    // RFC 3550 section 5.1: V=2, P, X, CC | M, PT | sequence | timestamp | SSRC.
    private async Task SendAsync(byte payloadType, bool marker, byte[] payload, IPEndPoint to)
    {
        var packet = new byte[HeaderLength + payload.Length];
        packet[0] = 0x80;
        packet[1] = (byte)(payloadType | (marker ? 0x80 : 0));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), _sequence++);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), _timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), _ssrc);
        payload.CopyTo(packet, HeaderLength);
        await _socket.SendToAsync(packet, SocketFlags.None, to);
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[2_048];
        uint? lastEvent = null;
        try
        {
            while (true)
            {
                var datagram = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _closing.Token);
                if (datagram.ReceivedBytes > HeaderLength && buffer[0] >> 6 == 2)
                {
                    Notice((IPEndPoint)datagram.RemoteEndPoint);
                    Take(buffer.AsSpan(0, datagram.ReceivedBytes), ref lastEvent);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }
    }

    private void Notice(IPEndPoint source)
    {
        lock (_gate)
        {
            _source.TrySetResult(source);
        }
    }

    private void Take(ReadOnlySpan<byte> packet, ref uint? lastEvent)
    {
        var timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var payload = packet[HeaderLength..];
        switch (packet[1] & 0x7F)
        {
            case 101 when payload.Length >= 4 && lastEvent != timestamp:
                lastEvent = timestamp;
                Digits += "0123456789*#ABCD"[payload[0] & 0x0F];
                break;
            case 0:
                Place(payload, timestamp);
                break;
        }
    }

    private void Place(ReadOnlySpan<byte> payload, uint timestamp)
    {
        lock (_gate)
        {
            Packets++;
            _firstTimestamp ??= timestamp;
            var at = (int)(timestamp - _firstTimestamp.Value);
            if (at is < 0 or > LongestGap * 10)
            {
                return;
            }

            while (_heard.Count < at + payload.Length)
            {
                _heard.Add(0);
            }

            for (var i = 0; i < payload.Length; i++)
            {
                _heard[at + i] = Companding.FromMuLaw(payload[i]);
            }
        }
    }
}
