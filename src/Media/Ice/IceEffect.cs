namespace RtcCluster.Media.Ice;

/// <summary>Something that the host does for an ICE agent. Only the members that the kind names are set.</summary>
public readonly record struct IceEffect
{
    /// <summary>What it is.</summary>
    public required IceEffectKind Kind { get; init; }

    /// <summary>Selected, ConsentLost, Send: the way.</summary>
    public IceFlow Flow { get; init; }

    /// <summary>UfragRetired: the fragment.</summary>
    public string? Ufrag { get; init; }

    /// <summary>Send: the datagram. Its bytes are the agent's and are good until the next call of a method that takes <c>now</c>.</summary>
    public ReadOnlyMemory<byte> Packet { get; init; }
}
