namespace RtcCluster.Media.Dtls;

/// <summary>How a handshake ended.</summary>
public enum DtlsStatus
{
    /// <summary>Both ends have the keys, and the peer's certificate is the one that signalling named.</summary>
    Established,

    /// <summary>The time limit was reached.</summary>
    TimedOut,

    /// <summary>The peer ended it with a fatal alert.</summary>
    Alert,

    /// <summary>We ended it with a fatal alert: no common cipher suite, a signature that is wrong, a message out of order.</summary>
    Refused,

    /// <summary>The peer's certificate is not one that signalling named.</summary>
    FingerprintMismatch,

    /// <summary>The peer sent no certificate.</summary>
    NoCertificate,

    /// <summary>No use_srtp extension, or no profile in it that we have (RFC 5764 §4.1.1).</summary>
    NoProfile,

    /// <summary>The host closed it, or the peer said close_notify.</summary>
    Closed,
}
