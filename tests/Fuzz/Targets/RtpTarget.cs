using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Dtmf;
using RtcCluster.Media.Rtp;

namespace RtcCluster.Fuzz.Targets;

/// <summary>An RTP packet: its header alone, then through the media of a recorded call with a peer.</summary>
public sealed class RtpTarget : FuzzTarget
{
    private static readonly MediaEndpoint Caller = MediaEndpoint.FromBytes([127, 0, 0, 1], 30_000);
    private static readonly MediaEndpoint Callee = MediaEndpoint.FromBytes([127, 0, 0, 1], 30_002);
    private readonly byte[] _packet = new byte[2_048];
    private CallMedia? _call;
    private long _now;
    private int _packets;

    public override string Kind => "rtp";

    public override int MaxLength => 1_500;

    public override IReadOnlyList<byte[]> Words { get; } =
        [[0x80, 0x00], [0x80, 0x08], [0x80, 0xE5], [0x90, 0x00], [0xBE, 0xDE, 0x00, 0x01], [0xA0, 0x00], [0x05, 0x8A, 0x03, 0x20], [0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFF], [0x00, 0x00, 0x00, 0xA0]];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        var status = RtpHeader.TryRead(input, out var header);
        if (status == RtpStatus.Ok)
        {
            Demand(header.PayloadOffset >= RtpHeader.FixedLength && header.PayloadLength >= 0 && header.PayloadOffset + header.PayloadLength <= input.Length, "a payload outside the packet");
            _ = TelephoneEvent.TryRead(input.Slice(header.PayloadOffset, header.PayloadLength), out _);
        }

        Relay(input);
        return Verdict.Of(status, RtpStatus.Ok);
    }

    private void Relay(ReadOnlySpan<byte> input)
    {
        // A new call now and then: state of old packets must not pile up beyond a call's length, and a finding must be repeatable.
        if (_call is null || ++_packets % 64 == 0)
        {
            _call = Open();
        }

        input[..Math.Min(input.Length, _packet.Length)].CopyTo(_packet);
        var length = Math.Min(input.Length, _packet.Length);
        var forward = _call.Receive(new LegSlot(0), false, _packet, length, Caller, _now);
        Demand(forward.IsNone || forward.Length <= _packet.Length, "a forward longer than its buffer");
        Drain(_call);
        _now += TimeSpan.TicksPerMillisecond * 20;
        _call.Tick(_now);
        Drain(_call);
    }

    private static void Drain(CallMedia call)
    {
        while (call.TryTake(out var effect))
        {
            effect.Chunk?.Dispose();
        }
    }

    private CallMedia Open()
    {
        var call = new CallMedia(CallMediaOptions.Default, 1, _now);
        var (caller, callee) = (new LegSlot(0), new LegSlot(1));
        call.AddLeg(caller, Leg(20_100), _now);
        call.AddLeg(callee, Leg(20_102), _now);
        call.AcceptOffer(caller, Sdp(Caller), _now);
        call.MakeOffer(callee, caller, _now);
        call.AcceptAnswer(callee, Sdp(Callee), _now);
        call.MakeAnswer(caller, callee, _now);
        call.Connect(caller, callee, _now);
        call.StartRecording("fuzz", caller, callee, _now);
        Drain(call);
        return call;
    }

    private static MediaLegOptions Leg(ushort port) => new() { Rtp = MediaEndpoint.FromBytes([127, 0, 0, 1], port), RtcpPort = (ushort)(port + 1) };

    private static byte[] Sdp(MediaEndpoint rtp) => System.Text.Encoding.ASCII.GetBytes(
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {rtp.Port} RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n");
}
