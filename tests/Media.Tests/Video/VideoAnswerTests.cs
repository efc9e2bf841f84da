using RtcCluster.Media.Calls;
using RtcCluster.Media.Tests.Calls;
using static RtcCluster.Media.Tests.Calls.BrowserBench;

namespace RtcCluster.Media.Tests.Video;

public class VideoAnswerTests
{
    private static readonly PictureOffer Chromium = new();

    private static readonly PictureOffer Other = new()
    {
        Vp8 = 120, Vp8Repair = 121, H264 = 122, H264Profile = "42E034", SendTime = 5, Orientation = 6, Mid = "picture",
    };

    /// <summary>Both offer, and each is answered: the answers' sections of video.</summary>
    private static (string First, string Second) Sections(PictureOffer? first, PictureOffer? second, bool takesVideo = true)
    {
        using var bench = new BrowserBench { TakesVideo = takesVideo };
        var (alice, berta) = (bench.Load(1, "192.0.2.10", 50000, 1), bench.Load(2, "192.0.2.20", 50001, 2));
        bench.Incoming(A, alice, first?.Behind(alice.Offer()) ?? alice.Offer());
        bench.Incoming(B, berta, second?.Behind(berta.Offer()) ?? berta.Offer());
        var answer = bench.Answer(B, berta, A);
        bench.Media.Connect(A, B, bench.Now);
        return (Section(bench.Answer(A, alice, B)), Section(answer));
    }

    private static string Section(string answer)
    {
        var at = answer.IndexOf("m=video", StringComparison.Ordinal);
        return at < 0 ? "" : answer[at..];
    }

    private static void AssertHas(string section, params string[] lines) => Assert.All(lines, line => Assert.Contains(line + "\r\n", section, StringComparison.Ordinal));

    [Fact]
    public void EachIsAnsweredWithItsOwnNumbersAndWhatTheOtherDecodes()
    {
        var (first, second) = Sections(Chromium, Other);
        AssertHas(first,
            "m=video 20000 UDP/TLS/RTP/SAVPF 96 97 103", "a=rtpmap:96 VP8/90000", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96", "a=rtpmap:103 H264/90000",
            "a=fmtp:103 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42E034", "a=sendrecv", "a=mid:1",
            "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time", "a=extmap:13 urn:3gpp:video-orientation");
        AssertHas(second,
            "m=video 20000 UDP/TLS/RTP/SAVPF 120 121 122", "a=rtpmap:120 VP8/90000", "a=fmtp:121 apt=120", "a=sendrecv", "a=mid:picture",
            "a=fmtp:122 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f", "a=extmap:5 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time");
    }

    [Fact]
    public void WhatCannotBePassedOnIsNotAnswered()
    {
        var (section, _) = Sections(Chromium, Other);
        Assert.DoesNotContain("transport-cc", section, StringComparison.Ordinal);
        Assert.DoesNotContain("transport-wide", section, StringComparison.Ordinal);
        Assert.DoesNotContain("toffset", section, StringComparison.Ordinal);
        Assert.DoesNotContain("ulpfec", section, StringComparison.Ordinal);
        AssertHas(section, "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtcp-fb:96 ccm fir", "a=rtcp-fb:96 goog-remb");
    }

    [Fact]
    public void Rfc4588_RetransmissionsAreAnsweredWithTwoSources_AndNeedBothSides()
    {
        var (first, second) = Sections(Chromium, Other with { Vp8Repair = 35, Feedback = "nack nack_pli" });
        AssertHas(first, "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli");
        Assert.DoesNotContain("goog-remb", first, StringComparison.Ordinal);
        Assert.Matches("a=ssrc-group:FID (\\d+) (\\d+)\r\na=ssrc:\\1 cname:rtc\r\na=ssrc:\\2 cname:rtc\r\n", second);

        var (without, _) = Sections(Chromium, Other with { HasRepairs = false });
        Assert.StartsWith("m=video 20000 UDP/TLS/RTP/SAVPF 96 103\r\n", without, StringComparison.Ordinal);
        Assert.DoesNotContain("nack\r\n", without, StringComparison.Ordinal);
        AssertHas(without, "a=rtcp-fb:96 nack pli");
    }

    [Theory]
    [InlineData("sendrecv", "recvonly", "a=recvonly", "a=sendonly")]
    [InlineData("recvonly", "sendonly", "a=sendonly", "a=recvonly")]
    [InlineData("sendrecv", "sendrecv", "a=sendrecv", "a=sendrecv")]
    public void APictureGoesWhereItIsSentAndWanted(string first, string second, string firstAnswer, string secondAnswer)
    {
        var (one, other) = Sections(Chromium with { Direction = first }, Other with { Direction = second });
        AssertHas(one, firstAnswer);
        AssertHas(other, secondAnswer);
        Assert.Equal(firstAnswer != "a=recvonly", one.Contains("a=ssrc:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("recvonly", "recvonly")]
    [InlineData("sendonly", "sendonly")]
    [InlineData("inactive", "sendrecv")]
    public void Rfc3264_6_WhereNoPictureCouldGoTheSectionIsRefusedInItsPlace(string first, string second)
    {
        var (one, other) = Sections(Chromium with { Direction = first }, Other with { Direction = second });
        Assert.StartsWith("m=video 0 UDP/TLS/RTP/SAVPF 96 97 103 118\r\na=mid:1\r\n", one, StringComparison.Ordinal);
        Assert.StartsWith("m=video 0 ", other, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutVideoAtTheOtherEndTheSectionIsRefused()
    {
        Assert.StartsWith("m=video 0 ", Sections(Chromium, null).First, StringComparison.Ordinal);
        Assert.StartsWith("m=video 0 ", Sections(Chromium, Other, takesVideo: false).First, StringComparison.Ordinal);
        Assert.Equal("", Sections(null, Other).First);
    }

    [Fact]
    public void WithAPhoneTheSectionIsRefusedAndTheAudioAnsweredAsEver()
    {
        using var bench = new BrowserBench { TakesVideo = true };
        var alice = bench.Load(1, "192.0.2.10", 50000, 1);
        bench.Incoming(A, alice, Chromium.Behind(alice.Offer()));
        Assert.True(bench.Media.AddLeg(B, CallBench.Leg(20102), bench.Now));
        var answer = bench.Answer(A, alice, B);
        Assert.StartsWith("m=video 0 ", Section(answer), StringComparison.Ordinal);
        Assert.Contains("a=group:BUNDLE 0\r\n", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=group:BUNDLE 0 1\r\n", "a=group:BUNDLE 0\r\n")]
    [InlineData("m=video 9 UDP", "m=video 0 UDP")]
    [InlineData("a=mid:1\r\n", "")]
    [InlineData("SAVPF 96 97 103 118\r\n", "SAVPF 96 97 103 111\r\n")]
    [InlineData("m=video 9 UDP/TLS/RTP/SAVPF", "m=video 9 RTP/AVP")]
    public void Rfc9143_ASectionThatSharesNotTheConnectionOfTheAudioIsNotTaken(string part, string instead)
    {
        using var bench = new BrowserBench { TakesVideo = true };
        var (alice, berta) = (bench.Load(1, "192.0.2.10", 50000, 1), bench.Load(2, "192.0.2.20", 50001, 2));
        var offer = Chromium.Behind(alice.Offer());
        Assert.Contains(part, offer, StringComparison.Ordinal);
        bench.Incoming(A, alice, offer.Replace(part, instead, StringComparison.Ordinal));
        bench.Incoming(B, berta, Other.Behind(berta.Offer()));
        Assert.StartsWith("m=video 0 ", Section(bench.Answer(A, alice, B)), StringComparison.Ordinal);
    }

    [Fact]
    public void ABundleOnlySectionIsTaken_AndNamedInTheBundle()
    {
        using var bench = new BrowserBench { TakesVideo = true };
        var (alice, berta) = (bench.Load(1, "192.0.2.10", 50000, 1), bench.Load(2, "192.0.2.20", 50001, 2));
        bench.Incoming(A, alice, Chromium.Behind(alice.Offer()).Replace("m=video 9", "m=video 0", StringComparison.Ordinal) + "a=bundle-only\r\n");
        bench.Incoming(B, berta, Other.Behind(berta.Offer()));
        var answer = bench.Answer(A, alice, B);
        Assert.StartsWith("m=video 20000 ", Section(answer), StringComparison.Ordinal);
        Assert.Contains("a=group:BUNDLE 0 1\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void APictureThatBeginsInMidCallOutdatesTheOthersAnswer_UntilItOffersAnew()
    {
        using var bench = new BrowserBench { TakesVideo = true };
        var (alice, berta) = (bench.Load(1, "192.0.2.10", 50000, 1), bench.Load(2, "192.0.2.20", 50001, 2));
        bench.Incoming(A, alice, (Chromium with { Direction = "recvonly" }).Behind(alice.Offer()));
        bench.Incoming(B, berta, (Other with { Direction = "recvonly" }).Behind(berta.Offer()));
        bench.Answer(B, berta, A);
        bench.Media.Connect(A, B, bench.Now);
        bench.Answer(A, alice, B);
        Assert.Equal(0, bench.Count(MediaEffectKind.AnswerOutdated));

        AssertHas(Section(bench.Reoffer(A, alice, Chromium.Behind(alice.Offer()))), "a=recvonly");
        Assert.Equal(B, Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.AnswerOutdated).Leg);
        AssertHas(Section(bench.Reoffer(B, berta, (Other with { Direction = "recvonly" }).Behind(berta.Offer()))), "a=sendonly");
        Assert.Equal(1, bench.Count(MediaEffectKind.AnswerOutdated));

        bench.Reoffer(A, alice, (Chromium with { Direction = "recvonly" }).Behind(alice.Offer()));
        Assert.Equal(2, bench.Count(MediaEffectKind.AnswerOutdated));
    }

    [Fact]
    public void PutThroughToAPhone_TheAnswerWithVideoIsOutdated()
    {
        using var bench = new BrowserBench { TakesVideo = true };
        var (alice, berta) = (bench.Load(1, "192.0.2.10", 50000, 1), bench.Load(2, "192.0.2.20", 50001, 2));
        bench.Incoming(A, alice, Chromium.Behind(alice.Offer()));
        bench.Incoming(B, berta, Other.Behind(berta.Offer()));
        bench.Answer(B, berta, A);
        bench.Media.Connect(A, B, bench.Now);
        bench.Answer(A, alice, B);
        var phone = new LegSlot(2);
        Assert.True(bench.Media.AddLeg(phone, CallBench.Leg(20102), bench.Now));
        bench.Media.Connect(A, phone, bench.Now);
        bench.Drain();
        Assert.Equal(A, Assert.Single(bench.Effects, static e => e.Kind == MediaEffectKind.AnswerOutdated).Leg);
    }

    [Fact]
    public void APageThatIsLoadedAnewMayOfferFewerSections()
    {
        using var bench = new BrowserBench { TakesVideo = true };
        var alice = bench.Load(1, "192.0.2.10", 50000, 1);
        bench.Incoming(A, alice, Chromium.Behind(alice.Offer()));
        bench.Answer(A, alice, B);
        Assert.Equal(Media.Sdp.NegotiationStatus.Malformed, bench.Offer(A, alice.Offer()));
        var anew = alice.Offer().Replace("o=- 7607746924226159779", "o=- 8607746924226159779", StringComparison.Ordinal);
        Assert.Equal(Media.Sdp.NegotiationStatus.Accepted, bench.Offer(A, anew));
    }
}
