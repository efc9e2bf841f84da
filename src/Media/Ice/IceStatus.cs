namespace RtcCluster.Media.Ice;

/// <summary>What became of a STUN message that an agent got.</summary>
public enum IceStatus
{
    /// <summary>A check that was authenticated and answered, or the success response to a check of ours.</summary>
    Accepted,

    /// <summary>The packet is no well-formed STUN message: dropped.</summary>
    Malformed,

    /// <summary>A keep-alive: nothing to answer, and no consent (RFC 8445 §11).</summary>
    Indication,

    /// <summary>A response that we did not wait for: dropped, never answered, so that two agents cannot play ping-pong.</summary>
    UnexpectedResponse,

    /// <summary>Another method than Binding: dropped.</summary>
    UnknownMethod,

    /// <summary>From an address that media is never sent to: dropped.</summary>
    BadSource,

    /// <summary>Without FINGERPRINT, which every check carries (RFC 8445 §7.1): dropped.</summary>
    MissingFingerprint,

    /// <summary>More checks than the rate allows: dropped unread.</summary>
    Flood,

    /// <summary>Without USERNAME or integrity: 400 (RFC 8489 §9.1.3).</summary>
    MissingIntegrity,

    /// <summary>The user name is not ours, or not any more: 401.</summary>
    UnknownUsername,

    /// <summary>The integrity was not made with the password: 401 for a request; a response is dropped.</summary>
    BadIntegrity,

    /// <summary>Authenticated, but with attributes that must be understood and are not: 420.</summary>
    UnknownAttributes,

    /// <summary>Authenticated, but the sender claims our role: 487.</summary>
    RoleConflict,

    /// <summary>An authenticated error response to a check of ours.</summary>
    Refused,
}
