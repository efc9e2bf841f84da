namespace RtcCluster.Edge.Hub;

/// <summary>A token bucket for the methods of one connection: what a person clicks, with room for a page that comes back.</summary>
internal sealed class MethodRate
{
    private const double PerSecond = 20;
    private const double Burst = 100;

    private readonly Lock _lock = new();
    private double _tokens = Burst;
    private long _last;

    /// <summary>Takes a token; false when there is none.</summary>
    /// <param name="now">Ticks of a monotonic clock.</param>
    public bool TryTake(long now)
    {
        lock (_lock)
        {
            if (_last != 0)
            {
                _tokens = Math.Min(Burst, _tokens + ((now - _last) * PerSecond / TimeSpan.TicksPerSecond));
            }

            _last = now;
            if (_tokens < 1)
            {
                return false;
            }

            _tokens--;
            return true;
        }
    }
}
