using System.Globalization;

namespace RtcCluster.Contracts.Ids;

/// <summary>One party's connection to a call, numbered within its call; 1 is the party that the call began with.</summary>
/// <param name="Number">1 to 65,535.</param>
[GenerateSerializer, Immutable, Alias("rtc.LegId")]
public readonly record struct LegId([property: Id(0)] int Number)
{
    /// <summary>The leg that the call began with.</summary>
    public static LegId First => new(1);

    /// <inheritdoc/>
    public override string ToString() => Number.ToString(CultureInfo.InvariantCulture);
}
