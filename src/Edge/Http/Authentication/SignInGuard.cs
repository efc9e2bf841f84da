using System.Collections.Concurrent;

namespace RtcCluster.Edge.Http.Authentication;

/// <summary>Slows down those who guess passwords: failures are counted per (address, account), and per address over many accounts.</summary>
/// <remarks>Only failures count, so that a company behind one address can sign in at eight o'clock. In memory and per edge: Identity's lockout is the cluster-wide one.</remarks>
internal sealed class SignInGuard(TimeProvider time)
{
    /// <summary>Failures of one account from one address before it has to wait.</summary>
    public const int PerAccount = 10;

    /// <summary>Failures from one address, over all accounts, before it has to wait.</summary>
    public const int PerAddress = 100;

    /// <summary>Most entries kept; past that the oldest windows are dropped first.</summary>
    public const int Capacity = 50_000;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<(string Address, string Account), (int Failures, DateTimeOffset Until)> _failures = new();

    /// <summary>Seconds to wait before another attempt; 0 when it may be made now.</summary>
    public int WaitSeconds(string address, string account)
    {
        var now = time.GetUtcNow();
        return Math.Max(Wait((address, Key(account)), PerAccount, now), Wait((address, ""), PerAddress, now));
    }

    public void Failed(string address, string account)
    {
        var now = time.GetUtcNow();
        if (_failures.Count >= Capacity)
        {
            Trim(now);
        }

        Count((address, Key(account)), now);
        Count((address, ""), now);
    }

    public void Succeeded(string address, string account) => _failures.TryRemove((address, Key(account)), out _);

    private static string Key(string account) => account.ToUpperInvariant();

    private int Wait((string, string) key, int limit, DateTimeOffset now) =>
        _failures.TryGetValue(key, out var entry) && entry.Failures >= limit && entry.Until > now
            ? (int)Math.Ceiling((entry.Until - now).TotalSeconds)
            : 0;

    private void Count((string, string) key, DateTimeOffset now) =>
        _failures.AddOrUpdate(key, _ => (1, now + Window), (_, entry) => entry.Until <= now ? (1, now + Window) : (entry.Failures + 1, entry.Until));

    private void Trim(DateTimeOffset now)
    {
        foreach (var (key, entry) in _failures)
        {
            if (entry.Until <= now)
            {
                _failures.TryRemove(key, out _);
            }
        }

        foreach (var key in _failures.OrderBy(pair => pair.Value.Until).Take(Math.Max(0, _failures.Count - (Capacity / 2))).Select(pair => pair.Key).ToList())
        {
            _failures.TryRemove(key, out _);
        }
    }
}
