namespace RtcCluster.Media.Mixing;

/// <summary>The least transit (arrival minus timestamp, in units of the clock) of the last two to four seconds: what the network takes when nothing delays a packet.</summary>
internal sealed class TransitBase
{
    private const long Window = 2 * TimeSpan.TicksPerSecond;

    private long _before;
    private long _present;
    private long _until;

    public void Restart(long transit, long now)
    {
        (_before, _present) = (transit, transit);
        _until = now + Window;
    }

    /// <summary>How much more than the least a transit is.</summary>
    public long Lateness(long transit) => transit - Math.Min(_before, _present);

    /// <summary>Takes a packet's transit in; returns how late the packet is.</summary>
    public long Add(long transit, long now)
    {
        if (now >= _until)
        {
            // After a pause longer than a window only the packets of now count.
            _before = now >= _until + Window ? transit : _present;
            _present = transit;
            _until = now + Window;
        }

        _present = Math.Min(_present, transit);
        return Lateness(transit);
    }
}
