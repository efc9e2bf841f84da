using RtcCluster.Media.Dtls;
using RtcCluster.Media.Ice;

namespace RtcCluster.Media.Calls;

/// <summary>What makes a leg one of a browser: ICE-lite at a shared port, DTLS-SRTP, RTP and RTCP on one flow (RFC 8834, RFC 8445, RFC 5763).</summary>
public sealed record WebRtcLegOptions
{
    /// <summary>Our certificate's fingerprint: the answer names it, and the handshakes show the certificate.</summary>
    public required DtlsFingerprint Fingerprint { get; init; }

    /// <summary>Fresh credentials from the host's random source: asked for a new connection and for an ICE restart.</summary>
    public required Func<IceCredentials> NewCredentials { get; init; }

    /// <summary>The port of the leg's address that takes TCP connections (RFC 6544, passive); 0 for none.</summary>
    public ushort TcpPort { get; init; }

    /// <summary>Whether the browser's video is taken, where another browser sees it.</summary>
    public bool TakesVideo { get; init; }

    /// <summary>Timeouts and rates of the ICE agents.</summary>
    public IceLiteOptions Ice { get; init; } = IceLiteOptions.Default;
}
