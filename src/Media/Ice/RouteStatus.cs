namespace RtcCluster.Media.Ice;

/// <summary>Whether a packet at the shared port belongs to a leg, and why not.</summary>
public enum RouteStatus : byte
{
    /// <summary>It belongs to a leg.</summary>
    Routed,

    /// <summary>Nothing that is spoken here, TURN channel data included.</summary>
    UnknownKind,

    /// <summary>It looks like STUN and is not well formed.</summary>
    MalformedStun,

    /// <summary>A STUN request whose user name addresses no leg.</summary>
    UnknownUfrag,

    /// <summary>Anything else from where no leg's peer was proven to be.</summary>
    UnknownSource,
}
