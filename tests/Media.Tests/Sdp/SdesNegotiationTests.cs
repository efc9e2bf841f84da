using System.Text;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Srtp;
using RtcCluster.Media.Tests.Calls;

namespace RtcCluster.Media.Tests.Sdp;

/// <summary>Keys for SRTP in the descriptions of a telephone (RFC 4568).</summary>
public class SdesNegotiationTests
{
    private const string Head = "v=0\r\no=phone 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n";
    private const string Theirs = "1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";
    private const string TheirsGcm = "7 AEAD_AES_128_GCM inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJQ==";
    private byte _next;

    private AudioNegotiation Make(bool isEncrypted = true, bool isRequired = false) => new(
        CallBench.Leg(20100) with { Sdes = isEncrypted ? new SdesLegOptions { NewSecret = length => [.. Enumerable.Repeat(++_next, length)], IsRequired = isRequired } : null },
        1,
        SdpLimits.Default);

    private static byte[] Offer(string protocol, params string[] lines) =>
        Encoding.ASCII.GetBytes($"{Head}m=audio 4000 {protocol} 0 101\r\na=rtpmap:101 telephone-event/8000\r\n" + string.Concat(lines.Select(static l => $"a=crypto:{l}\r\n")));

    private static string Answer(AudioNegotiation negotiation, byte[] offer)
    {
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptOffer(offer));
        return Encoding.ASCII.GetString(negotiation.MakeAnswer([]));
    }

    private static List<string> CryptoOf(string sdp) => [.. sdp.Split("\r\n").Where(static l => l.StartsWith("a=crypto:", StringComparison.Ordinal)).Select(static l => l[9..])];

    [Theory]
    [InlineData("RTP/SAVP")]
    [InlineData("RTP/SAVPF")]
    [InlineData("RTP/AVP")]
    public void Rfc4568_5_1_2_TheAnswerHasTagAndSuiteOfTheChosenLineAndAKeyOfOurs(string protocol)
    {
        var negotiation = Make();
        var answer = Answer(negotiation, Offer(protocol, "3 NO_SUCH_SUITE inline:AAAA", Theirs, TheirsGcm));
        Assert.Contains($"m=audio 20100 {protocol} 0 101\r\n", answer, StringComparison.Ordinal);
        Assert.Equal(["1 AES_CM_128_HMAC_SHA1_80 inline:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB"], CryptoOf(answer));
        var keys = negotiation.Agreed!.Keys!;
        Assert.Equal(Enumerable.Repeat((byte)1, 16), keys.Send.GetKey().ToArray());
        Assert.Equal("wDfvg&T+)xG7@fb5"u8.ToArray(), keys.Receive.GetKey().ToArray());
    }

    [Fact]
    public void OfALegThatIsNotEncryptedSrtpIsRefused_AndKeysBesidePlainRtpArePassedOver()
    {
        var negotiation = Make(isEncrypted: false);
        Assert.Equal(NegotiationStatus.UnsupportedTransport, negotiation.AcceptOffer(Offer("RTP/SAVP", Theirs)));
        Assert.Empty(CryptoOf(Answer(negotiation, Offer("RTP/AVP", Theirs))));
        Assert.Empty(CryptoOf(Encoding.ASCII.GetString(negotiation.MakeOffer([]))));
        Assert.Null(negotiation.Agreed!.Keys);
    }

    [Fact]
    public void WhereSrtpIsRequiredAPlainOfferIsRefusedWith488_AndOneWithAKeyTaken()
    {
        var negotiation = Make(isRequired: true);
        var status = negotiation.AcceptOffer(Offer("RTP/AVP"));
        Assert.Equal((NegotiationStatus.BadCrypto, 488), (status, status.SipCode()));
        Assert.Single(CryptoOf(Answer(negotiation, Offer("RTP/SAVP", Theirs))));
        Assert.Equal(NegotiationStatus.BadCrypto, negotiation.AcceptOffer(Offer("RTP/AVP")));
        Assert.NotNull(negotiation.Agreed!.Keys);
    }

    [Fact]
    public void WhereSrtpIsRequiredWeOfferNothingElse_AndAnAnswerWithoutAKeyIsRefused()
    {
        var negotiation = Make(isRequired: true);
        var offer = Encoding.ASCII.GetString(negotiation.MakeOffer([]));
        Assert.Contains("m=audio 20100 RTP/SAVP 0 8 101\r\n", offer, StringComparison.Ordinal);
        Assert.Equal(2, CryptoOf(offer).Count);
        Assert.Equal(NegotiationStatus.BadCrypto, negotiation.AcceptAnswer(Offer("RTP/SAVP")));
        Assert.Equal(NegotiationStatus.BadCrypto, negotiation.AcceptAnswer(Offer("RTP/AVP")));
        Assert.Null(negotiation.Agreed);
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Offer("RTP/SAVP", Theirs)));
        Assert.NotNull(negotiation.Agreed!.Keys);
    }

    [Theory]
    [InlineData()]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:AAAA")]
    [InlineData("1 F8_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj UNENCRYPTED_SRTP")]
    public void Rfc4568_7_1_2_SrtpWithoutAKeyThatWeCanUseIsRefused_AndWhatWasAgreedStays(params string[] lines)
    {
        var negotiation = Make();
        Answer(negotiation, Offer("RTP/SAVP", Theirs));
        var agreed = negotiation.Agreed;
        Assert.Equal(NegotiationStatus.BadCrypto, negotiation.AcceptOffer(Offer("RTP/SAVP", lines)));
        Assert.Equal(488, NegotiationStatus.BadCrypto.SipCode());
        Assert.Same(agreed, negotiation.Agreed);
    }

    [Fact]
    public void Rfc8643_OurOfferIsPlainRtpWithKeysBesideIt_AndTheAnswerTakesOneOrNone()
    {
        var negotiation = Make();
        var offer = Encoding.ASCII.GetString(negotiation.MakeOffer([]));
        Assert.Contains("m=audio 20100 RTP/AVP ", offer, StringComparison.Ordinal);
        Assert.Equal(["1 AES_CM_128_HMAC_SHA1_80", "2 AEAD_AES_128_GCM"], CryptoOf(offer).Select(static l => l[..l.LastIndexOf(' ')]));

        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Offer("RTP/AVP")));
        Assert.Null(negotiation.Agreed!.Keys);
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Offer("RTP/AVP", "2" + TheirsGcm[1..])));
        Assert.Equal(SrtpProfile.AeadAes128Gcm, negotiation.Agreed.Keys!.Send.Profile);
        Assert.Equal(CryptoOf(offer), CryptoOf(Encoding.ASCII.GetString(negotiation.MakeOffer([]))));
    }

    [Theory]
    [InlineData("RTP/AVP", "3" + " AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")]
    [InlineData("RTP/AVP", "2 AES_CM_128_HMAC_SHA1_80 inline:d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")]
    [InlineData("RTP/SAVP")]
    public void Rfc4568_5_1_3_AnAnswerToNoneOfOurLinesIsRefused(string protocol, params string[] lines)
    {
        var negotiation = Make();
        negotiation.MakeOffer([]);
        Assert.Equal(NegotiationStatus.BadCrypto, negotiation.AcceptAnswer(Offer(protocol, lines)));
        Assert.Null(negotiation.Agreed);
    }

    [Fact]
    public void Rfc4568_7_1_4_AKeyThatIsOfferedAgainIsAnsweredWithTheSameOne()
    {
        var negotiation = Make();
        var first = CryptoOf(Answer(negotiation, Offer("RTP/SAVP", Theirs)));
        Assert.Equal(first, CryptoOf(Answer(negotiation, Offer("RTP/SAVP", Theirs))));
        var offer = Encoding.ASCII.GetString(negotiation.MakeOffer([]));
        Assert.Equal(first, CryptoOf(offer));
        Assert.Contains("RTP/SAVP", offer, StringComparison.Ordinal);
    }
}
