namespace RtcCluster.Media.Stun;

/// <summary>Why a STUN message was taken or refused.</summary>
public enum StunStatus
{
    /// <summary>Well formed, and its fingerprint is right if it has one.</summary>
    Ok,

    /// <summary>Shorter than the 20 bytes of the header.</summary>
    TooShort,

    /// <summary>Longer than <see cref="StunReader.MaxLength"/>.</summary>
    TooLong,

    /// <summary>The first byte is not 0 to 3 (RFC 7983 §7).</summary>
    NotStun,

    /// <summary>The magic cookie is missing: RFC 3489 or no STUN at all.</summary>
    BadCookie,

    /// <summary>The length is not a multiple of four, or bytes follow the message.</summary>
    BadLength,

    /// <summary>The message or an attribute reaches beyond the packet.</summary>
    Truncated,

    /// <summary>An attribute that we know has a length or a value that it cannot have.</summary>
    BadAttribute,

    /// <summary>More than <see cref="StunReader.MaxAttributes"/> attributes.</summary>
    TooManyAttributes,

    /// <summary>FINGERPRINT is wrong or not the last attribute (RFC 8489 §14.7).</summary>
    BadFingerprint,
}
