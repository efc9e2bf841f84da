using System.Diagnostics;
using System.Text;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>How a process of a cluster of ours was started, so that one that is killed can be started again in the same way, as a service manager does.</summary>
internal sealed class NodeLaunch
{
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly ClusterNode _node;
    private readonly string[] _command;
    private readonly string _folder;
    private readonly Dictionary<string, string> _environment;

    /// <summary>Reads it of a process that lives.</summary>
    public NodeLaunch(ClusterNode node)
    {
        _node = node;
        _command = Read("cmdline");
        _environment = Read("environ").Select(static variable => variable.Split('=', 2)).Where(static pair => pair.Length == 2).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        _folder = new FileInfo($"/proc/{node.ProcessId}/cwd").LinkTarget ?? "/";
    }

    /// <summary>A variable of its environment; empty when it has none of the name.</summary>
    public string Variable(string name) => _environment.GetValueOrDefault(name) ?? "";

    /// <summary>Starts it again, and waits until it is ready; it dies with this process.</summary>
    public async Task<ClusterNode> StartAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() => Run(started)) { IsBackground = true, Name = _node.Name }.Start();
        var process = await started.Task.WaitAsync(ct);
        using var http = new HttpClient { BaseAddress = _node.Web, Timeout = ReadyTime };
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < ReadyTime; await Task.Delay(Look, ct))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"{_node.Name} ended with code {process.ExitCode} while it started again.");
            }

            try
            {
                using var answer = await http.GetAsync(new Uri("healthz/ready", UriKind.Relative), ct);
                if (answer.IsSuccessStatusCode)
                {
                    return _node with { ProcessId = process.Id };
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }

        throw new TimeoutException($"{_node.Name} was not ready within {ReadyTime.TotalSeconds:0} s.");
    }

    private string[] Read(string file) => Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{_node.ProcessId}/{file}")).Split('\0', StringSplitOptions.RemoveEmptyEntries);

    // The kernel ends a process with the thread that made it, so this one lives as long.
    private void Run(TaskCompletionSource<Process> started)
    {
        try
        {
            var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", .. _command]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = _folder };
            info.Environment.Clear();
            foreach (var (name, value) in _environment)
            {
                info.Environment[name] = value;
            }

            var process = Process.Start(info) ?? throw new InvalidOperationException($"{_node.Name} was not started again.");
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
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
}
