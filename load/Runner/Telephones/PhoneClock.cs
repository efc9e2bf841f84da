using System.Diagnostics;

namespace RtcCluster.Load.Runner.Telephones;

/// <summary>The clock of all telephones of a run.</summary>
internal static class PhoneClock
{
    /// <summary>Ticks of 100 ns of the machine's monotonic clock.</summary>
    public static long Now => Stopwatch.GetElapsedTime(0).Ticks;
}
