using System.Globalization;
using System.Runtime.InteropServices;

namespace RtcCluster.Load.Runner.Compare;

/// <summary>Where processes of a comparison run: the server on one processor, the load on another.</summary>
internal static unsafe partial class Pinning
{
    private const int BytesOfSet = 128; // cpu_set_t of glibc: 1,024 processors

    // Its own session has its own share of the processor, a large one: with the kernel's groups per session a nice value alone does not reach across sessions. The pid stays.
    private const string Favoured = "echo -17 > /proc/self/autogroup 2>/dev/null; exec nice -n -15 taskset -c \"$0\" \"$@\"";

    /// <summary>What is put before a command so that it runs on one processor and is disturbed by others as little as can be.</summary>
    public static IReadOnlyList<string> Before(int processor) => ["setsid", "bash", "-c", Favoured, processor.ToString(CultureInfo.InvariantCulture)];

    /// <summary>Binds every thread of this process, and those that they begin, to one processor.</summary>
    /// <exception cref="InvalidOperationException">The process may not run there.</exception>
    public static void BindOwn(int processor)
    {
        var set = stackalloc byte[BytesOfSet];
        new Span<byte>(set, BytesOfSet).Clear();
        set[processor / 8] = (byte)(1 << (processor % 8));
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (SetAffinity(int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), BytesOfSet, set) != 0 && Directory.Exists(thread))
            {
                throw new InvalidOperationException($"The generator cannot be bound to processor {processor}.");
            }
        }

        if (NewSession() > 0)
        {
            TryFavour();
        }
    }

    private static void TryFavour()
    {
        try
        {
            File.WriteAllText("/proc/self/autogroup", "-17");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not root, or a kernel without groups: the report says how busy the machine was.
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint length, byte* set);

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    private static partial int NewSession();
}
