namespace RtcCluster.Storage.Fax;

/// <summary>How far a fax is. Stored by name.</summary>
public enum FaxState
{
    /// <summary>All of it was received.</summary>
    Received,

    /// <summary>It ended before its end; the pages that were confirmed before are there.</summary>
    Cut,

    /// <summary>It is to be sent, or sent again.</summary>
    Waiting,

    /// <summary>A call sends it.</summary>
    Sending,

    /// <summary>The other machine has confirmed all of it.</summary>
    Sent,

    /// <summary>It was tried often enough, or can never be sent.</summary>
    Failed,
}
