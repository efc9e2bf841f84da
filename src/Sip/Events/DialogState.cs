namespace RtcCluster.Sip.Events;

/// <summary>What a lamp for somebody's line shows. RFC 4235 §3.7.1.</summary>
public enum DialogState
{
    /// <summary>No call.</summary>
    Terminated = 0,

    /// <summary>They call somebody who has not answered: early, initiator.</summary>
    Calling = 1,

    /// <summary>In conversation: confirmed.</summary>
    Confirmed = 2,

    /// <summary>They are rung: early, recipient.</summary>
    Ringing = 3,
}
