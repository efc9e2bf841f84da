using System.Security.Cryptography;
using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Load.Runner.Voice;

/// <summary>The offer of a browser: audio, DTLS-SRTP, no candidates. RFC 8829.</summary>
internal static class BrowserOffer
{
    /// <summary>The offer of a browser whose checks never come: for calls in which nobody speaks.</summary>
    public static string OfNobody { get; } = Make(IceCredentials.FromRandom(RandomNumberGenerator.GetBytes(IceCredentials.RandomLength)), DtlsFingerprint.Of(DtlsHash.Sha256, "nobody"u8), VoiceCodec.Pcmu);

    /// <summary>The offer of a browser.</summary>
    public static string Make(IceCredentials credentials, DtlsFingerprint fingerprint, VoiceCodec codec)
    {
        var (formats, lines) = codec.Offer();
        return $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF {formats}\r\nc=IN IP4 0.0.0.0\r\n"
            + $"a=ice-ufrag:{credentials.Ufrag}\r\na=ice-pwd:{credentials.Password}\r\na=ice-options:trickle\r\na=fingerprint:{fingerprint}\r\na=setup:actpass\r\n"
            + $"a=mid:0\r\na=sendrecv\r\na=rtcp-mux\r\n{lines}";
    }
}
