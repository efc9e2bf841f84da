namespace RtcCluster.Media.Ice;

/// <summary>Bounds of one <see cref="UfragTable"/>.</summary>
public sealed record UfragTableOptions
{
    /// <summary>The defaults.</summary>
    public static UfragTableOptions Default { get; } = new();

    /// <summary>Most legs behind one port. A core forwards the media of fewer.</summary>
    public int MaxLegs { get; init; } = 4096;

    /// <summary>Most places that one leg's peer is known at; the one unheard of for longest goes. A browser with all its interfaces and relays has about six.</summary>
    public int MaxFlowsPerLeg { get; init; } = 8;

    /// <summary>Most fragments of one leg: the selected pair's, the newest, and one that is on its way between two restarts, doubled.</summary>
    public int MaxUfragsPerLeg { get; init; } = 4;
}
