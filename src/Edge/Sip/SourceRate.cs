using System.Net;

namespace RtcCluster.Edge.Sip;

/// <summary>A bound on messages per second and source address; used by one thread.</summary>
/// <remarks>A token bucket per address with a burst of one second. The table is bounded: when it is full it begins anew, which forgives for a second.</remarks>
/// <param name="perSecond">Messages; 0 for no bound.</param>
/// <param name="trusted">The one source without a bound: who measures this server.</param>
internal sealed class SourceRate(int perSecond, IPAddress? trusted = null)
{
    private const int MaxSources = 16_384;

    private readonly Dictionary<IPAddress, Bucket> _buckets = [];

    /// <summary>Takes one message of the source; false when it has had its share.</summary>
    public bool Admit(IPAddress source, long now)
    {
        if (perSecond == 0 || source.Equals(trusted))
        {
            return true;
        }

        if (!_buckets.TryGetValue(source, out var bucket))
        {
            if (_buckets.Count >= MaxSources)
            {
                _buckets.Clear();
            }

            bucket = new Bucket { Tokens = perSecond, At = now };
            _buckets.Add(source, bucket);
        }

        return bucket.TryTake(perSecond, now);
    }

    /// <summary>The tokens of one source; also used alone, by a connection.</summary>
    internal sealed class Bucket
    {
        public double Tokens { get; set; }

        public long At { get; set; }

        public bool TryTake(int perSecond, long now)
        {
            Tokens = Math.Min(perSecond, Tokens + ((now - At) * (double)perSecond / TimeSpan.TicksPerSecond));
            At = now;
            if (Tokens < 1)
            {
                return false;
            }

            Tokens--;
            return true;
        }
    }
}
