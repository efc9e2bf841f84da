namespace RtcCluster.Media.Srtp;

/// <summary>Which of the last 128 indices were seen. RFC 3711 §3.3.2, which asks for at least 64.</summary>
internal struct ReplayWindow
{
    /// <summary>How far behind the highest an index may come, packets: 2.5 s of audio at 50 packets a second.</summary>
    public const int Length = 128;

    private UInt128 _seen;
    private long _next;

    /// <summary>The highest accepted index; -1 before the first.</summary>
    public readonly long Highest => _next - 1;

    /// <summary>Whether the index is new and not too old.</summary>
    public readonly bool IsFresh(long index)
    {
        var behind = Highest - index;
        return behind < 0 || (behind < Length && ((_seen >> (int)behind) & 1) == 0);
    }

    /// <summary>Marks a fresh index as seen; only for packets that proved authentic.</summary>
    public void Accept(long index)
    {
        var ahead = index - Highest;
        if (ahead > 0)
        {
            _seen = ahead < Length ? (_seen << (int)ahead) | 1 : 1;
            _next = index + 1;
        }
        else
        {
            _seen |= UInt128.One << (int)-ahead;
        }
    }
}
