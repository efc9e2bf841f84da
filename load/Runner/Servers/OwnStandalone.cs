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
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly string _folder = Directory.CreateTempSubdirectory("rtc-load-").FullName;
    private readonly TaskCompletionSource<Process> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IPAddress _address;
    private readonly IReadOnlyList<string> _more;
    private readonly int? _processor;

    private OwnStandalone(IReadOnlyList<string> more, int? processor)
    {
        (_more, _processor) = (more, processor);
        _address = new IPAddress([127, 77, (byte)(Environment.ProcessId >> 8), (byte)Environment.ProcessId]);
        new Thread(Keep) { IsBackground = true, Name = "standalone" }.Start();
    }

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="more">More configuration arguments.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="processor">The one processor that it may use; null for all.</param>
    public static async Task<(OwnStandalone Keeper, Server Server)> StartAsync(IReadOnlyList<string> more, CancellationToken ct, int? processor = null)
    {
        var keeper = new OwnStandalone(more, processor);
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
        try
        {
            if (!File.Exists(Program))
            {
                throw new FileNotFoundException($"{Program} is not there: dotnet build -c {SourceTree.Configuration} src/Standalone makes it, --target does without.");
            }

            var process = Process.Start(StartInfo()) ?? throw new InvalidOperationException("Standalone was not started.");
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            _started.SetResult(process);
            process.WaitForExit();
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            _started.TrySetException(e);
        }
    }

    private ProcessStartInfo StartInfo()
    {
        var hasSetpriv = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(static folder => File.Exists(Path.Combine(folder, "setpriv")));
        string[] command =
        [
            .. hasSetpriv ? ["setpriv", "--pdeathsig", "KILL"] : Array.Empty<string>(),
            .. _processor is { } only ? ["taskset", "-c", only.ToString(CultureInfo.InvariantCulture)] : Array.Empty<string>(),
            "dotnet", "exec", Program,
            "--Web:Url", $"http://{_address}:8080",
            "--Sip:Udp", $"{_address}:5060", "--Sip:Tcp", $"{_address}:5060", "--Sip:Tls", $"{_address}:5061",
            "--Media:Address", $"{_address}",
            "--Cluster:SiloPort", FreePort().ToString(CultureInfo.InvariantCulture),
            "--Data:Path", Path.Combine(_folder, "data"),
            .. _more,
        ];
        return new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = _folder,
        };
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
        var web = new Uri($"http://{_address}:8080/");
        using var http = new HttpClient { BaseAddress = web, Timeout = ReadyTime };
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < ReadyTime; await Task.Delay(Look, ct))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"Standalone ended with code {process.ExitCode} while it started.");
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

        throw new TimeoutException($"Standalone was not ready within {ReadyTime.TotalSeconds:0} s.");
    }
}
