namespace RtcCluster.Sip.Digest;

/// <summary>The hash of a digest. RFC 7616 and RFC 8760 with the two that SIP telephones speak.</summary>
public enum DigestAlgorithm
{
    /// <summary>MD5, which older telephones need. RFC 3261 §22.4.</summary>
    Md5,

    /// <summary>SHA-256. RFC 8760 §2.</summary>
    Sha256,
}
