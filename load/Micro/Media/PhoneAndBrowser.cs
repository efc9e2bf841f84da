using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Rtp;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Stun;

namespace RtcCluster.Load.Micro.Media;

/// <summary>A phone that speaks to a browser: packets of 20 ms of G.711 come plain and leave protected.</summary>
internal sealed class PhoneAndBrowser
{
    private static readonly LegSlot Phone = new(0);
    private static readonly LegSlot Browser = new(1);
    private static readonly TimeSpan Never = TimeSpan.FromDays(365);
    private static readonly MediaEndpoint PhoneAddress = Endpoint(30_000);
    private static readonly IceFlow BrowserFlow = new(Endpoint(50_000));

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
        var local = Credentials(1);
        Require(_media.AddLeg(Phone, TwoPhones.Leg(20_100), 0));
        Require(_media.AcceptOffer(Phone, Description("RTP/AVP", 30_000, ""), 0) == NegotiationStatus.Accepted);
        Require(_media.MakeAnswer(Phone, LegSlot.None, 0).Length > 0);
        var webRtc = new WebRtcLegOptions { Fingerprint = DtlsFingerprint.Of(DtlsHash.Sha256, []), NewCredentials = () => local };
        Require(_media.AddLeg(Browser, TwoPhones.Leg(20_000) with { WebRtc = webRtc, Codecs = [PayloadKind.Opus, PayloadKind.Pcmu], PrefersOpus = opus }, 0));
        var secure = $"a=ice-ufrag:abcd\r\na=ice-pwd:0123456789abcdef01234567\r\na=fingerprint:{webRtc.Fingerprint}\r\na=setup:actpass\r\na=rtcp-mux\r\n";
        Require(_media.AcceptOffer(Browser, Description("UDP/TLS/RTP/SAVPF", 9, secure + "a=rtpmap:111 opus/48000/2\r\n", "0 111"), 0) == NegotiationStatus.Accepted);
        Require(_media.MakeAnswer(Browser, Phone, 0).Length > 0);
        _media.Connect(Phone, Browser, 0);
        Drain();
        Check(local);
        var key = new SrtpMasterKey(profile, new byte[SrtpProfiles.KeyLength], new byte[profile.SaltLength()]);
        _media.Secure(Browser, 1, new SrtpKeys(key, key), 0);
        Drain();
        Require(Hop() > 0);
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

    private void Check(IceCredentials local)
    {
        var writer = new StunWriter(_buffer, StunClass.Request, new byte[StunReader.TransactionIdLength]);
        writer.Username(local.UfragBytes, "abcd"u8);
        writer.IceControlling(7);
        writer.UseCandidate();
        writer.Priority(1);
        writer.Integrity(StunIntegrity.Sha1, local.Key);
        writer.Fingerprint();
        Require(StunReader.TryRead(_buffer.AsSpan(0, writer.Length), out var check) == StunStatus.Ok);
        Require(_media.ReceiveCheck(Browser, 1, check, BrowserFlow, 0) == IceStatus.Accepted);
        Drain();
    }

    private void Drain()
    {
        while (_media.TryTake(out _))
        {
            // Nothing is sent anywhere.
        }
    }

    private static IceCredentials Credentials(byte first)
    {
        var random = new byte[IceCredentials.RandomLength];
        random[0] = first;
        return IceCredentials.FromRandom(random);
    }

    private static byte[] Description(string protocol, int port, string attributes, string formats = "0") => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} {protocol} {formats}\r\na=sendrecv\r\n{attributes}"));

    private static MediaEndpoint Endpoint(ushort port) =>
        MediaEndpoint.TryParse("127.0.0.1", port, out var endpoint) ? endpoint : throw new InvalidOperationException("Loopback is no address.");

    private static void Require(bool done)
    {
        if (!done)
        {
            throw new InvalidOperationException("The sample call could not be set up.");
        }
    }
}
