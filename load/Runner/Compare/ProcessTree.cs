using System.Globalization;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>A process and all that it started: a server may be several.</summary>
internal static class ProcessTree
{
    private const double TicksPerSecond = 100; // USER_HZ of Linux on every architecture that .NET runs on
    private const int PageKilobytes = 4;
    private const int Parent = 1;
    private const int UserTime = 11;
    private const int SystemTime = 12;
    private const int ResidentPages = 21;

    /// <summary>Processor seconds until now, and resident memory in MB of 2^20 bytes, of them all.</summary>
    public static (double Seconds, double Megabytes) Of(int root)
    {
        var all = Read();
        var (seconds, pages) = (0.0, 0.0);
        var found = new Queue<int>([root]);
        while (found.TryDequeue(out var id))
        {
            if (all.TryGetValue(id, out var one))
            {
                seconds += one.Seconds;
                pages += one.Pages;
            }

            foreach (var (child, _) in all.Where(pair => pair.Value.Parent == id))
            {
                found.Enqueue(child);
            }
        }

        return (seconds, pages * PageKilobytes / 1_024);
    }

    private static Dictionary<int, (int Parent, double Seconds, double Pages)> Read()
    {
        var all = new Dictionary<int, (int, double, double)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                continue;
            }

            try
            {
                // pid (name) state …: the name may hold spaces, so fields are counted from its bracket. proc_pid_stat(5).
                var line = File.ReadAllText(Path.Combine(folder, "stat"));
                var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
                all[id] = ((int)Number(fields[Parent]), (Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond, Number(fields[ResidentPages]));
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return all;
    }

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);
}
