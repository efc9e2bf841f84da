namespace RtcCluster.Media.Calls;

/// <summary>A leg's place in its call's <see cref="CallMedia"/>: chosen by the host, from 0 to <see cref="CallMediaOptions.MaxLegs"/> - 1.</summary>
/// <param name="Index">The number.</param>
public readonly record struct LegSlot(int Index)
{
    /// <summary>No leg.</summary>
    public static LegSlot None { get; } = new(-1);
}
