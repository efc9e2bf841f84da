using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>A cluster of the run's own, as deploy/local starts it: real stores, silos and edges as processes, which die with this one.</summary>
/// <remarks>The script is started from a thread that lives as long as it does: the kernel ends it with the thread that made it.</remarks>
internal sealed partial class OwnCluster : IAsyncDisposable
{
    private const string Ready = "Ctrl+C ends it";
    private const int Ports = 100;
    private const int FirstPort = 11_000;
    private const int LastPort = 19_900;
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Answer = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(100);

    private readonly string _folder = Directory.CreateTempSubdirectory("rtc-lab-").FullName;
    private readonly TaskCompletionSource<Process> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ClusterNode> _nodes = [];
    private readonly Lock _gate = new();
    private readonly int _base = FreeBlock();
    private readonly List<string> _said = [];
    private readonly int _silos;
    private readonly int _edges;
    private readonly string? _programs;
    private readonly string? _places;
    private readonly IPAddress? _sharedSip;
    private readonly int? _processor;
    private bool _kept;

    private OwnCluster(int silos, int edges, string? programs, string? places, IPAddress? sharedSip, int? processor)
    {
        (_silos, _edges, _programs, _sharedSip, _processor) = (silos, edges, programs, sharedSip, processor);
        if (places is not null)
        {
            _places = Path.Combine(_folder, "places");
            File.WriteAllText(_places, places);
        }

        new Thread(Run) { IsBackground = true, Name = "cluster" }.Start();
    }

    /// <summary>Leaves data and logs where they are when it ends.</summary>
    /// <returns>The folder.</returns>
    public string Keep()
    {
        _kept = true;
        return _folder;
    }

    /// <summary>What a node has written into its log by now.</summary>
    public string LogOf(string node)
    {
        using var log = new StreamReader(new FileStream(Path.Combine(_folder, $"{node}.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return log.ReadToEnd();
    }

    /// <summary>The process that all others are children of, stores too.</summary>
    public int ProcessId => _started.Task.Result.Id;

    /// <summary>The edges, by number.</summary>
    public IReadOnlyList<ClusterNode> Edges => Nodes(static node => node.IsEdge);

    /// <summary>The silos, by number.</summary>
    public IReadOnlyList<ClusterNode> Silos => Nodes(static node => !node.IsEdge);

    /// <summary>Starts one and waits until every process is ready.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="edges">How many edges.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="programs">Folder that the programs were published to; null for this build.</param>
    /// <param name="places">Where nodes are that are not here, as <c>deploy/local --places</c> reads it; null: all are at 127.0.0.1.</param>
    /// <param name="sharedSip">The signalling address that all edges listen at; null when each has its own.</param>
    /// <param name="processor">The processor that all of it runs on, stores too, disturbed by others as little as can be; null for all.</param>
    public static async Task<OwnCluster> StartAsync(int silos, int edges, CancellationToken ct, string? programs = null, string? places = null, IPAddress? sharedSip = null, int? processor = null)
    {
        var cluster = new OwnCluster(silos, edges, programs, places, sharedSip, processor);
        try
        {
            await cluster._ready.Task.WaitAsync(ReadyTime, ct);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>kill -9, and waits until the process is gone.</summary>
    public static async Task KillAsync(ClusterNode node)
    {
        using var process = Process.GetProcessById(node.ProcessId);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Starts a node that was killed again, as whoever watches it would, and waits until it is ready.</summary>
    /// <param name="node">The node.</param>
    /// <param name="ct">Gives up.</param>
    /// <param name="programs">Folder of the programs to start; null for this build.</param>
    /// <returns>The node, with its new process.</returns>
    /// <exception cref="InvalidOperationException">It has ended while it started.</exception>
    public async Task<ClusterNode> StartAgainAsync(ClusterNode node, CancellationToken ct, string? programs = null)
    {
        var process = await Held.StartAsync(StartInfo(["setpriv", "--pdeathsig", "KILL", "bash", Script, "node", node.Name, .. Options(programs)]));
        var again = node with { ProcessId = process.Id };
        using var http = new HttpClient { BaseAddress = node.Web, Timeout = Answer };
        for (var since = Stopwatch.GetTimestamp(); !await IsReadyAsync(http, ct); await Task.Delay(Look, ct))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(since) > ReadyTime)
            {
                throw new InvalidOperationException($"{node.Name} was killed and has not started again: its log is {Path.Combine(_folder, $"{node.Name}.log")}.");
            }
        }

        lock (_gate)
        {
            _nodes[_nodes.FindIndex(one => one.Name == node.Name)] = again;
        }

        return again;
    }

    /// <summary>Runs a command of the silo's program on the cluster's stores, such as <c>ledger verify</c>.</summary>
    /// <returns>The exit code, and what it said.</returns>
    public async Task<(int ExitCode, string Output)> AdministerAsync(IReadOnlyList<string> command, CancellationToken ct)
    {
        var program = Path.Combine(SourceTree.Root, "src", "Silo", "bin", SourceTree.Configuration, "net10.0", "RtcCluster.Silo.dll");
        string[] stores =
        [
            "--Database:ConnectionString", string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_base + 1};Username=rtc;Database=rtccluster"),
            "--Data:Path", Path.Combine(_folder, "administration"), "--Data:SharedPath", Path.Combine(_folder, "shared"),
        ];
        using var process = Process.Start(StartInfo(["dotnet", "exec", program, .. command, .. stores])) ?? throw new InvalidOperationException($"{program} was not started.");
        var errors = process.StandardError.ReadToEndAsync(ct);
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return (process.ExitCode, output + await errors);
    }

    /// <summary>Takes a store away.</summary>
    /// <param name="store">redis or postgres.</param>
    /// <param name="freeze">It stands still (SIGSTOP) instead of being killed.</param>
    /// <param name="ct">Gives up.</param>
    public Task StopStoreAsync(string store, bool freeze, CancellationToken ct) => OrderAsync(["store", "stop", store, freeze ? "--freeze" : "--kill"], ct);

    /// <summary>Brings a store back on the same data, and waits until it takes connections.</summary>
    public Task StartStoreAsync(string store, CancellationToken ct) => OrderAsync(["store", "start", store], ct);

    /// <summary>SIGTERM, and waits until the process is gone.</summary>
    public static async Task StopAsync(ClusterNode node)
    {
        using var process = Process.GetProcessById(node.ProcessId);
        _ = Voice.LinuxNative.Kill(node.ProcessId, Voice.LinuxNative.SigTerm);
        await process.WaitForExitAsync();
    }

    /// <summary>Stops a node by SIGTERM, starts it again with the same settings, and waits until it is ready.</summary>
    /// <param name="node">The node.</param>
    /// <param name="programs">Folder of the programs to start; null for this build.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<ClusterNode> RestartAsync(ClusterNode node, string? programs, CancellationToken ct)
    {
        await StopAsync(node).WaitAsync(StopTime, ct);
        return await StartAgainAsync(node, ct, programs);
    }

    /// <summary>Names of the states that the store has of one kind of grain, such as <c>call</c>.</summary>
    public async Task<IReadOnlyList<string>> StatesAsync(string kind, CancellationToken ct)
    {
        var port = _base.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(StartInfo(["redis-cli", "-p", port, "--scan", "--pattern", $"*/state/{kind}/*"])) ?? throw new InvalidOperationException("redis-cli was not started.");
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
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

        if (!_kept)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static int FreeBlock()
    {
        var first = FirstPort + (Environment.ProcessId % ((LastPort - FirstPort) / Ports) * Ports);
        for (var tried = FirstPort; tried < LastPort; tried += Ports, first = first + Ports < LastPort ? first + Ports : FirstPort)
        {
            if (Enumerable.Range(first, Ports).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException($"No {Ports} neighbouring ports are free on 127.0.0.1.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            // Taken: an answer, not a failure.
            return false;
        }
    }

    private async Task OrderAsync(IReadOnlyList<string> order, CancellationToken ct)
    {
        var info = new ProcessStartInfo("bash", [Script, .. order, "--folder", _folder]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = _folder };
        using var process = Process.Start(info) ?? throw new InvalidOperationException("deploy/local was not started.");
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"deploy/local {string.Join(' ', order)} ended with {process.ExitCode}: {string.Concat(said)}");
        }
    }

    private void Run()
    {
        try
        {
            var process = Process.Start(StartInfo(["setpriv", "--pdeathsig", "KILL", .. _processor is { } only ? Compare.Pinning.Before(only) : [], "bash", Script, "run", .. Options(_programs)])) ?? throw new InvalidOperationException("deploy/local was not started.");
            process.OutputDataReceived += (_, line) => Take(line.Data);
            process.ErrorDataReceived += (_, line) => Take(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            _started.SetResult(process);
            process.WaitForExit();
            _ready.TrySetException(new InvalidOperationException($"deploy/local ended with {process.ExitCode}: {string.Join(Environment.NewLine, _said)}"));
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            _started.TrySetException(e);
            _ready.TrySetException(e);
        }
    }

    private static string Script => Path.Combine(SourceTree.Root, "deploy", "local");

    private string[] Options(string? programs) =>
    [
        "--no-build", "--silos", _silos.ToString(CultureInfo.InvariantCulture), "--edges", _edges.ToString(CultureInfo.InvariantCulture),
        "--folder", _folder, "--base", _base.ToString(CultureInfo.InvariantCulture), .. SourceTree.Configuration == "Debug" ? ["--debug"] : Array.Empty<string>(),
        .. programs is null ? Array.Empty<string>() : ["--programs", programs], .. _places is null ? Array.Empty<string>() : ["--places", _places],
        .. _sharedSip is null ? Array.Empty<string>() : ["--shared-sip", _sharedSip.ToString()],
    ];

    private ProcessStartInfo StartInfo(string[] command) => new(command[0], command[1..])
    {
        RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false, WorkingDirectory = _folder,
    };

    private List<ClusterNode> Nodes(Func<ClusterNode, bool> which)
    {
        lock (_gate)
        {
            return [.. _nodes.Where(which)];
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, CancellationToken ct)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri("healthz/ready", UriKind.Relative), ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            // It does not listen yet, or is too busy to answer.
            return false;
        }
    }

    // Lines come one after the other, and the last of them makes them readable to others.
    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _said.Add(line);
        if (NodeLine().Match(line) is { Success: true } found)
        {
            var node = new ClusterNode(
                found.Groups["name"].Value,
                int.Parse(found.Groups["pid"].Value, CultureInfo.InvariantCulture),
                new Uri(new Uri(found.Groups["url"].Value), "/"),
                found.Groups["sip"] is { Success: true, Value: var sip } ? IPEndPoint.Parse(sip) : null);
            lock (_gate)
            {
                _nodes.Add(node);
            }
        }
        else if (line.Contains(Ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }

    [GeneratedRegex(@"^\s+(?<name>(silo|edge)\d+)\s+pid (?<pid>\d+)\s+(web|health) (?<url>\S+)(\s+SIP (?<sip>[\d.:]+))?")]
    private static partial Regex NodeLine();
}
