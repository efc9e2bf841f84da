using System.Globalization;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>What the whole machine does, whoever does it.</summary>
internal static class Machine
{
    private const double TicksPerSecond = 100;

    // user nice system idle iowait irq softirq steal: what is neither idle nor waiting nor another guest's. proc_stat(5).
    private static readonly int[] Busy = [1, 2, 3, 6, 7];

    /// <summary>Processor seconds until now of everybody.</summary>
    public static double BusySeconds
    {
        get
        {
            var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return Busy.Sum(number => double.Parse(fields[number], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Load averages of 1, 5 and 15 minutes.</summary>
    public static string LoadAverage => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);
}
