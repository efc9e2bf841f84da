using RtcCluster.Grains.Trunks;

namespace RtcCluster.Grains.Tests.Trunks;

/// <summary>Chance that comes again with its seed.</summary>
internal sealed class SeededDice(int seed) : IDice
{
    private readonly Random _random = new(seed);

    public int Roll(int exclusive) => _random.Next(exclusive);
}
