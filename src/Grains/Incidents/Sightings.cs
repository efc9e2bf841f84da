using System.Runtime.InteropServices;

namespace RtcCluster.Grains.Incidents;

/// <summary>What was seen of each of many lately, in bounded memory.</summary>
/// <param name="span">How long a sighting counts.</param>
internal sealed class Sightings<TKey>(TimeSpan span)
    where TKey : notnull
{
    // An attacker chooses sources and numbers: what is remembered of all of them together is bounded.
    private const int MostKeys = 20_000;
    private const int MostOfOne = 2_000;

    private readonly Dictionary<TKey, List<Sighting>> _seen = [];

    /// <summary>Of how many something is remembered.</summary>
    public int Keys => _seen.Count;

    /// <summary>Remembers one more.</summary>
    /// <param name="key">Of whom.</param>
    /// <param name="what">What was seen.</param>
    /// <param name="now">When.</param>
    /// <param name="value">A number that goes with it.</param>
    /// <returns>All that count, the oldest first.</returns>
    public IReadOnlyList<Sighting> Add(TKey key, string what, DateTimeOffset now, long value = 0)
    {
        if (_seen.Count >= MostKeys && !_seen.ContainsKey(key))
        {
            Trim(now);
        }

        ref var list = ref CollectionsMarshal.GetValueRefOrAddDefault(_seen, key, out _);
        list ??= [];
        var old = list.FindIndex(sighting => now - sighting.At < span);
        list.RemoveRange(0, old < 0 ? list.Count : old);
        if (list.Count >= MostOfOne)
        {
            list.RemoveAt(0);
        }

        list.Add(new Sighting(now, what, value));
        return list;
    }

    /// <summary>Forgets what was seen of one.</summary>
    public void Forget(TKey key) => _seen.Remove(key);

    /// <summary>Forgets one thing of one.</summary>
    public void Forget(TKey key, string what)
    {
        if (_seen.TryGetValue(key, out var list))
        {
            list.RemoveAll(sighting => sighting.What == what);
        }
    }

    private void Trim(DateTimeOffset now)
    {
        foreach (var (key, list) in _seen)
        {
            if (list.Count == 0 || now - list[^1].At >= span)
            {
                _seen.Remove(key);
            }
        }

        foreach (var key in _seen.OrderBy(static pair => pair.Value[^1].At).Take(Math.Max(0, _seen.Count - (MostKeys / 2))).Select(static pair => pair.Key).ToList())
        {
            _seen.Remove(key);
        }
    }
}

/// <summary>Something seen.</summary>
/// <param name="At">When.</param>
/// <param name="What">What.</param>
/// <param name="Value">A number that goes with it.</param>
internal readonly record struct Sighting(DateTimeOffset At, string What, long Value);
