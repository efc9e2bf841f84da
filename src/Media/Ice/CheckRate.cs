namespace RtcCluster.Media.Ice;

/// <summary>So many checks a second, and so many at once after a pause. The sum of what was let through is kept as a time, so nothing drifts.</summary>
internal struct CheckRate(int perSecond, long now)
{
    private readonly long _each = TimeSpan.TicksPerSecond / perSecond;
    private long _spentUntil = now;

    public bool TryTake(long now)
    {
        var from = Math.Max(_spentUntil, now);
        if (from + _each - now > TimeSpan.TicksPerSecond)
        {
            return false;
        }

        _spentUntil = from + _each;
        return true;
    }
}
