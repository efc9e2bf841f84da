using System.Globalization;
using System.Text.RegularExpressions;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Rest;

namespace RtcCluster.TestKit.Nodes;

/// <summary>A cluster of several processes with real stores, as deploy/local starts it; all of it dies with the test run.</summary>
public sealed partial class LocalCluster : IAsyncDisposable
{
    // Redis, PostgreSQL, 20 silos and 10 edges have their places in it: docs/operations.md.
    private const int Ports = 100;
    private static readonly TimeSpan ReadyTime = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(100);
    private readonly TempFolder _folder;
    private readonly RunningProcess _script;

    private LocalCluster(TempFolder folder, RunningProcess script)
    {
        _folder = folder;
        _script = script;
    }

    /// <summary>The silos, by number.</summary>
    public IReadOnlyList<NodeProcess> Silos { get; private set; } = [];

    /// <summary>The edges, by number.</summary>
    public IReadOnlyList<NodeProcess> Edges { get; private set; } = [];

    /// <summary>The script, made for whoever has the sources.</summary>
    public static string Script => Repository.At("deploy", "local");

    /// <summary>Starts it and returns when every process is ready.</summary>
    /// <param name="silos">How many silos.</param>
    /// <param name="edges">How many edges.</param>
    public static async Task<LocalCluster> StartAsync(int silos, int edges)
    {
        var folder = TempFolder.Create("cluster");
        var first = FreePorts.TakeRun(Ports).ToString(CultureInfo.InvariantCulture);
        string[] arguments = [Script, "run", "--no-build", "--silos", $"{silos}", "--edges", $"{edges}", "--folder", folder.Path, "--base", first];
        var script = RunningProcess.Start("deploy/local", "bash", Repository.Configuration == "Debug" ? [.. arguments, "--debug"] : arguments);
        var cluster = new LocalCluster(folder, script);
        try
        {
            await script.WaitForLineAsync("Ctrl+C ends it", ReadyTime);
            var nodes = script.Lines.Select(Read).OfType<NodeProcess>().ToList();
            cluster.Silos = [.. nodes.Where(node => node.Sip is null)];
            cluster.Edges = [.. nodes.Where(node => node.Sip is not null)];
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A REST client of an edge, signed in as one of the demo users.</summary>
    public static Task<RestClient> SignInAsync(NodeProcess edge, string email, string password = "demo")
    {
        ArgumentNullException.ThrowIfNull(edge);
        return RestClient.SignInAsync(edge.Web, email, password);
    }

    /// <summary>The last lines of each node's log, for a failure text.</summary>
    public string Seen() => string.Join(
        Environment.NewLine,
        Silos.Concat(Edges).Select(node => $"{node.Name}: {string.Join(Environment.NewLine, File.ReadLines(_folder.At($"{node.Name}.log")).TakeLast(15))}"));

    public async ValueTask DisposeAsync()
    {
        // In order where it can: a killed PostgreSQL leaves its shared memory segment behind.
        _script.Terminate();
        try
        {
            await _script.WaitForExitAsync(StopTime);
        }
        finally
        {
            await _script.DisposeAsync();
            _folder.Dispose();
        }
    }

    private static NodeProcess? Read(string line) => NodeLine().Match(line) is { Success: true } found
        ? new NodeProcess(
            found.Groups["name"].Value,
            int.Parse(found.Groups["pid"].Value, CultureInfo.InvariantCulture),
            new Uri(new Uri(found.Groups["url"].Value), "/"),
            found.Groups["sip"] is { Success: true } sip ? sip.Value : null)
        : null;

    [GeneratedRegex(@"^\s+(?<name>(silo|edge)\d+)\s+pid (?<pid>\d+)\s+(web|health) (?<url>\S+)(\s+SIP (?<sip>\S+))?")]
    private static partial Regex NodeLine();
}
