namespace RtcCluster.Media.Dtls;

/// <summary>Hash functions of a=fingerprint that we trust, weakest first. RFC 8122 §5; its md5 and sha-1 prove nothing any more.</summary>
public enum DtlsHash
{
    /// <summary>sha-256.</summary>
    Sha256,

    /// <summary>sha-384.</summary>
    Sha384,

    /// <summary>sha-512.</summary>
    Sha512,
}
