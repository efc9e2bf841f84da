using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace RtcCluster.Load.Runner.Lab.Networks;

/// <summary>
/// A network of the lab's own, in which nobody else is: a machine for each edge, one for all other members, the stores and whoever talks, and a house behind a router that translates addresses.
/// </summary>
/// <remarks>
/// <code>
///   NAME-core  10.77.0.1  ─┬─ NAME-edge1  10.77.0.11
///                          ├─ NAME-edge2  10.77.0.12 …
///                          └─ NAME-nat    10.77.0.50 │ 192.168.77.1 ── NAME-home  192.168.77.2
/// </code>
/// All of it is in network namespaces, which need root, and the machine's own network is not touched. The process that makes it runs the lab as a child in NAME-core, and deletes everything when that has ended;
/// what one has left that was killed itself, the next one deletes: the name carries the process id.
/// </remarks>
internal sealed partial class LabNetwork : IDisposable
{
    /// <summary>The variable that tells the child in which network it is.</summary>
    private const string Variable = "RTC_LAB_NETWORK";

    private const string Prefix = "rtc-lab-edges-";
    private const string Folder = "/run/netns";
    private static readonly string[] Programs = ["/usr/sbin/ip", "/usr/bin/nsenter", "/usr/sbin/nft"];

    private LabNetwork(string name) => Name = name;

    /// <summary>Where the lab is, and everything but the edges.</summary>
    public static IPAddress Core { get; } = IPAddress.Parse("10.77.0.1");

    /// <summary>The address that edges can share.</summary>
    public static IPAddress Shared { get; } = IPAddress.Parse("10.77.0.100");

    /// <summary>Where telephones behind the router are.</summary>
    public static IPAddress Home { get; } = IPAddress.Parse("192.168.77.2");

    /// <summary>The network that this process is in; null when it is in none.</summary>
    public static LabNetwork? Here { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name ? new LabNetwork(name) : null;

    /// <summary>What the names of its namespaces begin with.</summary>
    public string Name { get; }

    /// <summary>The namespace of the telephones behind the router.</summary>
    public string HomeNamespace => $"{Name}-home";

    /// <summary>Why no network can be made here; null when it can.</summary>
    public static string? Refusal() =>
        !OperatingSystem.IsLinux() ? "Network namespaces are Linux's."
        : Environment.UserName != "root" ? "Network namespaces need root."
        : Programs.FirstOrDefault(static program => !File.Exists(program)) is { } missing ? $"{missing} is missing: apt-get install iproute2 nftables"
        : TryRun("ip", ["netns", "add", $"{Prefix}{Environment.ProcessId}-probe"]) is { } why ? $"Network namespaces cannot be made here: {why}"
        : TryRun("ip", ["netns", "del", $"{Prefix}{Environment.ProcessId}-probe"]);

    /// <summary>Makes one.</summary>
    /// <param name="edges">Machines for edges.</param>
    /// <exception cref="InvalidOperationException">The kernel refuses.</exception>
    public static LabNetwork Make(int edges)
    {
        DeleteLeftovers();
        var network = new LabNetwork($"{Prefix}{Environment.ProcessId}");
        try
        {
            network.Build(edges);
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Runs this program again with the same arguments, in the middle of the network.</summary>
    /// <returns>Its exit code.</returns>
    public Task<int> RunHereAsync(CancellationToken ct)
    {
        var own = Environment.GetCommandLineArgs();
        string[] program = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? [path, "exec", .. own] : [Environment.ProcessPath!, .. own[1..]];
        var info = new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "nsenter", $"--net={Folder}/{Name}-core", .. program]) { UseShellExecute = false };
        info.Environment[Variable] = Name;
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

        // The kernel ends the child with the thread that made it, so this one lives as long.
        new Thread(() =>
        {
            try
            {
                using var child = Process.Start(info) ?? throw new InvalidOperationException("The lab was not started.");
                using var asked = ct.Register(() => _ = Voice.LinuxNative.Kill(child.Id, Voice.LinuxNative.SigTerm));
                child.WaitForExit();
                ended.SetResult(child.ExitCode);
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                ended.SetException(e);
            }
        }) { IsBackground = true, Name = "lab" }.Start();
        return ended.Task;
    }

    /// <summary>Where the members of a cluster are, as <c>deploy/local --places</c> reads it.</summary>
    public string Places(int silos, int edges) => string.Concat(
    [
        $"stores {Core}\n",
        .. Enumerable.Range(1, silos).Select(static i => string.Create(CultureInfo.InvariantCulture, $"silo{i} - {Core} 127.0.0.1\n")),
        .. Enumerable.Range(1, edges).Select(i => string.Create(CultureInfo.InvariantCulture, $"edge{i} {Name}-edge{i} 10.77.0.{10 + i} 10.77.0.{10 + i}\n")),
    ]);

    /// <summary>Gives the shared address to an edge, and takes it from the others. The neighbours forget where it was, as a gratuitous ARP makes them.</summary>
    /// <param name="edge">Its number, from 1 on; 0: nobody has it.</param>
    public void Share(int edge)
    {
        foreach (var machine in Namespaces(Name).Where(static machine => machine.Contains("-edge", StringComparison.Ordinal)))
        {
            var order = machine == $"{Name}-edge{edge}" ? "add" : "del";
            _ = TryRun("ip", ["-n", machine, "addr", order, $"{Shared}/32", "dev", "eth0"]);
        }

        foreach (var machine in (string[])["core", "nat"])
        {
            _ = TryRun("ip", ["-n", $"{Name}-{machine}", "neigh", "flush", "to", Shared.ToString()]);
        }
    }

    public void Dispose() => Delete(Name);

    private void Build(int edges)
    {
        foreach (var machine in (string[])["core", "nat", "home", .. Enumerable.Range(1, edges).Select(static i => string.Create(CultureInfo.InvariantCulture, $"edge{i}"))])
        {
            Run("ip", "netns", "add", $"{Name}-{machine}");
            Run("ip", "-n", $"{Name}-{machine}", "link", "set", "lo", "up");
        }

        var core = $"{Name}-core";
        Run("ip", "-n", core, "link", "add", "br0", "type", "bridge");
        Run("ip", "-n", core, "addr", "add", $"{Core}/24", "dev", "br0");
        Run("ip", "-n", core, "link", "set", "br0", "up");
        for (var i = 1; i <= edges; i++)
        {
            Join(string.Create(CultureInfo.InvariantCulture, $"edge{i}"), string.Create(CultureInfo.InvariantCulture, $"10.77.0.{10 + i}/24"));

            // An edge may listen at an address that is another's for now.
            Run("nsenter", $"--net={Folder}/{Name}-edge{i}", "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_nonlocal_bind");
        }

        Join("nat", "10.77.0.50/24");
        Run("ip", "-n", $"{Name}-nat", "link", "add", "eth1", "type", "veth", "peer", "name", "eth0", "netns", HomeNamespace);
        Run("ip", "-n", $"{Name}-nat", "addr", "add", "192.168.77.1/24", "dev", "eth1");
        Run("ip", "-n", $"{Name}-nat", "link", "set", "eth1", "up");
        Run("ip", "-n", HomeNamespace, "addr", "add", $"{Home}/24", "dev", "eth0");
        Run("ip", "-n", HomeNamespace, "link", "set", "eth0", "up");
        Run("ip", "-n", HomeNamespace, "route", "add", "default", "via", "192.168.77.1");
        Run("nsenter", $"--net={Folder}/{Name}-nat", "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");

        // What routers of houses do: the source is translated, and only an answer comes in, from where it was asked.
        Run("nsenter", $"--net={Folder}/{Name}-nat", "nft", """
            add table ip lab
            add chain ip lab out { type nat hook postrouting priority srcnat; policy accept; }
            add rule ip lab out oifname "eth0" masquerade
            add chain ip lab through { type filter hook forward priority filter; policy accept; }
            add rule ip lab through iifname "eth0" ct state established,related accept
            add rule ip lab through iifname "eth0" drop
            add chain ip lab in { type filter hook input priority filter; policy accept; }
            add rule ip lab in iifname "eth0" drop
            """);
    }

    private void Join(string machine, string address)
    {
        Run("ip", "-n", $"{Name}-core", "link", "add", machine, "type", "veth", "peer", "name", "eth0", "netns", $"{Name}-{machine}");
        Run("ip", "-n", $"{Name}-core", "link", "set", machine, "master", "br0");
        Run("ip", "-n", $"{Name}-core", "link", "set", machine, "up");
        Run("ip", "-n", $"{Name}-{machine}", "addr", "add", address, "dev", "eth0");
        Run("ip", "-n", $"{Name}-{machine}", "link", "set", "eth0", "up");
    }

    private static void DeleteLeftovers()
    {
        foreach (var left in Namespaces(Prefix))
        {
            if (Left().Match(left) is { Success: true } found && !Directory.Exists($"/proc/{found.Groups["pid"].Value}"))
            {
                _ = TryRun("ip", ["netns", "del", left]);
            }
        }
    }

    private static void Delete(string name)
    {
        foreach (var machine in Namespaces(name + "-"))
        {
            _ = TryRun("ip", ["netns", "del", machine]);
        }
    }

    private static IReadOnlyList<string> Namespaces(string prefix) =>
        Directory.Exists(Folder) ? [.. Directory.GetFiles(Folder).Select(static path => Path.GetFileName(path)).Where(name => name.StartsWith(prefix, StringComparison.Ordinal))] : [];

    private static void Run(string program, params string[] arguments)
    {
        if (TryRun(program, arguments) is { } why)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {why}");
        }
    }

    // What it said when it failed; null when it did not.
    private static string? TryRun(string program, IReadOnlyList<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false })!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : said.Trim();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return e.Message;
        }
    }

    [GeneratedRegex(@"^rtc-lab-edges-(?<pid>\d+)-")]
    private static partial Regex Left();
}
