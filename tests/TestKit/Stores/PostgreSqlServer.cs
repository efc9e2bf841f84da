using System.Globalization;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.TestKit.Stores;

/// <summary>A real PostgreSQL of one test run, on a free port of 127.0.0.1 with data of its own; gone when disposed.</summary>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    // PostgreSQL refuses to run as root; Debian's package makes this account for it.
    private const string Account = "postgres";
    private const string SuperUser = "rtc";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly string? Binaries = FindBinaries();

    private readonly TempFolder _folder;
    private readonly string _data;
    private RunningProcess? _process;
    private int _databases;

    private PostgreSqlServer(TempFolder folder, int port)
    {
        _folder = folder;
        _data = folder.At("data");
        Port = port;
    }

    /// <summary>Whether the server is on this machine; Debian's package is called postgresql.</summary>
    public static bool IsInstalled => Binaries is not null;

    public int Port { get; }

    /// <summary>Makes a cluster of databases and waits until it takes connections.</summary>
    public static async Task<PostgreSqlServer> StartAsync()
    {
        var server = new PostgreSqlServer(TempFolder.Create("postgres"), FreePorts.Take());
        try
        {
            await server.InitializeAsync();
            await server.RunAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Connects to a database that does not exist yet: who migrates it makes it. Idle connections go soon: a run has hundreds of databases, each with a pool.</summary>
    public string NewDatabase()
    {
        var number = Interlocked.Increment(ref _databases);
        return string.Create(
            CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Username={SuperUser};Database=test{number};Maximum Pool Size=40;Connection Idle Lifetime=5;Connection Pruning Interval=2;Timeout=15;Command Timeout=20");
    }

    /// <summary>Takes the server away as a crash does: connections break at once, what was committed stays.</summary>
    public async Task CrashAsync()
    {
        await EndAsync("immediate");
        await _process!.DisposeAsync();
        _process = null;
    }

    /// <summary>It stands still, with the processes that serve its connections: those stay and new ones come about, but nobody is answered.</summary>
    public void Freeze() => _process!.Freeze();

    /// <summary>It goes on.</summary>
    public void Thaw() => _process!.Thaw();

    /// <summary>Brings it back on the same port and data.</summary>
    public async Task RunAsync()
    {
        _process = Start("postgres", "postgres",
            "-D", _data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=",
            "-c", "max_connections=500", "-c", "fsync=off");
        await _process.WaitForLineAsync("database system is ready to accept connections", Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            // In order where it can: a killed server leaves its shared memory segment behind.
            await EndAsync("fast");
            await _process.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static string? FindBinaries()
    {
        // Debian keeps them by version and off the PATH.
        var versions = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        var folders = versions.OrderByDescending(folder => double.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator));
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
    }

    private async Task InitializeAsync()
    {
        if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess)
        {
            // The temporary folder is root's alone; the account must be able to walk through it to its own.
            File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);
            await CompleteAsync(RunningProcess.Start("install", "install", ["-d", "-o", Account, "-g", Account, "-m", "700", _data]));
        }

        await CompleteAsync(Start("initdb", "initdb", "-D", _data, "-U", SuperUser, "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync"));
    }

    private async Task EndAsync(string mode)
    {
        await CompleteAsync(Start("pg_ctl", "pg_ctl", "stop", "-D", _data, "-m", mode, "-w", "-t", "30"));
        await _process!.WaitForExitAsync(Patience);
    }

    private static RunningProcess Start(string name, string binary, params string[] arguments)
    {
        var program = Path.Combine(Binaries!, binary);
        return Environment.IsPrivilegedProcess
            // The kernel forgets the parent-death signal when the user changes, so it is asked for again behind the change.
            ? RunningProcess.Start(name, "setpriv", [$"--reuid={Account}", $"--regid={Account}", "--init-groups", "--pdeathsig", "KILL", program, .. arguments], "/")
            : RunningProcess.Start(name, program, arguments);
    }

    private static async Task CompleteAsync(RunningProcess process)
    {
        await using (process)
        {
            var code = await process.WaitForExitAsync(Patience);
            if (code != 0)
            {
                throw new InvalidOperationException($"{process.Name} ended with {code}. {process.Tail()}");
            }
        }
    }
}
