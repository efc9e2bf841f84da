using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Codecs.G722;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Tests.Signals;

namespace RtcCluster.Media.Tests.Calls;

/// <summary>A telephone's media: an SDP, a stream of tone packets, and what it heard.</summary>
internal sealed class Phone(string address, int port, double frequency, uint ssrc)
{
    private readonly G722Transcoder _encoder = new();
    private long _position;

    public MediaEndpoint Rtp { get; set; } = Endpoint(address, port);

    public MediaEndpoint Rtcp { get; set; } = Endpoint(address, port + 1);

    public double Frequency { get; set; } = frequency;

    public uint Ssrc { get; set; } = ssrc;

    public ushort Sequence { get; set; } = (ushort)(ssrc * 77);

    public uint Timestamp { get; set; } = ssrc * 1000;

    public PayloadKind Law { get; set; } = PayloadKind.Pcmu;

    public int EventPayloadType { get; set; } = 101;

    public List<byte[]> Heard { get; } = [];

    public static MediaEndpoint Endpoint(string address, int port) =>
        MediaEndpoint.TryParse(address, (ushort)port, out var endpoint) ? endpoint : throw new ArgumentException(address);

    public byte[] Sdp(string formats = "0 8 101", string direction = "sendrecv", string? connection = null, int version = 1)
    {
        var text = $"v=0\r\no=phone 1 {version} IN IP4 {address}\r\ns=-\r\nc=IN IP4 {connection ?? address}\r\nt=0 0\r\n" +
            $"m=audio {port} RTP/AVP {formats}\r\na=rtpmap:{EventPayloadType} telephone-event/8000\r\na=fmtp:{EventPayloadType} 0-16\r\n" +
            $"a=ptime:20\r\na={direction}\r\n";
        return Encoding.ASCII.GetBytes(text);
    }

    /// <summary>The next packet of the phone's tone.</summary>
    public byte[] Speak(int samples = 160)
    {
        var payload = new byte[samples];
        var tone = Tone.Make(Frequency, samples, position: _position);
        if (Law == PayloadKind.G722)
        {
            _encoder.FromLinear(tone, payload);
        }
        else
        {
            G711.Encode(Law, tone, payload);
        }

        var packet = Packet(payload, Law switch { PayloadKind.Pcma => 8, PayloadKind.G722 => 9, _ => 0 });
        _position += samples;
        Timestamp += (uint)samples;
        return packet;
    }

    /// <summary>Time passes without packets (silence suppression): the timestamp goes on, the sequence does not.</summary>
    public void StaySilent(int samples = 160)
    {
        _position += samples;
        Timestamp += (uint)samples;
    }

    public byte[] Event(byte number, bool end, int duration, uint timestamp, bool marker = false)
    {
        byte[] payload = [number, (byte)(end ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration];
        return Packet(payload, EventPayloadType, timestamp, marker);
    }

    public byte[] Packet(byte[] payload, int payloadType, uint? timestamp = null, bool marker = false)
    {
        var packet = new byte[12 + payload.Length];
        new RtpHeader { PayloadType = (byte)payloadType, Sequence = Sequence++, Timestamp = timestamp ?? Timestamp, Ssrc = Ssrc, Marker = marker }.Write(packet);
        payload.CopyTo(packet, 12);
        return packet;
    }

    /// <summary>What the phone heard from packet <paramref name="from"/> on, decoded.</summary>
    public short[] Audio(int from = 0)
    {
        var audio = new List<short>();
        var decoder = new G722Transcoder();
        foreach (var (i, packet) in Heard.Index())
        {
            Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
            var samples = new short[header.PayloadLength];
            if (header.PayloadType is 0 or 8)
            {
                G711.Decode(header.PayloadType == 8 ? PayloadKind.Pcma : PayloadKind.Pcmu, packet.AsSpan(header.PayloadOffset), samples);
            }
            else if (header.PayloadType == 9)
            {
                // From the first on: what a packet means depends on those before it.
                decoder.ToLinear(packet.AsSpan(header.PayloadOffset, header.PayloadLength), samples);
            }

            if (i >= from && header.PayloadType is (0 or 8 or 9))
            {
                audio.AddRange(samples);
            }
        }

        return [.. audio];
    }

    public List<RtpHeader> Headers() => [.. Heard.Select(static packet =>
    {
        Assert.Equal(RtpStatus.Ok, RtpHeader.TryRead(packet, out var header));
        return header;
    })];

    /// <summary>RFC 3550: one SSRC, sequence numbers without gap or repetition, timestamps that grow by whole packets.</summary>
    public void AssertContinuous()
    {
        var headers = Headers();
        for (var i = 1; i < headers.Count; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"packet {i} of {headers.Count}");
            Assert.True(headers[0].Ssrc == headers[i].Ssrc, at + " has another SSRC");
            Assert.True((ushort)(headers[i - 1].Sequence + 1) == headers[i].Sequence, at + " breaks the sequence");
            Assert.True((int)(headers[i].Timestamp - headers[i - 1].Timestamp) >= 0, at + " goes back in time");
        }
    }

    public static uint ReadSsrc(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
}
