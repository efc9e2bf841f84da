using System.Globalization;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>What the whole machine does, whoever does it.</summary>
internal static class Machine
{
    private const double TicksPerSecond = 100;

    // user nice system idle iowait irq softirq steal: what is neither idle nor waiting nor another guest's. proc_stat(5).
    private static readonly int[] Busy = [1, 2, 3, 6, 7];
    private static readonly int[] Stolen = [8];

    /// <summary>Processor seconds until now of everybody.</summary>
    public static double BusySeconds => Seconds(Busy);

    /// <summary>Processor seconds until now in which the host ran somebody else although a thread here was ready.</summary>
    public static double StolenSeconds => Seconds(Stolen);

    /// <summary>Load averages of 1, 5 and 15 minutes.</summary>
    public static string LoadAverage => string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ')[..3]);

    private static double Seconds(int[] numbers)
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return numbers.Sum(number => double.Parse(fields[number], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
