using System.Net;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Sip;

/// <summary>Slows down who guesses passwords or accounts. Any thread.</summary>
/// <remarks>
/// Counts per (source, account), so that one phone with an old password does not lock out its office; a whole source only after many accounts
/// that do not exist. Counts are forgotten after five minutes.
/// </remarks>
/// <param name="options">The bounds.</param>
/// <param name="trusted">The one source without them: who measures this server.</param>
internal sealed class LoginGuard(SipOptions options, IPAddress? trusted = null)
{
    private const int MaxEntries = 100_000;

    private static readonly long Window = TimeSpan.FromMinutes(5).Ticks;

    private readonly Lock _lock = new();
    private readonly Dictionary<(IPAddress Source, string Account), (int Failures, long Since)> _pairs = [];
    private readonly Dictionary<IPAddress, (HashSet<string> Accounts, long Since)> _unknown = [];

    /// <summary>Whether an answer for this account from this source is looked at.</summary>
    public bool Admits(IPAddress source, string account, long now)
    {
        if (source.Equals(trusted))
        {
            return true;
        }

        lock (_lock)
        {
            if (_unknown.TryGetValue(source, out var tried) && now - tried.Since < Window && tried.Accounts.Count >= options.MaxUnknownAccounts)
            {
                return false;
            }

            return !_pairs.TryGetValue((source, account), out var pair) || now - pair.Since >= Window || pair.Failures < options.MaxFailedLogins;
        }
    }

    /// <summary>A wrong answer.</summary>
    /// <param name="source">Where it came from.</param>
    /// <param name="account">The account that it named.</param>
    /// <param name="exists">Whether there is such an account.</param>
    /// <param name="now">The time.</param>
    public void Failed(IPAddress source, string account, bool exists, long now)
    {
        lock (_lock)
        {
            if (_pairs.Count >= MaxEntries || _unknown.Count >= MaxEntries)
            {
                Forget(now);
            }

            var pair = _pairs.GetValueOrDefault((source, account));
            _pairs[(source, account)] = now - pair.Since >= Window ? (1, now) : (pair.Failures + 1, pair.Since);
            if (exists)
            {
                return;
            }

            if (!_unknown.TryGetValue(source, out var tried) || now - tried.Since >= Window)
            {
                tried = ([], now);
                _unknown[source] = tried;
            }

            tried.Accounts.Add(account);
        }
    }

    /// <summary>A right answer: the phone has its password again.</summary>
    public void Succeeded(IPAddress source, string account)
    {
        lock (_lock)
        {
            _pairs.Remove((source, account));
        }
    }

    private void Forget(long now)
    {
        foreach (var old in _pairs.Where(p => now - p.Value.Since >= Window).Select(p => p.Key).ToList())
        {
            _pairs.Remove(old);
        }

        foreach (var old in _unknown.Where(u => now - u.Value.Since >= Window).Select(u => u.Key).ToList())
        {
            _unknown.Remove(old);
        }

        if (_pairs.Count >= MaxEntries)
        {
            _pairs.Clear();
        }

        if (_unknown.Count >= MaxEntries)
        {
            _unknown.Clear();
        }
    }
}
