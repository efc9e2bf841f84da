namespace RtcCluster.Sip.Dialogs;

/// <summary>Who refreshes a session. RFC 4028 §4.</summary>
public enum Refresher
{
    /// <summary>Nobody: the session does not expire.</summary>
    None,

    /// <summary>We do.</summary>
    Local,

    /// <summary>The peer does.</summary>
    Remote,
}
