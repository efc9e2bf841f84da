using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>Two connected legs, and packets of 20 ms of G.711 from both phones.</summary>
internal sealed class TwoPhones
{
    public static readonly LegSlot Caller = new(0);
    public static readonly LegSlot Callee = new(1);
    private static readonly TimeSpan Never = TimeSpan.FromDays(365);

    // Reports have random times and would make one run unlike the next.
    private readonly CallMedia _media = new(new CallMediaOptions { ReportInterval = Never, QualityInterval = Never }, 42, 0);
    private readonly MediaEndpoint[] _phones = [Endpoint(30000), Endpoint(31000)];
    private readonly byte[][] _spoken = [Packet(0, 0xA11CE), Packet(0, 0xB0B)];
    private readonly byte[] _buffer = new byte[1500];
    private long _now;
    private ushort _sequence;
    private uint _timestamp;

    /// <summary>Connects two phones; the callee's takes only the given law.</summary>
    public TwoPhones(PayloadKind calleeLaw)
    {
        var payloadType = calleeLaw == PayloadKind.Pcma ? 8 : 0;
        _spoken[1] = Packet((byte)payloadType, 0xB0B);
        Require(_media.AddLeg(Caller, Leg(20100), 0));
        Require(_media.AcceptOffer(Caller, Description(30000, 0), 0) == NegotiationStatus.Accepted);
        Require(_media.AddLeg(Callee, Leg(20102), 0));
        Require(_media.MakeOffer(Callee, Caller, 0).Length > 0);
        Require(_media.AcceptAnswer(Callee, Description(31000, payloadType), 0) == NegotiationStatus.Accepted);
        Require(_media.MakeAnswer(Caller, Callee, 0).Length > 0);
        _media.Connect(Caller, Callee, 0);
    }

    /// <summary>What a leg says about us on loopback.</summary>
    public static MediaLegOptions Leg(ushort port) => new() { Rtp = Endpoint(port), RtcpPort = (ushort)(port + 1) };

    /// <summary>Begins to record.</summary>
    public void Record() => Require(_media.StartRecording("demo/r1", Caller, Callee, _now));

    /// <summary>20 ms pass; what is due is done, as a media shard does it.</summary>
    /// <returns>Bytes of the chunk that was finished.</returns>
    public int Advance()
    {
        _now += MediaClock.FrameTicks;
        _sequence++;
        _timestamp += 160;
        if (_now >= _media.Deadline)
        {
            _media.Tick(_now);
        }

        return Drain();
    }

    /// <summary>A packet comes from a phone and is made ready for the other.</summary>
    /// <returns>Bytes to send.</returns>
    public int Hop(LegSlot from)
    {
        var packet = _buffer.AsSpan(0, 172);
        _spoken[from.Index].CopyTo(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], _sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp);
        var forward = _media.Receive(from, false, _buffer, packet.Length, _phones[from.Index], _now);
        return forward.Length + Drain();
    }

    private int Drain()
    {
        var bytes = 0;
        while (_media.TryTake(out var effect))
        {
            if (effect.Chunk is { } chunk)
            {
                bytes += chunk.Bytes.Length;
                chunk.Dispose();
            }
        }

        return bytes;
    }

    private static MediaEndpoint Endpoint(ushort port) =>
        MediaEndpoint.TryParse("127.0.0.1", port, out var endpoint) ? endpoint : throw new InvalidOperationException("Loopback is no address.");

    private static byte[] Description(int port, int payloadType) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"v=0\r\no=phone 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP {payloadType} 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n"));

    private static byte[] Packet(byte payloadType, uint ssrc)
    {
        var packet = new byte[172];
        new Random((int)ssrc).NextBytes(packet);
        new RtpHeader { PayloadType = payloadType, Ssrc = ssrc }.Write(packet);
        return packet;
    }

    private static void Require(bool done)
    {
        if (!done)
        {
            throw new InvalidOperationException("The sample call could not be set up.");
        }
    }
}
