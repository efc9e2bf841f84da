namespace RtcCluster.Media.Stun;

/// <summary>The error codes that connectivity checks are answered with. RFC 8489 §14.8, RFC 8445 §16.2.</summary>
public enum StunErrorCode
{
    /// <summary>No error, or a message that is no error response.</summary>
    None = 0,

    /// <summary>MESSAGE-INTEGRITY or USERNAME is missing.</summary>
    BadRequest = 400,

    /// <summary>The user name is not known, or the integrity is wrong.</summary>
    Unauthenticated = 401,

    /// <summary>A comprehension-required attribute is not understood.</summary>
    UnknownAttribute = 420,

    /// <summary>Both agents claim the same role (RFC 8445 §7.3.1.1).</summary>
    RoleConflict = 487,
}
