using System.Collections.Immutable;
using System.Runtime.InteropServices;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>Binds threads to processors, each to one in turn; nowhere but on Linux.</summary>
/// <param name="processors">The processors; none for threads that may run wherever the process may.</param>
internal sealed unsafe partial class ThreadPlace(ImmutableArray<int> processors)
{
    private const int BytesOfSet = (ProcessorList.Last + 1) / 8;

    /// <summary>Wherever the process may.</summary>
    public static ThreadPlace Any { get; } = new([]);

    /// <summary>The place of a list of <see cref="ProcessorList"/>.</summary>
    public static ThreadPlace Of(string processors) => ProcessorList.TryParse(processors, out var list) && list.Length > 0 ? new ThreadPlace(list) : Any;

    /// <summary>Binds the calling thread, the n-th of its kind.</summary>
    /// <exception cref="InvalidOperationException">The process may not run there.</exception>
    public void Take(int number)
    {
        if (processors.Length == 0 || !OperatingSystem.IsLinux())
        {
            return;
        }

        var processor = processors[number % processors.Length];
        var set = stackalloc byte[BytesOfSet];
        new Span<byte>(set, BytesOfSet).Clear();
        set[processor / 8] = (byte)(1 << (processor % 8));
        if (SetAffinity(0, BytesOfSet, set) != 0)
        {
            throw new InvalidOperationException($"A thread cannot be bound to processor {processor}: the process may not run there, or there is none.");
        }
    }

    // Of the calling thread when the first argument is 0. sched_setaffinity(2).
    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int thread, nint length, byte* set);
}
