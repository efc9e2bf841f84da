using RtcCluster.Contracts.Ids;

namespace RtcCluster.Edge.Incidents;

/// <summary>How much is told of each company within a second: one company's attackers do not silence the others.</summary>
/// <param name="most">Signals per company and second.</param>
internal sealed class TellLimit(int most)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, int> _told = [];
    private long _second;

    /// <summary>Counts one more; false when it is too many.</summary>
    /// <param name="tenant">The company.</param>
    /// <param name="now">Ticks of 100 ns.</param>
    public bool MayTell(TenantId tenant, long now)
    {
        lock (_lock)
        {
            var second = now / TimeSpan.TicksPerSecond;
            if (second != _second)
            {
                _second = second;
                _told.Clear();
            }

            return (_told[tenant] = _told.GetValueOrDefault(tenant) + 1) <= most;
        }
    }
}
