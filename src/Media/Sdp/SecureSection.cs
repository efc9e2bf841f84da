using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Sdp;

/// <summary>Reads what an audio section of a browser says about its connection. RFC 8839, RFC 8842, RFC 8122, RFC 5761.</summary>
internal static class SecureSection
{
    /// <summary>A peer has one certificate, or two while it changes them; more lines are somebody who tries us out.</summary>
    private const int MaxFingerprints = 8;

    /// <summary>Whether the section is RTP over SRTP with keys of a DTLS handshake (RFC 5764 §8, RFC 8834 §4.1).</summary>
    public static bool IsWebRtc(SdpMedia media) => media.Protocol is "UDP/TLS/RTP/SAVPF" or "TCP/TLS/RTP/SAVPF";

    public static NegotiationStatus TryRead(SdpSession session, SdpMedia media, out RemoteConnection? remote)
    {
        remote = null;
        switch (IceDescription.TryRead(session.Attributes, media.Attributes, out var ice))
        {
            case IceDescriptionStatus.Absent:
                return NegotiationStatus.NoIce;
            case IceDescriptionStatus.BadCredentials:
                return NegotiationStatus.BadIce;
        }

        if (ice!.IsLite)
        {
            // Two lite agents wait for each other's checks for ever (RFC 8445 §6.1.1 makes one of them send, which we do not).
            return NegotiationStatus.BadIce;
        }

        if (!TryFingerprints(session, media, out var fingerprints))
        {
            return NegotiationStatus.BadFingerprint;
        }

        // The peer is, or may be, the client of the handshake (RFC 8842 §5.2); a holdconn offer has no handshake at all.
        if ((media.Attribute("setup") ?? session.Attribute("setup")) is not ("actpass" or "active"))
        {
            return NegotiationStatus.BadSetup;
        }

        if (!media.HasAttribute("rtcp-mux"))
        {
            return NegotiationStatus.NoRtcpMux;
        }

        remote = new RemoteConnection(ice.Credentials, fingerprints!);
        return NegotiationStatus.Accepted;
    }

    /// <summary>The lines of the section, or those of the session when it has none (RFC 8122 §5).</summary>
    private static bool TryFingerprints(SdpSession session, SdpMedia media, out DtlsFingerprints? fingerprints)
    {
        var attributes = media.HasAttribute("fingerprint") ? media.Attributes : session.Attributes;
        var lines = attributes.Where(static a => a.Name == "fingerprint").Select(static a => a.Value ?? string.Empty).Take(MaxFingerprints + 1).ToList();
        fingerprints = null;
        return lines.Count <= MaxFingerprints && DtlsFingerprints.TryRead(lines, out fingerprints);
    }
}
