using System.Buffers.Binary;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;

namespace RtcCluster.Load.Micro.Media;

/// <summary>A phone that speaks to a browser: packets of 20 ms of G.711 come plain and leave protected.</summary>
internal sealed class PhoneAndBrowser
{
    private static readonly LegSlot Phone = new(0);
    private static readonly LegSlot Browser = new(1);
    private static readonly TimeSpan Never = TimeSpan.FromDays(365);
    private static readonly MediaEndpoint PhoneAddress = SampleBrowser.Endpoint(30_000);
    private static readonly IceFlow BrowserFlow = new(SampleBrowser.Endpoint(50_000));

    private readonly CallMedia _media = new(new CallMediaOptions { ReportInterval = Never, QualityInterval = Never }, 42, 0);
    private readonly byte[] _spoken = new byte[172];
    private readonly byte[] _buffer = new byte[1500];
    private long _now;
    private ushort _sequence;
    private uint _timestamp;

    /// <summary>Connects both.</summary>
    /// <param name="profile">What protects the browser's packets.</param>
    /// <param name="opus">Whether the browser speaks Opus, else the phone's law.</param>
    public PhoneAndBrowser(SrtpProfile profile, bool opus = false)
    {
        Say(opus);
        new RtpHeader { Ssrc = 0xA11CE }.Write(_spoken);
        var local = SampleBrowser.Credentials(1);
        SampleBrowser.Require(_media.AddLeg(Phone, TwoPhones.Leg(20_100), 0));
        SampleBrowser.Require(_media.AcceptOffer(Phone, SampleBrowser.Description("RTP/AVP", 30_000, ""), 0) == NegotiationStatus.Accepted);
        SampleBrowser.Require(_media.MakeAnswer(Phone, LegSlot.None, 0).Length > 0);
        var webRtc = new WebRtcLegOptions { Fingerprint = DtlsFingerprint.Of(DtlsHash.Sha256, []), NewCredentials = () => local };
        SampleBrowser.Require(_media.AddLeg(Browser, TwoPhones.Leg(20_000) with { WebRtc = webRtc, Codecs = [PayloadKind.Opus, PayloadKind.Pcmu], PrefersOpus = opus }, 0));
        SampleBrowser.Require(_media.AcceptOffer(Browser, SampleBrowser.Offer(webRtc, "a=rtpmap:111 opus/48000/2\r\n", "0 111"), 0) == NegotiationStatus.Accepted);
        SampleBrowser.Require(_media.MakeAnswer(Browser, Phone, 0).Length > 0);
        _media.Connect(Phone, Browser, 0);
        Drain();
        SampleBrowser.Check(_media, Browser, local, BrowserFlow);
        Drain();
        var key = new SrtpMasterKey(profile, new byte[SrtpProfiles.KeyLength], new byte[profile.SaltLength()]);
        _media.Secure(Browser, 1, new SrtpKeys(key, key), 0);
        Drain();
        SampleBrowser.Require(Hop() > 0);
    }

    /// <summary>A packet comes from the phone and is made ready for the browser; 20 ms pass.</summary>
    /// <returns>Bytes to send.</returns>
    public int Hop()
    {
        var packet = _buffer.AsSpan(0, _spoken.Length);
        _spoken.CopyTo(packet);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], ++_sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], _timestamp += 160);
        var forward = _media.Receive(Phone, false, _buffer, packet.Length, PhoneAddress, _now);
        _now += MediaClock.FrameTicks;
        Drain();
        return forward.Length;
    }

    /// <summary>Noise for a codec without memory; for Opus a tone, which costs about what a voice does.</summary>
    private void Say(bool tone)
    {
        for (var i = RtpHeader.FixedLength; tone && i < _spoken.Length; i++)
        {
            _spoken[i] = G711.EncodeMuLaw((short)(6000 * Math.Sin(2 * Math.PI * 440 * i / 8000)));
        }
    }

    private void Drain()
    {
        while (_media.TryTake(out _))
        {
            // Nothing is sent anywhere.
        }
    }
}
