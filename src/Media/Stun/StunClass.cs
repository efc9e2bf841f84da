namespace RtcCluster.Media.Stun;

/// <summary>The class bits of a STUN message type. RFC 8489 §5.</summary>
public enum StunClass : byte
{
    /// <summary>Wants a response.</summary>
    Request = 0,

    /// <summary>Wants none.</summary>
    Indication = 1,

    /// <summary>A success response.</summary>
    Success = 2,

    /// <summary>An error response.</summary>
    Error = 3,
}
