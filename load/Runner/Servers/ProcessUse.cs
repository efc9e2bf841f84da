using System.Globalization;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>What a process has used and holds, from the kernel's own tables.</summary>
/// <param name="ProcessorSeconds">Processor time until now, in user and kernel mode.</param>
/// <param name="ResidentMegabytes">Memory now, MB of 2^20 bytes.</param>
/// <param name="Threads">Threads now.</param>
internal readonly record struct ProcessUse(double ProcessorSeconds, double ResidentMegabytes, int Threads)
{
    private const double TicksPerSecond = 100; // USER_HZ of Linux on every architecture that .NET runs on
    private const int PageBytes = 4_096;
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int ThreadCount = 17;
    private const int ResidentPages = 21;

    /// <summary>Of a process; null when it is gone.</summary>
    public static ProcessUse? Of(int processId)
    {
        try
        {
            // pid (name) state …: the name may hold spaces, so fields are counted from its bracket. proc_pid_stat(5).
            var line = File.ReadAllText($"/proc/{processId}/stat");
            var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcessUse((Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond, Number(fields[ResidentPages]) * PageBytes / (1 << 20), (int)Number(fields[ThreadCount]));
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
