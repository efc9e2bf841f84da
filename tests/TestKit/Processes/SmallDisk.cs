using System.Globalization;

namespace RtcCluster.TestKit.Processes;

/// <summary>A folder that is a disk of a few megabytes for one process and its children alone: a tmpfs in a mount namespace of their own.</summary>
/// <param name="megabytes">How large it is.</param>
public sealed class SmallDisk(int megabytes)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly string[] AsRoot = ["--mount"];
    private static readonly string[] AsAnybody = ["--mount", "--user", "--map-root-user"];

    // What this account may do; null where it may make no such namespace.
    private string[]? _rights;

    /// <summary>Why a test that needs it cannot run.</summary>
    public static string Missing => "this account may make no mount namespace (root may)";

    /// <summary>Whether this account may make one.</summary>
    public async Task<bool> CanBeMadeAsync()
    {
        foreach (var rights in new[] { AsRoot, AsAnybody })
        {
            await using var probe = RunningProcess.Start("unshare", "unshare", [.. rights, "sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"]);
            if (await probe.WaitForExitAsync(Patience) == 0)
            {
                _rights = rights;
                return true;
            }
        }

        return false;
    }

    /// <summary>What stands before a program so that a folder is this disk for it.</summary>
    public IReadOnlyList<string> Launcher(string folder) =>
    [
        "unshare", .. _rights!, "sh", "-c",
        $"mkdir -p \"$0\" && mount -t tmpfs -o size={megabytes.ToString(CultureInfo.InvariantCulture)}m tmpfs \"$0\" && exec setpriv --pdeathsig KILL \"$@\"", folder,
    ];

    /// <summary>What stands before a program so that it sees the disk of a process.</summary>
    public IReadOnlyList<string> Inside(RunningProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return ["nsenter", "--target", process.Id.ToString(CultureInfo.InvariantCulture), "--mount", .. _rights == AsRoot ? Array.Empty<string>() : ["--user", "--preserve-credentials"]];
    }

    /// <summary>Fills a folder of the disk, and keeps it full, until that is disposed.</summary>
    public static IDisposable Fill(RunningProcess process, string folder) => new Filler($"/proc/{process.Id}/root{Path.Combine(folder, "filler")}");

    // What the process deletes makes room again, which is taken at once.
    private sealed class Filler : IDisposable
    {
        private static readonly byte[] Page = new byte[4_096];
        private readonly FileStream _file;
        private readonly Timer _again;
        private readonly Lock _lock = new();
        private bool _disposed;

        public Filler(string path)
        {
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Delete, bufferSize: 0, FileOptions.DeleteOnClose);
            Take();
            _again = new Timer(_ => Take(), null, TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(5));
        }

        public void Dispose()
        {
            lock (_lock)
            {
                _disposed = true;
                _again.Dispose();
                _file.Dispose();
            }
        }

        private void Take()
        {
            lock (_lock)
            {
                try
                {
                    while (!_disposed)
                    {
                        _file.Write(Page);
                    }
                }
                catch (IOException)
                {
                    // It is full.
                }
            }
        }
    }
}
