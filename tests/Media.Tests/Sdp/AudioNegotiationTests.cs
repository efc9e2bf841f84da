using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Sdp;
using RtcCluster.Media.Tests.Calls;

namespace RtcCluster.Media.Tests.Sdp;

public partial class AudioNegotiationTests
{
    private const string Head = "v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\n";

    private static AudioNegotiation Make(params PayloadKind[] codecs) =>
        new(CallBench.Leg(20100, codecs), 0x1234_5678_9ABC_DEF0, SdpLimits.Default);

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static string Answer(AudioNegotiation negotiation, string offer, params PayloadKind[] preference)
    {
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptOffer(Bytes(offer)));
        return Encoding.Latin1.GetString(negotiation.MakeAnswer(preference));
    }

    private static string Offer(AudioNegotiation negotiation, params PayloadKind[] preference) =>
        Encoding.Latin1.GetString(negotiation.MakeOffer(preference));

    private static ulong Version(string sdp) => ulong.Parse(VersionPattern().Match(sdp).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("o=- \\d+ (\\d+) IN IP4 127.0.0.9\r\n")]
    private static partial Regex VersionPattern();

    [Fact]
    public void AnswerIsWhatAPhoneExpects()
    {
        var sdp = Answer(Make(), Head + "m=audio 4000 RTP/AVP 18 8 0 97\r\na=rtpmap:97 telephone-event/8000\r\na=ptime:30\r\n");
        Assert.Equal(
            "v=0\r\no=- 327942116865947580 " + Version(sdp) + " IN IP4 127.0.0.9\r\ns=-\r\nc=IN IP4 127.0.0.9\r\nt=0 0\r\n" +
            "m=audio 20100 RTP/AVP 8 97\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:97 telephone-event/8000\r\na=fmtp:97 0-16\r\na=ptime:30\r\na=sendrecv\r\n",
            sdp);
    }

    [Fact]
    public void AnswerFollowsTheOtherLegsCodecWhenTheOfferHasIt()
    {
        Assert.Contains("m=audio 20100 RTP/AVP 0\r\n", Answer(Make(), Head + "m=audio 4000 RTP/AVP 8 0\r\n", PayloadKind.Pcmu), StringComparison.Ordinal);
        Assert.Contains("m=audio 20100 RTP/AVP 8\r\n", Answer(Make(), Head + "m=audio 4000 RTP/AVP 8\r\n", PayloadKind.Pcmu), StringComparison.Ordinal);
    }

    [Fact]
    public void AReofferDoesNotChangeTheCodecThatIsSpoken()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 8 0\r\n");
        Assert.Contains("RTP/AVP 8\r\n", Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0 8\r\n"), StringComparison.Ordinal);
        Assert.Contains("RTP/AVP 8 0 101\r\n", Offer(negotiation), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 18 97\r\na=rtpmap:97 opus/48000/2\r\n", NegotiationStatus.NoCommonCodec, 488)]
    [InlineData("m=audio 4000 RTP/AVP 101\r\na=rtpmap:101 telephone-event/8000\r\n", NegotiationStatus.NoCommonCodec, 488)]
    [InlineData("m=audio 4000 RTP/AVP 97\r\na=rtpmap:97 PCMU/16000\r\n", NegotiationStatus.NoCommonCodec, 488)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\na=rtpmap:0 SPEEX/8000\r\n", NegotiationStatus.NoCommonCodec, 488)]
    [InlineData("m=audio 4000 RTP/AVP 08\r\n", NegotiationStatus.NoCommonCodec, 488)]
    [InlineData("m=audio 4000 RTP/SAVP 0\r\n", NegotiationStatus.UnsupportedTransport, 488)]
    [InlineData("m=audio 0 RTP/AVP 0\r\n", NegotiationStatus.NoAudio, 488)]
    [InlineData("m=video 4000 RTP/AVP 31\r\n", NegotiationStatus.NoAudio, 488)]
    [InlineData("", NegotiationStatus.NoAudio, 488)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 224.1.1.1/127\r\n", NegotiationStatus.AddressRefused, 488)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\nc=IN IP4 media.example\r\n", NegotiationStatus.AddressRefused, 488)]
    [InlineData("m=audio 4000 RTP/AVP 0\r\nc=IN IP6 2001:db8::1\r\n", NegotiationStatus.AddressRefused, 488)]
    [InlineData("m=audio 20100 RTP/AVP 0\r\nc=IN IP4 127.0.0.9\r\n", NegotiationStatus.AddressRefused, 488)]
    [InlineData("m=audio 20101 RTP/AVP 0\r\nc=IN IP4 127.0.0.9\r\n", NegotiationStatus.AddressRefused, 488)]
    [InlineData("m=audio x RTP/AVP 0\r\n", NegotiationStatus.Malformed, 400)]
    public void OffersThatCannotBeAnsweredSayWhy(string media, NegotiationStatus expected, int code)
    {
        var negotiation = Make();
        Assert.Equal(expected, negotiation.AcceptOffer(Bytes(Head + media)));
        Assert.Equal(code, expected.SipCode());
        Assert.Empty(negotiation.MakeAnswer([]));
        Assert.Null(negotiation.Agreed);
    }

    [Theory]
    [InlineData("203.0.113.1", "198.51.100.1", NegotiationStatus.AddressRefused)]
    [InlineData("203.0.113.1", "127.0.0.1", NegotiationStatus.Accepted)]
    [InlineData("127.0.0.1", "198.51.100.1", NegotiationStatus.Accepted)]
    public void LoopbackIsForPhonesOnThisMachine(string own, string signalling, NegotiationStatus expected)
    {
        var options = CallBench.Leg(20100) with { Rtp = Phone.Endpoint(own, 20100), SignallingSource = Phone.Endpoint(signalling, 5060) };
        var negotiation = new AudioNegotiation(options, 1, SdpLimits.Default);
        Assert.Equal(expected, negotiation.AcceptOffer(Bytes(Head + "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 127.0.0.1\r\n")));
    }

    [Fact]
    public void Rfc3264_6_OtherSectionsAreRefusedInTheirPlace()
    {
        var sdp = Answer(Make(), Head + "m=video 4002 RTP/AVP 31 34\r\nm=audio 4000 RTP/SAVP 0\r\nm=audio 4000 RTP/AVP 0\r\nm=application 9 TCP/MSRP *\r\n");
        Assert.Matches("m=video 0 RTP/AVP 31 34\r\nm=audio 0 RTP/SAVP 0\r\nm=audio 20100 RTP/AVP 0\r\n(a=.*\r\n)+m=application 0 TCP/MSRP \\*\r\n$", sdp);
    }

    [Fact]
    public void OwnReofferKeepsTheSectionsOfTheSession()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=video 4002 RTP/AVP 31\r\nm=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000\r\n");
        Assert.Matches("m=video 0 RTP/AVP 31\r\nm=audio 20100 RTP/AVP 0 8 96\r\n", Offer(negotiation));
    }

    [Fact]
    public void Rfc3264_8_AReofferThatTakesASectionAwayIsMalformed()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\nm=video 4002 RTP/AVP 31\r\n");
        Assert.Equal(NegotiationStatus.Malformed, negotiation.AcceptOffer(Bytes(Head + "m=audio 4000 RTP/AVP 0\r\n")));
    }

    [Fact]
    public void Rfc3264_8_ARefusedReofferLeavesTheSessionAsItWas()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\n");
        var agreed = negotiation.Agreed;
        Assert.Equal(NegotiationStatus.NoCommonCodec, negotiation.AcceptOffer(Bytes(Head + "m=audio 4000 RTP/AVP 18\r\n")));
        Assert.Same(agreed, negotiation.Agreed);
    }

    [Fact]
    public void Rfc3264_5_VersionGrowsOnlyWhenTheTextChanges()
    {
        var negotiation = Make();
        var first = Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\n");
        var same = Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\n");
        var held = Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\na=sendonly\r\n");
        Assert.Equal(first, same);
        Assert.Equal(Version(first) + 1, Version(held));
        Assert.Equal(held, Encoding.Latin1.GetString(negotiation.MakeAnswer([PayloadKind.Pcma])));
    }

    [Theory]
    [InlineData("sendrecv", "sendrecv", false)]
    [InlineData("sendonly", "recvonly", true)]
    [InlineData("recvonly", "sendonly", false)]
    [InlineData("inactive", "inactive", true)]
    public void TheAnswerMirrorsTheDirection(string offered, string answered, bool held)
    {
        var negotiation = Make();
        Assert.Contains($"a={answered}\r\n", Answer(negotiation, Head + $"m=audio 4000 RTP/AVP 0\r\na={offered}\r\n"), StringComparison.Ordinal);
        Assert.Equal(held, negotiation.RemoteHold);
    }

    [Theory]
    [InlineData(MediaDirection.SendOnly, "sendrecv", "sendonly")]
    [InlineData(MediaDirection.SendOnly, "sendonly", "inactive")]
    [InlineData(MediaDirection.SendOnly, "recvonly", "sendonly")]
    [InlineData(MediaDirection.SendOnly, "inactive", "inactive")]
    [InlineData(MediaDirection.Inactive, "sendrecv", "inactive")]
    [InlineData(MediaDirection.RecvOnly, "recvonly", "inactive")]
    public void HoldOfBothSidesIsTheCutOfBoth(MediaDirection ours, string offered, string answered)
    {
        var negotiation = Make();
        negotiation.LocalDirection = ours;
        Assert.Contains($"a={answered}\r\n", Answer(negotiation, Head + $"m=audio 4000 RTP/AVP 0\r\na={offered}\r\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MediaDirection.SendRecv, "sendrecv", MediaDirection.SendRecv, false)]
    [InlineData(MediaDirection.SendRecv, "sendonly", MediaDirection.RecvOnly, true)]
    [InlineData(MediaDirection.SendRecv, "recvonly", MediaDirection.SendOnly, false)]
    [InlineData(MediaDirection.SendRecv, "inactive", MediaDirection.Inactive, true)]
    [InlineData(MediaDirection.SendOnly, "recvonly", MediaDirection.SendOnly, false)]
    [InlineData(MediaDirection.SendOnly, "inactive", MediaDirection.Inactive, true)]
    [InlineData(MediaDirection.SendOnly, "sendrecv", MediaDirection.SendOnly, false)]
    [InlineData(MediaDirection.Inactive, "inactive", MediaDirection.Inactive, false)]
    public void AnswersToOurOffersAreCutToWhatWeOffered(MediaDirection ours, string answered, MediaDirection agreed, bool held)
    {
        var negotiation = Make();
        negotiation.LocalDirection = ours;
        Assert.Contains($"a={ours.AttributeName()}\r\n", Offer(negotiation), StringComparison.Ordinal);
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Bytes(Head + $"m=audio 4000 RTP/AVP 0\r\na={answered}\r\n")));
        Assert.Equal(agreed, negotiation.Agreed!.Direction);
        Assert.Equal(held, negotiation.RemoteHold);
    }

    [Fact]
    public void HoldAndResumeByReoffer()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\n");
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\na=sendonly\r\n");
        Assert.True(negotiation.RemoteHold);
        Assert.False(negotiation.Agreed!.CanSend);
        Assert.True(negotiation.Agreed.CanReceive);
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n");
        Assert.False(negotiation.RemoteHold);
        Assert.True(negotiation.Agreed!.CanSend);
    }

    [Fact]
    public void Rfc3264_8_4_AddressZeroIsHold()
    {
        var negotiation = Make();
        var answer = Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\nc=IN IP4 0.0.0.0\r\n");
        Assert.Contains("a=recvonly\r\n", answer, StringComparison.Ordinal);
        Assert.True(negotiation.RemoteHold);
        Assert.False(negotiation.Agreed!.CanSend);
    }

    [Fact]
    public void OfferPutsTheOtherLegsCodecsFirst()
    {
        Assert.Contains("RTP/AVP 0 8 101\r\n", Offer(Make()), StringComparison.Ordinal);
        Assert.Contains("RTP/AVP 8 0 101\r\n", Offer(Make(), PayloadKind.Pcma, PayloadKind.TelephoneEvent), StringComparison.Ordinal);
        Assert.Contains("RTP/AVP 9 8 0 101\r\n", Offer(Make(PayloadKind.Pcmu, PayloadKind.Pcma, PayloadKind.G722), PayloadKind.G722, PayloadKind.Pcma), StringComparison.Ordinal);
    }

    [Fact]
    public void G722IsOfferedOnlyWhenTheOtherLegHasItAndTheCallIsNotRecorded()
    {
        Assert.DoesNotContain("G722", Offer(Make(PayloadKind.G722, PayloadKind.Pcmu)), StringComparison.Ordinal);
        Assert.DoesNotContain("G722", Offer(Make(), PayloadKind.G722), StringComparison.Ordinal);
        Assert.DoesNotContain("G722", Answer(Make(), Head + "m=audio 4000 RTP/AVP 9 0\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void WhereG722IsDecodedAnyway_ItIsTakenFromAPhoneThatHasNothingElse()
    {
        Assert.Contains("RTP/AVP 0\r\n", Answer(Avoiding(), Head + "m=audio 4000 RTP/AVP 9 0\r\n"), StringComparison.Ordinal);
        Assert.Contains("RTP/AVP 0\r\n", Answer(Avoiding(), Head + "m=audio 4000 RTP/AVP 9 0\r\n", PayloadKind.G722), StringComparison.Ordinal);
        Assert.Contains("RTP/AVP 9\r\n", Answer(Avoiding(), Head + "m=audio 4000 RTP/AVP 9\r\n"), StringComparison.Ordinal);
        Assert.DoesNotContain("G722", Offer(Avoiding(), PayloadKind.G722), StringComparison.Ordinal);

        static AudioNegotiation Avoiding() => new(CallBench.Leg(20100, PayloadKind.Pcmu, PayloadKind.Pcma, PayloadKind.G722) with { AvoidsG722 = true }, 1, SdpLimits.Default);
    }

    [Fact]
    public void EachSideHasItsOwnEventNumber()
    {
        var negotiation = Make();
        Offer(negotiation);
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Bytes(Head + "m=audio 4000 RTP/AVP 0 96\r\na=rtpmap:96 telephone-event/8000\r\n")));
        Assert.Equal(96, negotiation.Agreed!.PayloadType(PayloadKind.TelephoneEvent));
        Assert.Equal(PayloadKind.TelephoneEvent, negotiation.Agreed.Received(101));
        Assert.Equal(PayloadKind.TelephoneEvent, negotiation.Agreed.Received(96));
        Assert.Equal(PayloadKind.Unknown, negotiation.Agreed.Received(97));
    }

    [Fact]
    public void EventsOfAnotherClockAreNotOurs()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0 110 126\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000\r\n");
        Assert.Equal(126, negotiation.Agreed!.PayloadType(PayloadKind.TelephoneEvent));
        Assert.Equal(PayloadKind.Unknown, negotiation.Agreed.Received(110));
    }

    [Fact]
    public void ADynamicNumberForPcmuIsTaken()
    {
        var negotiation = Make();
        Assert.Contains("RTP/AVP 98\r\na=rtpmap:98 PCMU/8000\r\n", Answer(negotiation, Head + "m=audio 4000 RTP/AVP 98\r\na=rtpmap:98 pcmu/8000/1\r\n"), StringComparison.Ordinal);
        Assert.Equal(98, negotiation.Agreed!.PayloadType(PayloadKind.Pcmu));
    }

    [Fact]
    public void Rfc3605_TheRtcpAttributeSaysWhereReportsGo()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\na=rtcp:53020 IN IP4 126.16.64.4\r\n");
        Assert.Equal("126.16.64.4:53020", negotiation.Agreed!.RemoteRtcp.ToString());
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\na=rtcp:53020\r\n");
        Assert.Equal("10.0.0.1:53020", negotiation.Agreed!.RemoteRtcp.ToString());
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\na=rtcp:none\r\n");
        Assert.Equal("10.0.0.1:4001", negotiation.Agreed!.RemoteRtcp.ToString());
    }

    [Fact]
    public void OwnRtcpPortIsNamedWhenItIsNotTheNextOne()
    {
        var negotiation = new AudioNegotiation(CallBench.Leg(20100) with { RtcpPort = 33333 }, 1, SdpLimits.Default);
        Assert.Contains("a=rtcp:33333\r\n", Offer(negotiation), StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc5761_MuxIsHonouredWhenOffered()
    {
        var negotiation = Make();
        Assert.Contains("a=rtcp-mux\r\n", Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\na=rtcp-mux\r\n"), StringComparison.Ordinal);
        Assert.True(negotiation.Agreed!.RtcpMux);
        Assert.Equal(negotiation.Agreed.RemoteRtp, negotiation.Agreed.RemoteRtcp);
        Assert.DoesNotContain("rtcp-mux", Answer(Make(), Head + "m=audio 4000 RTP/AVP 0\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Rfc3264_4_AnOfferDuringAnOfferIsGlare()
    {
        var negotiation = Make();
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\n");
        Offer(negotiation);
        Assert.Equal(NegotiationStatus.OfferPending, negotiation.AcceptOffer(Bytes(Head + "m=audio 4000 RTP/AVP 0\r\n")));
        Assert.Equal(491, NegotiationStatus.OfferPending.SipCode());
        negotiation.AbandonOffer();
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptOffer(Bytes(Head + "m=audio 4000 RTP/AVP 0\r\n")));
    }

    [Fact]
    public void AnAnswerThatNobodyAskedForIsRefused()
    {
        var negotiation = Make();
        Assert.Equal(NegotiationStatus.NoOfferPending, negotiation.AcceptAnswer(Bytes(Head + "m=audio 4000 RTP/AVP 0\r\n")));
        Answer(negotiation, Head + "m=audio 4000 RTP/AVP 0\r\n");
        Assert.Equal(NegotiationStatus.NoOfferPending, negotiation.AcceptAnswer(Bytes(Head + "m=audio 4000 RTP/AVP 0\r\n")));
    }

    [Theory]
    [InlineData("m=audio 4000 RTP/AVP 18\r\n", NegotiationStatus.NoCommonCodec)]
    [InlineData("m=audio 0 RTP/AVP 0\r\n", NegotiationStatus.NoAudio)]
    [InlineData("", NegotiationStatus.Malformed)]
    [InlineData("m=video 4000 RTP/AVP 0\r\n", NegotiationStatus.NoAudio)]
    public void BadAnswersAreRefused_AndAGoodOneMayFollow(string media, NegotiationStatus expected)
    {
        var negotiation = Make();
        Offer(negotiation);
        Assert.Equal(expected, negotiation.AcceptAnswer(Bytes(Head + media)));
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Bytes(Head + "m=audio 4000 RTP/AVP 8\r\n")));
    }

    [Fact]
    public void AnswersOfSeveralForksFollowEachOther()
    {
        var negotiation = Make();
        Offer(negotiation);
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Bytes(Head + "m=audio 4000 RTP/AVP 8\r\n")));
        Assert.Equal(NegotiationStatus.Accepted, negotiation.AcceptAnswer(Bytes(Head + "m=audio 5000 RTP/AVP 0\r\n")));
        Assert.Equal((5000, PayloadKind.Pcmu), (negotiation.Agreed!.RemoteRtp.Port, negotiation.Agreed.Codec));
    }

    [Fact]
    public void WhateverIsOffered_AnAcceptedOfferGetsAnAnswerThatFitsIt()
    {
        const string Good = Head + "m=video 4002 RTP/AVP 31\r\nm=audio 4000 RTP/AVP 8 0 97 9\r\na=rtpmap:97 telephone-event/8000\r\na=ptime:20\r\na=sendonly\r\n";
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 6], Gen.Char["0189 /:=\r\nmcaIPRTV."].Array[0, 6]).Array[0, 4].Sample(
            static edits =>
            {
                var text = Good;
                foreach (var (at, removed, inserted) in edits)
                {
                    var start = Math.Min(at, text.Length);
                    text = text.Remove(start, Math.Min(removed, text.Length - start)).Insert(start, new string(inserted));
                }

                var negotiation = Make();
                if (negotiation.AcceptOffer(Bytes(text)) != NegotiationStatus.Accepted)
                {
                    return negotiation.MakeAnswer([]).Length == 0;
                }

                _ = SdpSession.TryRead(Bytes(text), SdpLimits.Default, out var offer);
                return SdpSession.TryRead(negotiation.MakeAnswer([]), SdpLimits.Default, out var answer) == SdpStatus.Ok
                    && answer!.Media.Count == offer!.Media.Count
                    && answer.Media.Zip(offer.Media).All(static p => p.First.Kind == p.Second.Kind && p.First.Protocol == p.Second.Protocol)
                    && answer.Media.Count(static m => m.Port != 0) == 1
                    && answer.Media.Single(static m => m.Port != 0).Formats.All(f => offer.Media.Any(m => m.Formats.Contains(f)))
                    && negotiation.Agreed is not null;
            },
            seed: "5hcg3fPRpFE1",
            iter: 5000);
    }

    [Fact]
    public void TwoOfUsAgree()
    {
        var one = Make();
        var two = new AudioNegotiation(CallBench.Leg(20200, PayloadKind.Pcma), 77, SdpLimits.Default);
        Assert.Equal(NegotiationStatus.Accepted, two.AcceptOffer(one.MakeOffer([])));
        Assert.Equal(NegotiationStatus.Accepted, one.AcceptAnswer(two.MakeAnswer([])));
        Assert.Equal(PayloadKind.Pcma, one.Agreed!.Codec);
        Assert.Equal(PayloadKind.Pcma, two.Agreed!.Codec);
        Assert.Equal(20200, one.Agreed.RemoteRtp.Port);
        Assert.Equal(101, two.Agreed.PayloadType(PayloadKind.TelephoneEvent));
    }
}
