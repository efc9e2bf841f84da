namespace RtcCluster.Edge.Lifecycle;

/// <summary>The monotonic clock of the shards, in ticks of 100 ns, and the wall clock for what people read.</summary>
/// <param name="time">The process' time.</param>
public sealed class EdgeClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    /// <summary>Ticks of 100 ns since some moment before; never goes back.</summary>
    /// <remarks>Begins a day in, so that "so long ago" never gets negative for machines that subtract.</remarks>
    public long Now => TimeSpan.TicksPerDay + time.GetElapsedTime(_origin).Ticks;

    /// <summary>The time of day (UTC).</summary>
    public DateTimeOffset Utc => time.GetUtcNow();
}
