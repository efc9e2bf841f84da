using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>A Standalone of the run's own: a process with its own address on 127/8, its own data, and an end in order.</summary>
/// <remarks>
/// An own address leaves all ports at their defaults and never meets a demo that runs beside it. The process is started through setpriv, when that is
/// there, from a thread that lives as long as the process: it dies with this one even when this one is killed.
/// </remarks>
internal sealed class OwnStandalone : IAsyncDisposable
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(35);
    private const int LastLines = 12;
    private const int MostFailedStarts = 3;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    // The room for young objects, in bytes (hexadecimal): the collector sizes it by the processor's cache, which several processes share here.
    private const string YoungObjects = "DOTNET_GCgen0size";
    private const string YoungObjectsSize = "0x4000000";

    private readonly string _folder = Directory.CreateTempSubdirectory("rtc-load-").FullName;
    private readonly ConcurrentQueue<string> _said = new();
    private readonly IReadOnlyList<string> _more;
    private readonly int? _processor;
    private readonly bool _isFavoured;
    private readonly int _siloPort = FreePort();
    private TaskCompletionSource<Process> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OwnStandalone(IReadOnlyList<string> more, int? processor, bool isFavoured)
    {
        (_more, _processor, _isFavoured) = (more, processor, isFavoured);
        Address = new IPAddress([127, 77, (byte)(Environment.ProcessId >> 8), (byte)Environment.ProcessId]);
        new Thread(Keep) { IsBackground = true, Name = "standalone" }.Start();
    }

    /// <summary>Its own address; SIP is at 5060.</summary>
    public IPAddress Address { get; }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="more">More configuration arguments.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="processor">The one processor that it may use; null for all.</param>
    /// <param name="isFavoured">Whether others on the machine are to disturb it as little as can be; with a processor of its own.</param>
    public static async Task<(OwnStandalone Keeper, Server Server)> StartAsync(IReadOnlyList<string> more, CancellationToken ct, int? processor = null, bool isFavoured = false)
    {
        var keeper = new OwnStandalone(more, processor, isFavoured);
        try
        {
            return (keeper, await keeper.WaitAsync(ct));
        }
        catch
        {
            await keeper.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its exit code when it has ended by itself; null while it runs.</summary>
    public int? ExitCode => _started.Task is { IsCompletedSuccessfully: true, Result: { HasExited: true } process } ? process.ExitCode : null;

    /// <summary>What it said last.</summary>
    public string LastWords => string.Join(" / ", _said);

    /// <summary>Its data.</summary>
    public string DataPath => Path.Combine(_folder, "data");

    /// <summary>Runs a command of the program on the same data; returns its exit code and what it said.</summary>
    public Task<(int ExitCode, string Output)> RunAsync(IReadOnlyList<string> command, CancellationToken ct) => AdministerAsync([.. command, "--Data:Path", DataPath, .. _more], _folder, ct);

    /// <summary>Runs a command of the program in a folder, with what settings it is given; returns its exit code and what it said.</summary>
    public static async Task<(int ExitCode, string Output)> AdministerAsync(IReadOnlyList<string> command, string folder, CancellationToken ct)
    {
        var info = new ProcessStartInfo("dotnet", ["exec", Program, .. command]) { RedirectStandardOutput = true, UseShellExecute = false, WorkingDirectory = folder };
        using var process = Process.Start(info) ?? throw new InvalidOperationException("The command was not started.");
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, output);
    }

    /// <summary>Kills it (kill -9): nothing is told, nothing is written.</summary>
    public async Task KillAsync()
    {
        var process = await _started.Task;
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts that came to nothing and were made again, as a service manager would: on a machine that stands still for seconds an edge loses its lease, and ends.</summary>
    public int FailedStarts { get; private set; }

    /// <summary>Starts it again after it was killed, at the same address and on the same data, and waits until it is ready.</summary>
    public async Task<Server> RestartAsync(CancellationToken ct)
    {
        while (true)
        {
            _started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
            new Thread(Keep) { IsBackground = true, Name = "standalone" }.Start();
            try
            {
                return await WaitAsync(ct);
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException && FailedStarts < MostFailedStarts)
            {
                FailedStarts++;
                await Console.Error.WriteLineAsync(e.Message);
                if (ExitCode is null)
                {
                    await KillAsync();
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (await _started.Task.ContinueWith(static started => started.IsCompletedSuccessfully ? started.Result : null, TaskScheduler.Default) is { } process)
        {
            if (!process.HasExited)
            {
                _ = Voice.LinuxNative.Kill(process.Id, Voice.LinuxNative.SigTerm);
                try
                {
                    await process.WaitForExitAsync().WaitAsync(StopTime);
                }
                catch (TimeoutException)
                {
                    process.Kill();
                }
            }

            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string Program => Path.Combine(
        SourceTree.Root, "src", "Standalone", "bin", SourceTree.Configuration, "net10.0", "RtcCluster.Standalone.dll");

    private void Keep()
    {
        var started = _started;
        try
        {
            if (!File.Exists(Program))
            {
                throw new FileNotFoundException($"{Program} is not there: dotnet build -c {SourceTree.Configuration} src/Standalone makes it, --target does without.");
            }

            var process = Process.Start(StartInfo()) ?? throw new InvalidOperationException("Standalone was not started.");
            process.OutputDataReceived += (_, line) => Remember(line.Data);
            process.ErrorDataReceived += static (_, line) =>
            {
                // The last is null: the process has ended.
                if (line.Data is { } text)
                {
                    Console.Error.WriteLine(text);
                }
            };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            started.SetResult(process);
            process.WaitForExit();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            started.TrySetException(e);
        }
    }

    private void Remember(string? line)
    {
        _said.Enqueue(line ?? "");
        while (_said.Count > LastLines)
        {
            _said.TryDequeue(out _);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var hasSetpriv = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static folder => File.Exists(Path.Combine(folder, "setpriv")));
        string[] command =
        [
            .. hasSetpriv ? ["setpriv", "--pdeathsig", "KILL"] : Array.Empty<string>(),
            .. _processor is { } favoured && _isFavoured ? Compare.Pinning.Before(favoured) : _processor is { } only ? ["taskset", "-c", only.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            "dotnet", "exec", Program,
            "--Web:Url", $"http://{Address}:8080",
            "--Sip:Udp", $"{Address}:5060", "--Sip:Tcp", $"{Address}:5060", "--Sip:Tls", $"{Address}:5061",
            "--Media:Address", $"{Address}",
            "--Cluster:SiloPort", _siloPort.ToString(CultureInfo.InvariantCulture),
            "--Data:Path", DataPath,
            .. _more,
        ];
        var info = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = _folder,
        };
        // As docs/operations.md advises for a node that carries load; what the caller has set stays.
        info.Environment.TryAdd(YoungObjects, YoungObjectsSize);
        return info;
    }

    // Members find each other at Cluster:Address, which this does not change.
    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private async Task<Server> WaitAsync(CancellationToken ct)
    {
        var process = await _started.Task.WaitAsync(ct);
        var web = new Uri($"http://{Address}:8080/");
        using var http = new HttpClient { BaseAddress = web, Timeout = ReadyTime };
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < ReadyTime; await Task.Delay(Look, ct))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Standalone ended with code {process.ExitCode} while it started. It said last: {LastWords}");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri("healthz/ready", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode)
                {
                    return new Server(web, process.Id);
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new TimeoutException($"Standalone was not ready within {ReadyTime.TotalSeconds:0} s. It said last: {LastWords}");
    }
}
