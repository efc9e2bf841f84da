namespace RtcCluster.Media.Srtp;

/// <summary>The packet index: roll-over counter × 2^16 + sequence number. RFC 3711 §3.3.1.</summary>
internal static class SrtpIndex
{
    /// <summary>2^48 - 1, after which the keys may protect no more.</summary>
    public const long Max = 0xFFFF_FFFF_FFFF;

    private const int Half = 0x8000;
    private const long Round = 0x1_0000;

    /// <summary>The index of a first packet whose sender has been round once; negative when the sequence number is too high for one that began just now.</summary>
    public static long InSecondRound(ushort sequence) => sequence < Half ? Round + sequence : -1;

    /// <summary>The index of a sequence number that is nearest to the highest authenticated one; above <see cref="Max"/> there is none.</summary>
    /// <param name="highest">The highest authenticated index; negative before the first packet, whose roll-over counter is 0.</param>
    /// <param name="sequence">From the header.</param>
    public static long Guess(long highest, ushort sequence)
    {
        if (highest < 0)
        {
            return sequence;
        }

        var rollOver = highest & ~(Round - 1);
        var last = (int)(highest & (Round - 1));
        if (last < Half && sequence - last > Half)
        {
            // There is nothing before the first round: it can only be a jump ahead.
            return rollOver == 0 ? sequence : rollOver - Round + sequence;
        }

        return (last >= Half && last - Half > sequence ? rollOver + Round : rollOver) + sequence;
    }
}
