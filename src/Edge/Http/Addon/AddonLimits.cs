using System.Collections.Concurrent;

namespace RtcCluster.Edge.Http.Addon;

/// <summary>How often somebody may ask in a minute: each user, and each address whose tokens were refused. In memory and per edge.</summary>
internal sealed class AddonLimits(TimeProvider time)
{
    /// <summary>Refused tokens from one address in a minute, before the next bad ones are told to wait.</summary>
    public const int RefusedPerMinute = 60;

    /// <summary>Most entries kept.</summary>
    public const int Capacity = 20_000;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> _counts = new(StringComparer.Ordinal);

    /// <summary>Seconds to wait when there were as many as that; 0 when there were fewer.</summary>
    public int WaitSeconds(string key, int limit)
    {
        var now = time.GetUtcNow();
        return _counts.TryGetValue(key, out var entry) && entry.Until > now && entry.Count >= limit ? (int)Math.Ceiling((entry.Until - now).TotalSeconds) : 0;
    }

    /// <summary>Counts one.</summary>
    public void Count(string key)
    {
        var now = time.GetUtcNow();
        if (_counts.Count >= Capacity)
        {
            foreach (var old in _counts.Where(pair => pair.Value.Until <= now).Select(static pair => pair.Key).ToList())
            {
                _counts.TryRemove(old, out _);
            }

            if (_counts.Count >= Capacity)
            {
                _counts.Clear();
            }
        }

        _counts.AddOrUpdate(key, _ => (1, now + Window), (_, entry) => entry.Until <= now ? (1, now + Window) : (entry.Count + 1, entry.Until));
    }
}
