namespace RtcCluster.Media.Ice;

/// <summary>How a candidate was found. RFC 8445 §4.</summary>
public enum IceCandidateKind : byte
{
    /// <summary>An address of the agent's own machine.</summary>
    Host,

    /// <summary>What a STUN server saw.</summary>
    ServerReflexive,

    /// <summary>What the peer saw in a check.</summary>
    PeerReflexive,

    /// <summary>An address of a TURN server.</summary>
    Relayed,
}
