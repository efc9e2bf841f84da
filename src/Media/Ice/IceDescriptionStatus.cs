namespace RtcCluster.Media.Ice;

/// <summary>Whether a session description says what ICE needs.</summary>
public enum IceDescriptionStatus
{
    /// <summary>It does.</summary>
    Ok,

    /// <summary>Neither fragment nor password: the peer does not speak ICE.</summary>
    Absent,

    /// <summary>One without the other, or with lengths or characters that are not allowed (RFC 8839 §5.4).</summary>
    BadCredentials,
}
