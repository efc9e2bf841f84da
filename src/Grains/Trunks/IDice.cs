namespace RtcCluster.Grains.Trunks;

/// <summary>Where the weighted choice among peers takes its chance from; tests give a seed.</summary>
internal interface IDice
{
    /// <summary>A number from 0 to <paramref name="exclusive"/> - 1.</summary>
    int Roll(int exclusive);
}

/// <summary>The chance of the process.</summary>
internal sealed class SharedDice : IDice
{
    /// <inheritdoc/>
    public int Roll(int exclusive) => Random.Shared.Next(exclusive);
}
