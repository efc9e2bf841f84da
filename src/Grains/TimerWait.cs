namespace RtcCluster.Grains;

/// <summary>How long a timer waits for a deadline.</summary>
internal static class TimerWait
{
    /// <summary>Whole milliseconds, none of them too few: a timer rounds down, would come before anything is due, and again only a second later.</summary>
    /// <param name="at">The deadline.</param>
    /// <param name="now">Now.</param>
    public static TimeSpan Until(DateTimeOffset at, DateTimeOffset now) =>
        at > now ? TimeSpan.FromMilliseconds(Math.Ceiling((at - now).TotalMilliseconds)) : TimeSpan.Zero;
}
