using RtcCluster.Media.Addresses;
using RtcCluster.Media.Calls;
using RtcCluster.Media.Codecs;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;
using RtcCluster.Media.Sdp;

namespace RtcCluster.Fuzz.Targets;

/// <summary>A session description: read and written, taken as an offer and as an answer; what we answer must be readable.</summary>
public sealed class SdpTarget : FuzzTarget
{
    private static readonly MediaLegOptions Leg = new() { Rtp = MediaEndpoint.FromBytes([127, 0, 0, 1], 20_100), RtcpPort = 20_101 };

    private static readonly MediaLegOptions Browser = Leg with
    {
        Codecs = [PayloadKind.Opus, PayloadKind.G722, PayloadKind.Pcmu, PayloadKind.Pcma],
        WebRtc = new WebRtcLegOptions
        {
            Fingerprint = DtlsFingerprint.Of(DtlsHash.Sha256, []), NewCredentials = () => IceCredentials.FromRandom(new byte[IceCredentials.RandomLength]), TcpPort = 20_001,
        },
    };

    public override string Kind => "sdp";

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. AsWords(
            "v=0\r\n", "o=- 1 1 IN IP4 127.0.0.1\r\n", "s=-\r\n", "c=IN IP4 127.0.0.1\r\n", "c=IN IP4 0.0.0.0\r\n", "c=IN IP6 ::1\r\n", "c=IN IP4 224.0.0.1/127/3\r\n", "t=0 0\r\n", "m=audio 9 RTP/AVP 0 8 101\r\n", "m=audio 0 RTP/AVP 0\r\n",
            "m=video 9 RTP/SAVPF 96\r\n", "m=image 9 udptl t38\r\n", "a=rtpmap:0 PCMU/8000\r\n", "a=rtpmap:101 telephone-event/8000\r\n", "a=rtpmap:96 opus/48000/2\r\n", "a=fmtp:101 0-15\r\n", "a=sendonly\r\n", "a=recvonly\r\n", "a=inactive\r\n",
            "a=ptime:20\r\n", "a=rtcp:9 IN IP4 127.0.0.1\r\n", "a=rtcp-mux\r\n", "m=audio 9 UDP/TLS/RTP/SAVPF 111 0 110 126\r\n", "a=group:BUNDLE 0\r\n", "a=mid:0\r\n", "a=bundle-only\r\n", "a=setup:actpass\r\n", "a=setup:passive\r\n",
            "a=ice-ufrag:abcd\r\n", "a=ice-pwd:0123456789abcdef01234567\r\n", "a=ice-lite\r\n", "a=fingerprint:sha-256 ", "65535", "65536", "/2", "b=AS:64\r\n", "\r\n", "\n"),
    ];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        var status = SdpSession.TryRead(input, SdpLimits.Default, out var session);
        Negotiate(input);
        if (session is null)
        {
            return Verdict.Of(status, SdpStatus.Ok);
        }

        foreach (var media in session.Media)
        {
            _ = session.DirectionOf(media);
        }

        var written = session.ToBytes();
        var again = SdpSession.TryRead(written, Roomy, out var copy);
        Demand(again == SdpStatus.Ok, $"what was read cannot be read after writing: {again}");
        Demand(copy!.ToBytes().AsSpan().SequenceEqual(written), "writing twice gives two texts");
        return Verdict.Parsed;
    }

    // Line breaks of one byte are written as two: the second reading needs a little more room than the first.
    private static SdpLimits Roomy { get; } = SdpLimits.Default with { MaxBytes = SdpLimits.Default.MaxBytes * 2 };

    private static void Negotiate(ReadOnlySpan<byte> input)
    {
        Answer(new AudioNegotiation(Leg, 1, SdpLimits.Default), input);
        Answer(new AudioNegotiation(Browser, 1, SdpLimits.Default) { Credentials = Browser.WebRtc!.NewCredentials() }, input);
        var calling = new AudioNegotiation(Leg, 1, SdpLimits.Default);
        ReadOwn(calling.MakeOffer([PayloadKind.Pcmu, PayloadKind.Pcma]));
        if (calling.AcceptAnswer(input) == NegotiationStatus.Accepted)
        {
            ReadOwn(calling.MakeOffer([PayloadKind.Pcmu]));
        }
    }

    private static void Answer(AudioNegotiation called, ReadOnlySpan<byte> input)
    {
        if (called.AcceptOffer(input) == NegotiationStatus.Accepted)
        {
            ReadOwn(called.MakeAnswer(called.RemoteKinds));
            Demand(called.AcceptOffer(input) == NegotiationStatus.Accepted, "the same offer again is refused");
            ReadOwn(called.MakeAnswer(called.RemoteKinds));
        }
    }

    private static void ReadOwn(ReadOnlySpan<byte> sdp)
    {
        var status = SdpSession.TryRead(sdp, Roomy, out _);
        Demand(status == SdpStatus.Ok, $"our own description is refused: {status}");
    }
}
