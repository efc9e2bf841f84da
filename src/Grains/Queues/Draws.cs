namespace RtcCluster.Grains.Queues;

/// <summary>Random numbers whose whole state is one number that is stored with the queue (SplitMix64), so that a draw can be made again.</summary>
internal static class Draws
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    /// <summary>The first state, from a name (FNV-1a).</summary>
    public static ulong Seed(string name)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in name)
        {
            hash = (hash ^ character) * 0x100000001B3;
        }

        return hash;
    }

    /// <summary>The next number.</summary>
    public static ulong Next(ref ulong state)
    {
        state += Step;
        var mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
