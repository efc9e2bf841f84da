namespace RtcCluster.Sip.Messages;

/// <summary>Who refreshes a session. RFC 4028 §4.</summary>
public enum SessionRefresher : byte
{
    /// <summary>Not said: the answerer decides.</summary>
    None,

    /// <summary>Who sent the request.</summary>
    Uac,

    /// <summary>Who answered it.</summary>
    Uas,
}
