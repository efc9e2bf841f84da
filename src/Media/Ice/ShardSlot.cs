namespace RtcCluster.Media.Ice;

/// <summary>A leg's place among all legs behind one port: chosen by the host.</summary>
/// <param name="Index">The number, from 0.</param>
public readonly record struct ShardSlot(int Index)
{
    /// <summary>No leg.</summary>
    public static ShardSlot None { get; } = new(-1);
}
