namespace RtcCluster.Media.Ice;

/// <summary>Who opens the connection of a TCP candidate. RFC 6544 §4.5.</summary>
public enum IceTcpType : byte
{
    /// <summary>A UDP candidate.</summary>
    None,

    /// <summary>Its owner connects; its port is 9 and means nothing.</summary>
    Active,

    /// <summary>Its owner listens.</summary>
    Passive,

    /// <summary>Both connect at once.</summary>
    SimultaneousOpen,
}
