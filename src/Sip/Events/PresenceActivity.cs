namespace RtcCluster.Sip.Events;

/// <summary>What a person does, as other systems understand it. RFC 4480 §3.2.</summary>
public enum PresenceActivity
{
    /// <summary>Nothing in particular.</summary>
    None = 0,

    /// <summary>busy.</summary>
    Busy = 1,

    /// <summary>on-the-phone.</summary>
    OnThePhone = 2,

    /// <summary>away.</summary>
    Away = 3,
}
