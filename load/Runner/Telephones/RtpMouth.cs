using System.Net;
using System.Net.Sockets;
using RtcCluster.Media.Dtmf;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>The RTP socket of a telephone: speaks silence and keys. What it is sent the kernel throws away when its buffer is full.</summary>
internal sealed class RtpMouth : IDisposable
{
    private const int Samples = 160; // 20 ms of 8 kHz
    private const int SilentPackets = 3;
    private const int HeldPackets = 5; // 100 ms
    private const int EndPackets = 3; // RFC 4733 §2.5.1.4
    private const int SmallBuffer = 4_096;
    private const byte Silence = 0xFF; // PCMU
    private const byte Volume = 10;
    private static readonly TimeSpan PacketTime = TimeSpan.FromMilliseconds(20);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = SmallBuffer };
    private int _streams;

    /// <summary>Opens it.</summary>
    public RtpMouth(IPAddress address) => _socket.Bind(new IPEndPoint(address, 0));

    /// <summary>Where it is.</summary>
    public IPEndPoint Local => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Presses a key for 100 ms. Each press is a stream of its own, so that nothing need be remembered of a call.</summary>
    public async Task PressAsync(char key, IPEndPoint to)
    {
        if (!TelephoneEvent.TryEvent(key, out var number))
        {
            throw new ArgumentException($"{key} is no key.", nameof(key));
        }

        using var pace = new PeriodicTimer(PacketTime);
        var ssrc = (uint)Interlocked.Increment(ref _streams) + (uint)Environment.ProcessId * 100_000;
        ushort sequence = 0;
        uint timestamp = 0;
        for (var i = 0; i < SilentPackets; i++, timestamp += Samples)
        {
            var spoken = new byte[RtpHeader.FixedLength + Samples];
            spoken.AsSpan(RtpHeader.FixedLength).Fill(Silence);
            await SendAsync(spoken, new RtpHeader { PayloadType = 0, Sequence = sequence++, Timestamp = timestamp, Ssrc = ssrc, Marker = i == 0 }, to, pace);
        }

        for (var i = 1; i <= HeldPackets + EndPackets; i++)
        {
            var held = new byte[RtpHeader.FixedLength + TelephoneEvent.Length];
            new TelephoneEvent(number, i > HeldPackets, Volume, (ushort)(Math.Min(i, HeldPackets) * Samples)).Write(held.AsSpan(RtpHeader.FixedLength));
            await SendAsync(held, new RtpHeader { PayloadType = CallSdp.KeyPayload, Sequence = sequence++, Timestamp = timestamp, Ssrc = ssrc, Marker = i == 1 }, to, pace);
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task SendAsync(byte[] packet, RtpHeader header, IPEndPoint to, PeriodicTimer pace)
    {
        header.Write(packet);
        try
        {
            await _socket.SendToAsync(packet, SocketFlags.None, to);
        }
        catch (SocketException)
        {
            // The server is gone, and its port closed: an answer of the kernel to what was sent before.
        }

        await pace.WaitForNextTickAsync();
    }
}
