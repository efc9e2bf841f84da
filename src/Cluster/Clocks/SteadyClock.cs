namespace RtcCluster.Cluster.Clocks;

/// <summary>
/// The process' time of day, which does not jump: it runs at the pace of the monotonic clock and comes closer to the system's clock by at most a tenth
/// of the time that passes. An hour is made good in ten hours, what NTP corrects on ordinary days within seconds.
/// </summary>
/// <remarks>
/// Registrations, ring times, waits in queues and sign-ins are kept as times of day, because they outlive processes. Whoever sets the system's clock by an hour would end all of
/// them, or keep them an hour too long, if each was compared with what the system says now. A difference of more than <see cref="Follows"/> is taken at once:
/// the clock was never set before, or the machine was suspended, and then what is due is due.
/// </remarks>
public sealed class SteadyClock : TimeProvider
{
    /// <summary>The greatest difference that is made good little by little.</summary>
    public static readonly TimeSpan Follows = TimeSpan.FromHours(2);

    private const int Pace = 10;
    private static readonly TimeSpan Renewal = TimeSpan.FromMilliseconds(100);
    private readonly TimeProvider _system;
    private Anchor _anchor;

    /// <summary>Begins with what the system says now.</summary>
    /// <param name="system">The system's clocks.</param>
    public SteadyClock(TimeProvider system)
    {
        ArgumentNullException.ThrowIfNull(system);
        _system = system;
        _anchor = new Anchor(system.GetTimestamp(), system.GetUtcNow(), TimeSpan.Zero);
    }

    /// <summary>How far the system's clock is ahead of this one.</summary>
    public TimeSpan Ahead => _system.GetUtcNow() - GetUtcNow();

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => _system.LocalTimeZone;

    /// <inheritdoc/>
    public override long TimestampFrequency => _system.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => _system.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _system.CreateTimer(callback, state, dueTime, period);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        while (true)
        {
            var anchor = Volatile.Read(ref _anchor);
            var timestamp = _system.GetTimestamp();
            var passed = _system.GetElapsedTime(anchor.Timestamp, timestamp);
            var now = anchor.At(passed);
            if (passed < Renewal)
            {
                return now;
            }

            var ahead = _system.GetUtcNow() - now;
            var next = ahead.Duration() > Follows ? new Anchor(timestamp, now + ahead, TimeSpan.Zero) : new Anchor(timestamp, now, ahead);
            if (Interlocked.CompareExchange(ref _anchor, next, anchor) == anchor)
            {
                return next.Utc;
            }
        }
    }

    // What was read at one moment, and the way that is left to the system's clock; each thread reads the same times from it.
    private sealed record Anchor(long Timestamp, DateTimeOffset Utc, TimeSpan Ahead)
    {
        public DateTimeOffset At(TimeSpan passed)
        {
            var bound = passed / Pace;
            return Utc + passed + (Ahead > bound ? bound : Ahead < -bound ? -bound : Ahead);
        }
    }
}
