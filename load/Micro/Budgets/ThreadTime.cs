using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RtcCluster.Load.Micro.Budgets;

/// <summary>The processor time that this thread has used, so that other processes on the machine do not count.</summary>
internal static partial class ThreadTime
{
    private const int ThreadCpuClock = 3;

    /// <summary>Nanoseconds since some instant. Where there is no such clock (not Linux) it is the time of day that passes.</summary>
    public static long Now() =>
        OperatingSystem.IsLinux() && GetTime(ThreadCpuClock, out var time) == 0
            ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
            : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
