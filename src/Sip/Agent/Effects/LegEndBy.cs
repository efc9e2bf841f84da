namespace RtcCluster.Sip.Agent.Effects;

/// <summary>Who or what ended a leg.</summary>
public enum LegEndBy
{
    /// <summary>The peer: BYE, CANCEL or a failure response.</summary>
    Remote,

    /// <summary>The host's command.</summary>
    Local,

    /// <summary>Nothing came in time: no response, no ACK, no PRACK, no session refresh.</summary>
    TimeOut,

    /// <summary>The transport failed.</summary>
    Transport,

    /// <summary>The peer broke the protocol.</summary>
    Protocol,
}
