using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Sdp;

/// <summary>Reads what an audio section of a browser says about its connection. RFC 8839, RFC 8842, RFC 8122, RFC 5761.</summary>
internal static class SecureSection
{
    /// <summary>What our offers say; answers repeat what was offered.</summary>
    public const string Protocol = "UDP/TLS/RTP/SAVPF";

    /// <summary>A peer has one certificate, or two while it changes them; more lines are somebody who tries us out.</summary>
    private const int MaxFingerprints = 8;

    /// <summary>Whether the section is RTP over SRTP with keys of a DTLS handshake (RFC 5764 §8, RFC 8834 §4.1).</summary>
    public static bool IsWebRtc(SdpMedia media) => media.Protocol is Protocol or "TCP/TLS/RTP/SAVPF";

    public static NegotiationStatus TryRead(SdpSession session, SdpMedia media, bool isAnswer, out RemoteConnection? remote)
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

        if (!TryRole(media.Attribute("setup") ?? session.Attribute("setup"), isAnswer, out var role))
        {
            return NegotiationStatus.BadSetup;
        }

        if (!media.HasAttribute("rtcp-mux"))
        {
            return NegotiationStatus.NoRtcpMux;
        }

        remote = new RemoteConnection(ice.Credentials, fingerprints!, role);
        return NegotiationStatus.Accepted;
    }

    /// <summary>An offer may leave the choice to us, an answer has made it; with holdconn there is no handshake at all (RFC 8842 §5.2, §5.3).</summary>
    private static bool TryRole(string? setup, bool isAnswer, out DtlsRole? role)
    {
        role = setup switch
        {
            "active" => DtlsRole.Server,
            "passive" => DtlsRole.Client,
            _ => null,
        };
        return role is not null || (setup == "actpass" && !isAnswer);
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
