using System.Globalization;
using RtcCluster.TestKit.Folders;

namespace RtcCluster.TestKit.Processes;

/// <summary>The system's clock of one process, which a test sets (libfaketime). Its monotonic clock runs on as that of a real machine does.</summary>
public sealed class FakeTime : IDisposable
{
    private readonly TempFolder _folder = TempFolder.Create("clock");

    /// <summary>A clock that stands right.</summary>
    public FakeTime() => Set(TimeSpan.Zero);

    /// <summary>Whether it can be had on this machine.</summary>
    public static bool IsInstalled => Library is not null;

    /// <summary>Why a test that needs it cannot run.</summary>
    public static string Missing => "libfaketime is not installed (Debian: apt-get install libfaketime)";

    /// <summary>What stands before a program so that it has this clock.</summary>
    public IReadOnlyList<string> Launcher =>
    [
        "env", $"LD_PRELOAD={Library}", $"FAKETIME_TIMESTAMP_FILE={File}", "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_CACHE_DURATION=1", "FAKETIME_DONT_RESET=1",
        // Times of files are the file system's; a process that compares them with its own is not what is tested.
        "NO_FAKE_STAT=1",
    ];

    // The variant for programs with threads.
    private static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateFiles("/usr/lib", "libfaketimeMT.so.1", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2 }).FirstOrDefault()
        : null;

    private string File => _folder.At("offset");

    /// <summary>Sets the clock; the process sees it within a second.</summary>
    /// <param name="ahead">How far it is ahead of the right time.</param>
    public void Set(TimeSpan ahead)
    {
        // Never half a line: the library reads whenever it likes.
        System.IO.File.WriteAllText(File + ".new", string.Create(CultureInfo.InvariantCulture, $"{(ahead < TimeSpan.Zero ? "-" : "+")}{ahead.Duration().TotalSeconds:0}\n"));
        System.IO.File.Move(File + ".new", File, overwrite: true);
    }

    public void Dispose() => _folder.Dispose();
}
