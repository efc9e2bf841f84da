namespace RtcCluster.Media.Ice;

/// <summary>What all ICE-lite agents of an edge share.</summary>
public sealed record IceLiteOptions
{
    /// <summary>The defaults.</summary>
    public static IceLiteOptions Default { get; } = new();

    /// <summary>Without an authenticated check on the selected pair for this long nothing more is sent (RFC 7675 §5.1).</summary>
    public TimeSpan ConsentLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A later nomination wins, unless it comes within this time of the one before and has a lower PRIORITY: then the peer nominates each pair
    /// that it checks and means the best of them (RFC 5245 §8.1.1.2; RFC 8445 §8.1.1). Checks of one leg come every 50 ms, so this holds several rounds.
    /// </summary>
    public TimeSpan NominationWindow { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Checks a second from elsewhere than the selected pair, and as many at once. A browser sends one each 48 ms while it looks for pairs.
    /// </summary>
    public int StrangerChecksPerSecond { get; init; } = 50;

    /// <summary>Checks a second on the selected pair, counted apart, so that a flood from elsewhere does not cost the leg its consent.</summary>
    public int SelectedChecksPerSecond { get; init; } = 100;
}
