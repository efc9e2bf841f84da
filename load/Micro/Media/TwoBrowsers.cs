using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>Two browsers of which one sees the other: packets of video come protected, are renumbered, and leave protected.</summary>
internal sealed class TwoBrowsers : IDisposable
{
    private const int PacketLength = 1_100;
    private static readonly LegSlot One = new(0);
    private static readonly LegSlot Other = new(1);
    private static readonly TimeSpan Never = TimeSpan.FromDays(365);

    private readonly CallMedia _media = new(new CallMediaOptions { ReportInterval = Never, QualityInterval = Never }, 42, 0);
    private readonly byte[] _buffer = new byte[1500];
    private readonly SrtpSendContext _sender;
    private ushort _sequence;
    private long _now;

    /// <summary>Connects both.</summary>
    public TwoBrowsers()
    {
        Add(One, 1, "96");
        Add(Other, 2, "120");
        SampleBrowser.Require(_media.MakeAnswer(Other, One, 0).Length > 0);
        _media.Connect(One, Other, 0);
        SampleBrowser.Require(_media.MakeAnswer(One, Other, 0).Length > 0);
        Drain();
        Shake(One, 1, 50_000);
        Shake(Other, 2, 50_001);
        _sender = new SrtpSendContext(Key());
        SampleBrowser.Require(Hop() > 0);
    }

    /// <summary>A packet of the one's picture comes and is made ready for the other; its protection by the one is a part of it.</summary>
    /// <returns>Bytes to send.</returns>
    public int Hop()
    {
        var packet = _buffer.AsSpan(0, PacketLength);
        new RtpHeader { PayloadType = 96, Sequence = ++_sequence, Timestamp = (uint)(_now / 100), Ssrc = 0xA11CE }.Write(packet);
        SampleBrowser.Require(_sender.ProtectRtp(_buffer, PacketLength, out var length) == SrtpStatus.Ok);
        var forward = _media.ReceiveSecure(One, 1, _buffer, length, _now);
        _now += TimeSpan.TicksPerMillisecond;
        Drain();
        return forward.Length;
    }

    public void Dispose() => _sender.Dispose();

    private static SrtpMasterKey Key() => new(SrtpProfile.AeadAes128Gcm, new byte[SrtpProfiles.KeyLength], new byte[SrtpProfile.AeadAes128Gcm.SaltLength()]);

    private static WebRtcLegOptions WebRtc(byte seed) => new()
    {
        Fingerprint = DtlsFingerprint.Of(DtlsHash.Sha256, []), NewCredentials = () => SampleBrowser.Credentials(seed), TakesVideo = true,
    };

    private void Add(LegSlot leg, byte seed, string payloadType)
    {
        var webRtc = WebRtc(seed);
        SampleBrowser.Require(_media.AddLeg(leg, TwoPhones.Leg(20_000) with { WebRtc = webRtc, Codecs = [PayloadKind.Opus, PayloadKind.Pcmu] }, 0));
        var video = $"m=video 9 UDP/TLS/RTP/SAVPF {payloadType}\r\na=mid:1\r\na=rtcp-mux\r\na=rtpmap:{payloadType} VP8/90000\r\na=sendrecv\r\n";
        var offer = SampleBrowser.Offer(webRtc, "a=mid:0\r\na=rtpmap:111 opus/48000/2\r\n", "0 111", "a=group:BUNDLE 0 1\r\n", video);
        SampleBrowser.Require(_media.AcceptOffer(leg, offer, 0) == NegotiationStatus.Accepted);
    }

    private void Shake(LegSlot leg, byte seed, ushort port)
    {
        SampleBrowser.Check(_media, leg, SampleBrowser.Credentials(seed), new IceFlow(SampleBrowser.Endpoint(port)));
        Drain();
        _media.Secure(leg, 1, new SrtpKeys(Key(), Key()), 0);
        Drain();
    }

    private void Drain()
    {
        while (_media.TryTake(out _))
        {
            // Nothing is sent anywhere.
        }
    }
}
