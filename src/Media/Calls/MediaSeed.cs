namespace RtcCluster.Media.Calls;

/// <summary>SplitMix64 over the seed that the host drew: SSRCs, first sequence numbers and timestamps, spread of reports.</summary>
internal sealed class MediaSeed(ulong seed)
{
    private ulong _state = seed;

    public ulong Next()
    {
        _state += 0x9E37_79B9_7F4A_7C15UL;
        var mixed = _state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EBUL;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>A span between half of and one and a half times the mean.</summary>
    public long Spread(TimeSpan mean) => (mean.Ticks / 2) + (long)(Next() % (ulong)Math.Max(mean.Ticks, 1));
}
