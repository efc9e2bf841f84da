namespace RtcCluster.Media.Rtp;

/// <summary>Between <c>now</c> (ticks of 100 ns) and RTP clocks: the 8 kHz of telephones, or the one that is named.</summary>
public static class MediaClock
{
    /// <summary>Ticks of one 8 kHz sample.</summary>
    public const long TicksPerSample = TimeSpan.TicksPerSecond / 8000;

    /// <summary>Samples in the frames that we generate: 20 ms.</summary>
    public const int FrameSamples = 160;

    /// <summary>Ticks of one generated frame.</summary>
    public const long FrameTicks = FrameSamples * TicksPerSample;

    /// <summary>A "never" for deadlines.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Whole samples in a span of ticks.</summary>
    public static long Samples(long ticks) => ticks / TicksPerSample;

    /// <summary>Whole units of a clock in a span of ticks.</summary>
    /// <param name="ticks">The span; of any length, as <c>now</c> may count from the machine's start.</param>
    /// <param name="clockRate">The clock in Hz.</param>
    public static long Units(long ticks, int clockRate)
    {
        var (seconds, rest) = Math.DivRem(ticks, TimeSpan.TicksPerSecond);
        return (seconds * clockRate) + (rest * clockRate / TimeSpan.TicksPerSecond);
    }

    /// <summary>The span that so many units of a clock last.</summary>
    public static TimeSpan Span(long units, int clockRate) => TimeSpan.FromTicks(units * TimeSpan.TicksPerSecond / clockRate);

    /// <summary>
    /// <paramref name="now"/> as a 64-bit NTP timestamp, which RTCP uses only for differences: a sender without wall clock
    /// may count from any origin (RFC 3550 §6.4.1).
    /// </summary>
    public static ulong ToNtp(long now)
    {
        var seconds = (ulong)(now / TimeSpan.TicksPerSecond);
        var fraction = (ulong)(now % TimeSpan.TicksPerSecond);
        return (seconds << 32) | ((fraction << 32) / (ulong)TimeSpan.TicksPerSecond);
    }
}
