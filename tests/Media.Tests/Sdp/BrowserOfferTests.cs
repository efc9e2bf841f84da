using System.Text;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tests.Ice;

namespace RtcCluster.Media.Tests.Sdp;

public class BrowserOfferTests
{
    private const string OurPrint = "sha-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F";

    private static AudioNegotiation Make(ushort tcpPort = 0, params PayloadKind[] codecs) => new(
        CallBench.Leg(20000, codecs.Length == 0 ? [PayloadKind.Opus, PayloadKind.G722, PayloadKind.Pcmu, PayloadKind.Pcma] : codecs) with
        {
            WebRtc = new WebRtcLegOptions { Fingerprint = Print(OurPrint), NewCredentials = () => Browser.Credentials(1), TcpPort = tcpPort },
        },
        0x1234_5678_9ABC_DEF0,
        SdpLimits.Default,
        ssrc: 1111)
    {
        Credentials = Browser.Credentials(1),
    };

    private static DtlsFingerprint Print(string text)
    {
        Assert.True(DtlsFingerprint.TryRead(text, out var print));
        return print!;
    }

    private static string Answer(AudioNegotiation negotiation, string offer, params PayloadKind[] preference)
    {
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptOffer(ChromiumOffer.Bytes(offer)));
        return Encoding.Latin1.GetString(negotiation.MakeAnswer(preference));
    }

    [Fact]
    public void AChromiumOfferIsAnsweredWithOneConnectionOfOurs()
    {
        var negotiation = Make();
        var ice = Browser.Credentials(1);
        var answer = Answer(negotiation, ChromiumOffer.Audio, PayloadKind.Opus);
        var expected =
            "s=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\na=ice-lite\r\na=group:BUNDLE 0\r\na=msid-semantic: WMS rtc\r\n" +
            "m=audio 20000 UDP/TLS/RTP/SAVPF 111 0 110\r\na=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\na=rtpmap:0 PCMU/8000\r\n" +
            "a=rtpmap:110 telephone-event/48000\r\na=fmtp:110 0-16\r\na=ptime:20\r\na=sendrecv\r\na=rtcp-mux\r\na=mid:0\r\n" +
            $"a=ice-ufrag:{ice.Ufrag}\r\na=ice-pwd:{ice.Password}\r\na=candidate:1 1 udp 2130706431 127.0.0.9 20000 typ host\r\na=end-of-candidates\r\n" +
            $"a=fingerprint:{OurPrint}\r\na=setup:passive\r\na=msid:rtc rtc-audio\r\na=ssrc:1111 cname:rtc\r\n";
        Assert.Equal(expected, answer[answer.IndexOf("s=-", StringComparison.Ordinal)..]);
        Assert.True(negotiation.Agreed is { IsWebRtc: true, RtcpMux: true, CanSend: true, CanReceive: true, Codec: PayloadKind.Opus });
        Assert.Equal((ChromiumOffer.Ufrag, ChromiumOffer.Password), (negotiation.Remote!.Ice.Ufrag, negotiation.Remote.Ice.Password));
        Assert.True(negotiation.Remote.Fingerprints.SameAs(DtlsFingerprints.Of(Print(ChromiumOffer.Fingerprint))));
    }

    [Theory]
    [InlineData(PayloadKind.Pcmu, "0 126")]
    [InlineData(PayloadKind.Pcma, "8 126")]
    [InlineData(PayloadKind.G722, "9 0 126")]
    [InlineData(PayloadKind.Opus, "111 0 110")]
    public void Rfc4733_2_1_EventsHaveTheClockOfTheCodecThatTheOtherLegSpeaks(PayloadKind spoken, string formats) =>
        Assert.Contains($"m=audio 20000 UDP/TLS/RTP/SAVPF {formats}\r\n", Answer(Make(), ChromiumOffer.Audio, spoken), StringComparison.Ordinal);

    [Fact]
    public void WithoutAPartnerThatSpeaksItOpusIsNotChosen() =>
        Assert.Contains("SAVPF 9 0 126\r\n", Answer(Make(), ChromiumOffer.Audio), StringComparison.Ordinal);

    [Fact]
    public void ALegThatIsRecordedHasNoOpus() =>
        Assert.Contains("SAVPF 0 126\r\n", Answer(Make(0, PayloadKind.Pcmu, PayloadKind.Pcma), ChromiumOffer.Audio, PayloadKind.Opus), StringComparison.Ordinal);

    [Theory]
    [InlineData("sendrecv", "sendrecv", false)]
    [InlineData("sendonly", "recvonly", true)]
    [InlineData("recvonly", "sendonly", false)]
    [InlineData("inactive", "inactive", true)]
    public void Rfc3264_6_1_TheDirectionIsMirrored(string offered, string answered, bool hold)
    {
        var negotiation = Make();
        Assert.Contains($"a={answered}\r\n", Answer(negotiation, ChromiumOffer.With("a=sendrecv", "a=" + offered)), StringComparison.Ordinal);
        Assert.Equal(hold, negotiation.RemoteHold);
    }

    [Fact]
    public void AHoldKeepsCredentialsRoleSectionAndCodec()
    {
        var negotiation = Make();
        var talking = Answer(negotiation, ChromiumOffer.Audio, PayloadKind.Opus);
        var held = Answer(negotiation, ChromiumOffer.With("a=sendrecv", "a=sendonly"));
        static string Rest(string sdp) => sdp[sdp.IndexOf("s=-", StringComparison.Ordinal)..];
        Assert.Equal(Rest(talking).Replace("a=sendrecv", "a=recvonly", StringComparison.Ordinal), Rest(held));
    }

    [Fact]
    public void Rfc3264_6_SectionsThatAreNotOursAreRefusedInTheirPlace()
    {
        var answer = Answer(Make(), ChromiumOffer.VideoAudioAndData, PayloadKind.Pcmu);
        var sections = answer.Split("m=")[1..];
        Assert.StartsWith("video 0 UDP/TLS/RTP/SAVPF 96 97\r\n", sections[0], StringComparison.Ordinal);
        Assert.StartsWith("audio 20000 UDP/TLS/RTP/SAVPF 0 126\r\n", sections[1], StringComparison.Ordinal);
        Assert.StartsWith("application 0 UDP/DTLS/SCTP webrtc-datachannel\r\n", sections[2], StringComparison.Ordinal);
        Assert.Equal(["a=mid:v", "a=mid:a", "a=mid:d"], answer.Split("\r\n").Where(l => l.StartsWith("a=mid:", StringComparison.Ordinal)));
        Assert.Contains("a=group:BUNDLE a\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc9143_7_3_AnOfferWithoutABundleIsAnsweredWithoutOne() =>
        Assert.DoesNotContain("a=group", Answer(Make(), ChromiumOffer.With("a=group:BUNDLE 0", null)), StringComparison.Ordinal);

    [Fact]
    public void Rfc6544_ATcpPortIsASecondAndWorseCandidate()
    {
        var answer = Answer(Make(tcpPort: 20001), ChromiumOffer.Audio);
        Assert.Contains("a=candidate:1 1 udp 2130706431 127.0.0.9 20000 typ host\r\na=candidate:2 1 tcp ", answer, StringComparison.Ordinal);
        Assert.Contains(" 127.0.0.9 20001 typ host tcptype passive\r\na=end-of-candidates\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=fingerprint:" + ChromiumOffer.Fingerprint, null, NegotiationStatus.BadFingerprint)]
    [InlineData("a=fingerprint:" + ChromiumOffer.Fingerprint, "a=fingerprint:sha-256 D3:49", NegotiationStatus.BadFingerprint)]
    [InlineData("a=fingerprint:" + ChromiumOffer.Fingerprint, "a=fingerprint:sha-256", NegotiationStatus.BadFingerprint)]
    [InlineData("a=fingerprint:" + ChromiumOffer.Fingerprint, "a=fingerprint", NegotiationStatus.BadFingerprint)]
    [InlineData(
        "a=fingerprint:" + ChromiumOffer.Fingerprint, "a=fingerprint:sha-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB",
        NegotiationStatus.BadFingerprint)]
    [InlineData("a=ice-ufrag:" + ChromiumOffer.Ufrag, null, NegotiationStatus.BadIce)]
    [InlineData("a=ice-pwd:" + ChromiumOffer.Password, null, NegotiationStatus.BadIce)]
    [InlineData("a=ice-pwd:" + ChromiumOffer.Password, "a=ice-pwd:tooshort", NegotiationStatus.BadIce)]
    [InlineData("a=ice-ufrag:" + ChromiumOffer.Ufrag, "a=ice-ufrag:Km 3Y", NegotiationStatus.BadIce)]
    [InlineData("a=extmap-allow-mixed", "a=ice-lite", NegotiationStatus.BadIce)]
    [InlineData("a=setup:actpass", null, NegotiationStatus.BadSetup)]
    [InlineData("a=setup:actpass", "a=setup:holdconn", NegotiationStatus.BadSetup)]
    [InlineData("a=rtcp-mux", null, NegotiationStatus.NoRtcpMux)]
    [InlineData("m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126", "m=audio 9 RTP/AVP 0 8 126", NegotiationStatus.UnsupportedTransport)]
    [InlineData("m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126", "m=audio 9 UDP/TLS/RTP/SAVPF 63 13 126", NegotiationStatus.NoCommonCodec)]
    [InlineData("m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126", "m=audio 0 UDP/TLS/RTP/SAVPF 0", NegotiationStatus.NoAudio)]
    public void AnOfferThatCannotBeMadeSafeIsRefused_AndWhatWasAgreedStays(string line, string? instead, NegotiationStatus status)
    {
        var negotiation = Make();
        Answer(negotiation, ChromiumOffer.Audio);
        var (agreed, remote) = (negotiation.Agreed, negotiation.Remote);
        Assert.Equal(status, negotiation.AcceptOffer(ChromiumOffer.Bytes(ChromiumOffer.With(line, instead))));
        Assert.Equal(488, status.SipCode());
        Assert.Same(agreed, negotiation.Agreed);
        Assert.Same(remote, negotiation.Remote);
    }

    [Fact]
    public void AnOfferWithoutAnyIceIsRefused() => Assert.Equal(
        NegotiationStatus.NoIce,
        Make().AcceptOffer(ChromiumOffer.Bytes(ChromiumOffer.With("a=ice-ufrag:" + ChromiumOffer.Ufrag, null).Replace("a=ice-pwd:" + ChromiumOffer.Password + "\r\n", "", StringComparison.Ordinal))));

    [Theory]
    [InlineData("a=setup:active")]
    [InlineData("a=setup:actpass")]
    public void Rfc8842_5_2_WeAreTheServerWhateverTheOfferLeavesOpen(string setup) =>
        Assert.Contains("a=setup:passive\r\n", Answer(Make(), ChromiumOffer.With("a=setup:actpass", setup)), StringComparison.Ordinal);

    [Fact]
    public void Rfc5763_5_ABrowserThatWantsToWaitIsAnsweredByAClient()
    {
        var negotiation = Make();
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptOffer(ChromiumOffer.Bytes(ChromiumOffer.With("a=setup:actpass", "a=setup:passive"))));
        Assert.Equal(DtlsRole.Client, negotiation.Remote!.Role);
        negotiation.Role = DtlsRole.Client;
        Assert.Contains("a=setup:active\r\n", Encoding.Latin1.GetString(negotiation.MakeAnswer([])), StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc8122_5_TheFingerprintMayStandAtTheSession_InAnyCase_BesideOnesThatProveNothing()
    {
        var line = "a=fingerprint:" + ChromiumOffer.Fingerprint;
        var lower = "a=fingerprint:SHA-256 " + ChromiumOffer.Fingerprint[8..].ToLowerInvariant();
        var offer = ChromiumOffer.With(line, null).Replace("a=extmap-allow-mixed", "a=fingerprint:md5 00:01\r\n" + lower, StringComparison.Ordinal);
        var negotiation = Make();
        Answer(negotiation, offer);
        Assert.True(negotiation.Remote!.Fingerprints.SameAs(DtlsFingerprints.Of(Print(ChromiumOffer.Fingerprint))));
    }

    [Fact]
    public void TwoHundredCandidatesAreNoReasonToRefuse_AndNoneIsNeeded()
    {
        var candidates = string.Concat(Enumerable.Range(0, 200).Select(i => $"a=candidate:{i} 1 udp 2113937151 10.0.0.{i} {1024 + i} typ host\r\n"));
        Answer(Make(), ChromiumOffer.Audio + candidates);
    }

    [Fact]
    public void AnOfferOfMoreThanTheLimitIsMalformed() =>
        Assert.Equal(
            NegotiationStatus.Malformed,
            Make().AcceptOffer(ChromiumOffer.Bytes(ChromiumOffer.Audio + string.Concat(Enumerable.Repeat("a=candidate:1 1 udp 1 10.0.0.1 1 typ host\r\n", 900)))));

    [Fact]
    public void ATelephonesLegRefusesABrowsersOffer()
    {
        var phone = new AudioNegotiation(CallBench.Leg(20100), 1, SdpLimits.Default);
        Assert.Equal(NegotiationStatus.UnsupportedTransport, phone.AcceptOffer(ChromiumOffer.Bytes(ChromiumOffer.Audio)));
    }

    [Fact]
    public void ABrowsersOfferIsToldFromATelephones()
    {
        Assert.True(WebRtcOffer.Is(ChromiumOffer.Bytes(ChromiumOffer.Audio), SdpLimits.Default));
        Assert.True(WebRtcOffer.Is(ChromiumOffer.Bytes(ChromiumOffer.VideoAudioAndData), SdpLimits.Default));
        Assert.False(WebRtcOffer.Is(new Phone("127.0.0.1", 30000, 440, 1).Sdp(), SdpLimits.Default));
        Assert.False(WebRtcOffer.Is([], SdpLimits.Default));
    }
}
