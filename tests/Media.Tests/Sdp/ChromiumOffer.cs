using System.Text;

namespace RtcCluster.Media.Tests.Sdp;

/// <summary>What Chromium 156 offers, taken from a page; the credentials are its own.</summary>
internal static class ChromiumOffer
{
    public const string Ufrag = "Km3Y";

    public const string Password = "poXpXPLQjpWvh8FfTDW5uxbQ";

    public const string Fingerprint =
        "sha-256 D3:49:E9:E4:61:5C:AB:0B:06:FC:B3:4D:58:EE:32:6A:05:62:9D:D3:D1:14:7C:B4:BD:6D:D6:B7:DB:7B:3C:8A";

    /// <summary>One audio transceiver.</summary>
    public static string Audio { get; } = Lines(
        "v=0",
        "o=- 7607746924226159779 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "a=extmap-allow-mixed",
        "a=msid-semantic: WMS",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 13 110 126",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:" + Ufrag,
        "a=ice-pwd:" + Password,
        "a=ice-options:trickle",
        "a=fingerprint:" + Fingerprint,
        "a=setup:actpass",
        "a=mid:0",
        "a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level",
        "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
        "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
        "a=extmap:4 urn:ietf:params:rtp-hdrext:sdes:mid",
        "a=sendrecv",
        "a=msid:- 8eae72fb-dc86-470f-946a-c3ce3f38d0ae",
        "a=rtcp-mux",
        "a=rtcp-rsize",
        "a=rtcp-xr:rcvr-rtt=all",
        "a=rtpmap:111 opus/48000/2",
        "a=rtcp-fb:111 transport-cc",
        "a=fmtp:111 minptime=10;useinbandfec=1",
        "a=rtpmap:63 red/48000/2",
        "a=fmtp:63 111/111",
        "a=rtpmap:9 G722/8000",
        "a=rtpmap:0 PCMU/8000",
        "a=rtpmap:8 PCMA/8000",
        "a=rtpmap:13 CN/8000",
        "a=rtpmap:110 telephone-event/48000",
        "a=rtpmap:126 telephone-event/8000",
        "a=ssrc:4191699123 cname:2FTUYPWGqnCCtYD6",
        "a=ssrc:4191699123 msid:- 8eae72fb-dc86-470f-946a-c3ce3f38d0ae");

    /// <summary>Video before the audio and data behind it, all in one bundle.</summary>
    public static string VideoAudioAndData { get; } =
        Audio[..Audio.IndexOf("m=audio", StringComparison.Ordinal)].Replace("BUNDLE 0", "BUNDLE v a d", StringComparison.Ordinal) +
        Lines("m=video 9 UDP/TLS/RTP/SAVPF 96 97", "c=IN IP4 0.0.0.0", "a=mid:v", "a=sendrecv", "a=rtcp-mux", "a=rtpmap:96 VP8/90000", "a=rtpmap:97 rtx/90000") +
        Audio[Audio.IndexOf("m=audio", StringComparison.Ordinal)..].Replace("m=audio 9", "m=audio 0", StringComparison.Ordinal)
            .Replace("a=mid:0", "a=mid:a\r\na=bundle-only", StringComparison.Ordinal) +
        Lines("m=application 0 UDP/DTLS/SCTP webrtc-datachannel", "c=IN IP4 0.0.0.0", "a=mid:d", "a=bundle-only", "a=sctp-port:5000");

    public static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>The offer with one line taken out, or put in another's place.</summary>
    public static string With(string line, string? instead)
    {
        var whole = line + "\r\n";
        Assert.Contains(whole, Audio, StringComparison.Ordinal);
        return Audio.Replace(whole, instead is null ? "" : instead + "\r\n", StringComparison.Ordinal);
    }

    private static string Lines(params string[] lines) => string.Join("\r\n", lines) + "\r\n";
}
