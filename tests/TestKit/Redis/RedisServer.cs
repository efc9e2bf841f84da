using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;

namespace RtcCluster.TestKit.Redis;

/// <summary>A real redis-server of one test, on a free port of 127.0.0.1 with files of its own; gone when disposed.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(20);

    private readonly TempFolder _folder;
    private readonly RunningProcess _process;

    private RedisServer(TempFolder folder, RunningProcess process, int port)
    {
        _folder = folder;
        _process = process;
        Port = port;
    }

    /// <summary>Whether the program is on this machine; Debian's package is called redis-server.</summary>
    public static bool IsInstalled { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));

    public int Port { get; }

    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>Starts it and waits until it takes connections.</summary>
    public static async Task<RedisServer> StartAsync()
    {
        var folder = TempFolder.Create("redis");
        var port = FreePorts.Take();
        var process = RunningProcess.Start(Program, Program,
            ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", folder.Path, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""]);
        var server = new RedisServer(folder, process, port);
        try
        {
            await process.WaitForLineAsync("Ready to accept connections", StartPatience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>It stands still: connections stay and new ones come about, but nobody is answered.</summary>
    public void Freeze() => _process.Freeze();

    /// <summary>It goes on.</summary>
    public void Thaw() => _process.Thaw();

    public async ValueTask DisposeAsync()
    {
        _process.Thaw();
        await _process.DisposeAsync();
        _folder.Dispose();
    }
}
