namespace RtcCluster.Grains;

/// <summary>Wakes a grain when the next of its deadlines is due, and again each second until what was due is saved and another deadline takes its place.</summary>
/// <param name="grain">Whose deadlines they are.</param>
/// <param name="time">Its clock.</param>
/// <param name="due">What the grain does then.</param>
/// <param name="keepAlive">Whether the grain stays active for it.</param>
internal sealed class DeadlineTimer(IGrainBase grain, TimeProvider time, Func<CancellationToken, Task> due, bool keepAlive = false) : IDisposable
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unnoticed = TimeSpan.FromMilliseconds(20);

    // A grain's timer takes no more than 2^32 - 2 ms, which are 49.7 days.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);
    private IGrainTimer? _timer;
    private DateTimeOffset? _armed;

    /// <summary>Sets the deadline; null for none.</summary>
    public void Arm(DateTimeOffset? deadline)
    {
        if (deadline == _armed)
        {
            return;
        }

        _timer?.Dispose();
        _timer = null;
        _armed = deadline;
        if (deadline is { } at)
        {
            var now = time.GetUtcNow();
            _timer = grain.RegisterGrainTimer(Tick, new GrainTimerCreationOptions(Until(at, now), Again) { KeepAlive = keepAlive });
            // Its wait begins only now: a process that stood still since, or a clock that was set forward, would come that much too late.
            while (time.GetUtcNow() is var later && later - now > Unnoticed)
            {
                now = later;
                _timer.Change(Until(at, now), Again);
            }
        }
    }

    public void Dispose() => _timer?.Dispose();

    /// <summary>
    /// Whole milliseconds, none of them too few: a timer rounds down, would come before anything is due, and again only a second later. No more than a timer takes: whoever is woken early waits again.
    /// </summary>
    internal static TimeSpan Until(DateTimeOffset at, DateTimeOffset now) =>
        at > now ? TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min((at - now).TotalMilliseconds, Longest.TotalMilliseconds))) : TimeSpan.Zero;

    private Task Tick(CancellationToken cancellation)
    {
        if (_armed is not { } at || at <= time.GetUtcNow())
        {
            return due(cancellation);
        }

        // Timers go by another clock, which may be ahead by a moment.
        _armed = null;
        Arm(at);
        return Task.CompletedTask;
    }
}
