namespace RtcCluster.Media.Stun;

/// <summary>Which attribute protects a message. RFC 8489 §14.5 and §14.6.</summary>
public enum StunIntegrity : byte
{
    /// <summary>None.</summary>
    None,

    /// <summary>MESSAGE-INTEGRITY, HMAC-SHA1.</summary>
    Sha1,

    /// <summary>MESSAGE-INTEGRITY-SHA256.</summary>
    Sha256,
}
