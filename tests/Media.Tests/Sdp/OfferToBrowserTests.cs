using System.Text;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tests.Calls;
using RtcCluster.Media.Tests.Ice;

namespace RtcCluster.Media.Tests.Sdp;

/// <summary>Offers of ours to a telephone in a web page, and its answers.</summary>
public class OfferToBrowserTests
{
    private static readonly DtlsFingerprint Ours = DtlsFingerprint.Of(DtlsHash.Sha256, [1]);

    private static AudioNegotiation Make(params PayloadKind[] codecs) => new(
        CallBench.Leg(20000, codecs.Length == 0 ? [PayloadKind.Opus, PayloadKind.Pcmu, PayloadKind.Pcma] : codecs) with
        {
            WebRtc = new WebRtcLegOptions { Fingerprint = Ours, NewCredentials = () => Browser.Credentials(1) },
        },
        7,
        SdpLimits.Default,
        ssrc: 1111)
    {
        Credentials = Browser.Credentials(1),
    };

    private static string Offer(AudioNegotiation negotiation, params PayloadKind[] preference) => Encoding.Latin1.GetString(negotiation.MakeOffer(preference));

    // What Chromium makes of an answer: the sections of the offer with its own values.
    private static string Answered(string formats = "0 101", string setup = "active", string direction = "sendrecv") => ChromiumOffer.Audio
        .Replace("111 63 9 0 8 13 110 126", formats, StringComparison.Ordinal)
        .Replace("a=rtpmap:126 ", "a=rtpmap:101 ", StringComparison.Ordinal)
        .Replace("a=setup:actpass", "a=setup:" + setup, StringComparison.Ordinal)
        .Replace("a=sendrecv", "a=" + direction, StringComparison.Ordinal);

    [Fact]
    public void ItHasAllThatABrowserNeedsToAnswer()
    {
        var offer = Offer(Make());
        var ice = Browser.Credentials(1);
        var expected =
            "s=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\na=ice-lite\r\na=group:BUNDLE 0\r\na=msid-semantic: WMS rtc\r\n" +
            "m=audio 20000 UDP/TLS/RTP/SAVPF 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n" +
            "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\na=rtcp-mux\r\na=mid:0\r\n" +
            $"a=ice-ufrag:{ice.Ufrag}\r\na=ice-pwd:{ice.Password}\r\na=candidate:1 1 udp 2130706431 127.0.0.9 20000 typ host\r\na=end-of-candidates\r\n" +
            $"a=fingerprint:{Ours}\r\na=setup:actpass\r\na=msid:rtc rtc-audio\r\na=ssrc:1111 cname:rtc\r\n";
        Assert.Equal(expected, offer[offer.IndexOf("s=-", StringComparison.Ordinal)..]);
    }

    [Fact]
    public void OpusIsOfferedFirstWhereTheOtherLegHasIt_WithEventsOfItsClock() =>
        Assert.Contains("SAVPF 111 0 8 110 101\r\na=rtpmap:111 opus/48000/2\r\n", Offer(Make(), PayloadKind.Opus, PayloadKind.Pcmu), StringComparison.Ordinal);

    [Fact]
    public void ALegThatIsRecordedIsOfferedNoOpus() =>
        Assert.Contains("SAVPF 0 8 101\r\n", Offer(Make(PayloadKind.Pcmu, PayloadKind.Pcma), PayloadKind.Opus), StringComparison.Ordinal);

    [Theory]
    [InlineData("active", DtlsRole.Server)]
    [InlineData("passive", DtlsRole.Client)]
    public void Rfc8842_5_3_TheAnswerSaysWhichEndWeAre(string setup, DtlsRole role)
    {
        var negotiation = Make();
        Offer(negotiation);
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(ChromiumOffer.Bytes(Answered(setup: setup))));
        Assert.Equal(role, negotiation.Remote!.Role);
        Assert.True(negotiation.Agreed is { IsWebRtc: true, RtcpMux: true, CanSend: true, CanReceive: true, Codec: PayloadKind.Pcmu });
        Assert.Equal((ChromiumOffer.Ufrag, ChromiumOffer.Password), (negotiation.Remote.Ice.Ufrag, negotiation.Remote.Ice.Password));
    }

    [Theory]
    [InlineData("a=setup:active", "a=setup:actpass", NegotiationStatus.BadSetup)]
    [InlineData("a=setup:active", null, NegotiationStatus.BadSetup)]
    [InlineData("a=fingerprint:" + ChromiumOffer.Fingerprint, null, NegotiationStatus.BadFingerprint)]
    [InlineData("a=ice-pwd:" + ChromiumOffer.Password, "a=ice-pwd:tooshort", NegotiationStatus.BadIce)]
    [InlineData("a=extmap-allow-mixed", "a=ice-lite", NegotiationStatus.BadIce)]
    [InlineData("a=rtcp-mux", null, NegotiationStatus.NoRtcpMux)]
    [InlineData("m=audio 9 UDP/TLS/RTP/SAVPF 0 101", "m=audio 9 RTP/AVP 0 101", NegotiationStatus.UnsupportedTransport)]
    [InlineData("m=audio 9 UDP/TLS/RTP/SAVPF 0 101", "m=audio 9 UDP/TLS/RTP/SAVPF 9", NegotiationStatus.NoCommonCodec)]
    [InlineData("m=audio 9 UDP/TLS/RTP/SAVPF 0 101", "m=audio 0 UDP/TLS/RTP/SAVPF 0", NegotiationStatus.NoAudio)]
    public void AnAnswerThatCannotBeMadeSafeIsRefused_AndNothingIsAgreed(string line, string? instead, NegotiationStatus status)
    {
        var negotiation = Make();
        Offer(negotiation);
        var answer = Answered().Replace(line + "\r\n", instead is null ? "" : instead + "\r\n", StringComparison.Ordinal);
        Assert.Equal(status, negotiation.AcceptAnswer(ChromiumOffer.Bytes(answer)));
        Assert.Null(negotiation.Agreed);
        Assert.Null(negotiation.Remote);
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(ChromiumOffer.Bytes(Answered())));
    }

    [Fact]
    public void AnAddressOfZerosIsNoHold_AsABrowserWritesItBeforeItHasCandidates()
    {
        var negotiation = Make();
        Offer(negotiation);
        Assert.Contains("c=IN IP4 0.0.0.0\r\n", Answered(), StringComparison.Ordinal);
        negotiation.AcceptAnswer(ChromiumOffer.Bytes(Answered()));
        Assert.False(negotiation.RemoteHold);
    }

    [Fact]
    public void Rfc8842_5_5_ASecondOfferOfOursKeepsCredentialsSectionAndNumbers_AndLeavesTheEndOpenAgain()
    {
        var negotiation = Make();
        var first = Offer(negotiation, PayloadKind.Pcmu);
        negotiation.AcceptAnswer(ChromiumOffer.Bytes(Answered()));
        Assert.Equal(first, Offer(negotiation, PayloadKind.Pcmu));
    }

    [Fact]
    public void AHoldOfThePageIsAnsweredByTheSameSection()
    {
        var negotiation = Make();
        Offer(negotiation);
        negotiation.AcceptAnswer(ChromiumOffer.Bytes(Answered()));
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptOffer(ChromiumOffer.Bytes(Answered(setup: "actpass", direction: "sendonly"))));
        var answer = Encoding.Latin1.GetString(negotiation.MakeAnswer([]));
        Assert.Contains("a=recvonly\r\na=rtcp-mux\r\na=mid:0\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("a=setup:passive\r\n", answer, StringComparison.Ordinal);
        Assert.True(negotiation.RemoteHold);
    }
}
