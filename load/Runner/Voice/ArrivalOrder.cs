namespace RtcCluster.Load.Runner.Voice;

/// <summary>Tells packets that came for the first time from those that came twice, and those in order from those that were overtaken.</summary>
internal struct ArrivalOrder
{
    private const int Remembered = 64;
    private ulong _seen;
    private long _highest;
    private bool _hasBegun;

    /// <summary>What the number of a packet that came tells.</summary>
    public Arrival Take(uint number)
    {
        if (!_hasBegun)
        {
            (_hasBegun, _highest, _seen) = (true, number, 1);
            return Arrival.InOrder;
        }

        var ahead = number - _highest;
        if (ahead > 0)
        {
            _seen = ahead >= Remembered ? 1 : (_seen << (int)ahead) | 1;
            _highest = number;
            return Arrival.InOrder;
        }

        // One from before what is remembered counts as a second time: it was lost for whoever listens.
        var bit = ahead <= -Remembered ? 0 : 1UL << (int)-ahead;
        if (bit == 0 || (_seen & bit) != 0)
        {
            return Arrival.Again;
        }

        _seen |= bit;
        return Arrival.Overtaken;
    }
}

/// <summary>How a packet came.</summary>
internal enum Arrival
{
    /// <summary>After all that were sent before it.</summary>
    InOrder,

    /// <summary>After one that was sent later.</summary>
    Overtaken,

    /// <summary>A second time.</summary>
    Again,
}
