using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Calls;

/// <summary>Refuses new calls early while the cluster is behind with those before. Any thread.</summary>
/// <remarks>
/// How long the grain of a new call needs until it has taken the call tells how far behind the silos are, wherever they are. One call may be slow for many
/// reasons; when not even the fastest of a tenth of a second was in time, everybody waits for the same thing (as CoDel judges a router's queue, RFC 8289). Then so
/// many calls may wait as are taken within that time (Little's law), and a tenth more each half second after. What calls in progress want is not refused.
/// </remarks>
/// <param name="clock">The clocks.</param>
internal sealed class CallAdmission(EdgeClock clock)
{
    /// <summary>How soon a call should be taken.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(500);

    /// <summary>So many may wait whatever happened before: a cluster that cannot take so many at once is slow, not full.</summary>
    public const int Least = 32;

    // An emergency call is let in; nobody knows better here whether it is one. A company whose own numbers are so short is none that comes to this limit.
    private const int MostDigitsOfEmergency = 3;

    // Of so much time the fastest call is looked for.
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(100);

    // A tenth more each half second: no limit that matters is left after this time.
    private static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private long _since;
    private long _lastTaken;
    private TimeSpan _fastest = TimeSpan.MaxValue;
    private int _taken;
    private int _pending;
    private double _limit = double.PositiveInfinity;

    /// <summary>Calls that were offered to their grains and are not taken yet.</summary>
    public int Pending => Volatile.Read(ref _pending);

    /// <summary>Whether a new call may begin.</summary>
    /// <param name="dialled">The number that was dialled: one of three digits may be an emergency number, and is never refused.</param>
    public bool MayBegin(string dialled)
    {
        lock (_lock)
        {
            Look(clock.Now);
            return _pending < _limit || dialled.Length <= MostDigitsOfEmergency;
        }
    }

    /// <summary>A call is offered to its grain; dispose what is returned when the grain has answered, or cannot.</summary>
    public Offered Begin()
    {
        lock (_lock)
        {
            var now = clock.Now;
            Look(now);
            if (_pending++ == 0)
            {
                _lastTaken = now;
            }

            return new Offered(this, now);
        }
    }

    private void End(long since)
    {
        lock (_lock)
        {
            var now = clock.Now;
            _pending--;
            _taken++;
            _lastTaken = now;
            var took = TimeSpan.FromTicks(now - since);
            _fastest = took < _fastest ? took : _fastest;
            Look(now);
        }
    }

    private void Look(long now)
    {
        var passed = TimeSpan.FromTicks(now - _since);
        if (passed < Window)
        {
            return;
        }

        // Where nothing was taken for so long, enough calls must wait to tell that from nobody calling.
        var isBehind = _taken > 0 ? _fastest > Target : _pending >= Least && now - _lastTaken > Target.Ticks;
        if (isBehind)
        {
            _limit = Math.Max(Least, _taken * (Target / passed));
        }
        else
        {
            _limit = passed > Memory ? double.PositiveInfinity : _limit * Math.Pow(1.1, passed / Target);
        }

        (_since, _fastest, _taken) = (now, TimeSpan.MaxValue, 0);
    }

    /// <summary>A call that waits for its grain.</summary>
    /// <param name="owner">Who counts it.</param>
    /// <param name="since">When it was offered.</param>
    public readonly struct Offered(CallAdmission owner, long since) : IDisposable
    {
        /// <summary>The grain has answered, or cannot.</summary>
        public void Dispose() => owner.End(since);
    }
}
