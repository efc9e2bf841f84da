using System.Diagnostics;
using System.Net;
using RtcCluster.Load.Runner.Servers;

namespace RtcCluster.Load.Runner.Lab.Partition;

/// <summary>Two network namespaces with wires between them, to the stores and to the people, which can be cut in silence and mended again.</summary>
/// <remarks>
/// The namespaces have no names: each is held by a process that the kernel ends with this one, and goes with its last process, wires and all. So nothing is left, however the lab ends.
/// The addresses are of 127.0.0.0/8, which the kernel routes over wires when it is told to: the demo company may be there. A wire is cut by telling its ends a hardware address that nobody has, so that
/// what is sent is lost without a word, as on a switch that has died; a connection that is refused or reset would tell them more than a real cut does.
/// </remarks>
internal sealed class DividedNetwork : IAsyncDisposable
{
    private const string Nobody = "02:00:00:00:00:01";
    private const string Stores = "127.40.0.1";

    private readonly List<Process> _holders;

    private DividedNetwork(List<Process> holders)
    {
        _holders = holders;
        Sides = [.. holders.Select(static (holder, i) => new Side(i + 1, holder.Id))];
    }

    /// <summary>Where telephones and browsers are: reached from both sides whatever is cut.</summary>
    public static IPAddress People { get; } = IPAddress.Parse("127.50.0.1");

    /// <summary>The two halves.</summary>
    public IReadOnlyList<Side> Sides { get; }

    /// <summary>Makes it. This process has to be in a namespace of its own, and root in it.</summary>
    public static async Task<DividedNetwork> MakeAsync(CancellationToken ct)
    {
        var holders = new List<Process>();
        for (var i = 0; i < 2; i++)
        {
            holders.Add(await Held.StartAsync(new ProcessStartInfo("setpriv", ["--pdeathsig", "KILL", "unshare", "--net", "sleep", "infinity"])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            }));
        }

        var network = new DividedNetwork(holders);
        await network.WireAsync(ct);
        return network;
    }

    /// <summary>Where nodes are, as <c>deploy/local --places</c> reads it.</summary>
    /// <param name="nodes">Name of each, and its side.</param>
    public static string Places(IEnumerable<(string Node, Side Side)> nodes) =>
        string.Join('\n', [$"stores {Stores}", .. nodes.Select(static node => $"{node.Node} {node.Side.Process} {node.Side.Members} {node.Side.People}")]) + "\n";

    /// <summary>The members of the two sides do not hear each other any more, and the second side does not reach the stores either, if that is to be.</summary>
    public async Task CutAsync(PartitionCut cut, CancellationToken ct)
    {
        var (first, second) = (Sides[0], Sides[1]);
        await LoseAsync(first, second.Members, "members", ct);
        await LoseAsync(second, first.Members, "members", ct);
        if (cut == PartitionCut.Alone)
        {
            await LoseAsync(second, second.StoresHere, "stores", ct);
            await LoseAsync(null, second.Stores, $"stores{second.Number}", ct);
        }
    }

    /// <summary>All wires are whole.</summary>
    public async Task HealAsync(CancellationToken ct)
    {
        foreach (var side in Sides)
        {
            await IpAsync(side, "neigh flush all nud permanent", ct);
        }

        await IpAsync(null, "neigh flush all nud permanent", ct);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var holder in _holders)
        {
            holder.Kill();
            await holder.WaitForExitAsync();
            holder.Dispose();
        }
    }

    private async Task WireAsync(CancellationToken ct)
    {
        foreach (var place in (IReadOnlyList<Side?>)[null, .. Sides])
        {
            // 127.0.0.0/8 is for wires too, but for the one address that everybody has for himself.
            await RunAsync(place, ["sh", "-c", "echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet"], ct);
            await IpAsync(place, "link set lo up", ct);
            await IpAsync(place, "addr del 127.0.0.1/8 dev lo", ct);
            await IpAsync(place, "addr add 127.0.0.1/32 dev lo", ct);
        }

        await IpAsync(null, $"addr add {Stores}/32 dev lo", ct);
        await IpAsync(null, $"addr add {People}/32 dev lo", ct);
        foreach (var side in Sides)
        {
            await WireAsync(side, "people", side.PeopleHere, side.People, ct);
            await WireAsync(side, "stores", side.StoresHere, side.Stores, ct);
            await IpAsync(side, $"route add {Stores} via {side.StoresHere} src {side.Stores}", ct);
            await IpAsync(side, $"route add {People} via {side.PeopleHere} src {side.People}", ct);
        }

        await IpAsync(Sides[0], $"link add members type veth peer name members netns {Sides[1].Process}", ct);
        foreach (var side in Sides)
        {
            await IpAsync(side, $"addr add {side.Members}/24 dev members", ct);
            await IpAsync(side, "link set members up", ct);
        }
    }

    private static async Task WireAsync(Side side, string name, string here, string there, CancellationToken ct)
    {
        await IpAsync(null, $"link add {name}{side.Number} type veth peer name {name} netns {side.Process}", ct);
        await IpAsync(null, $"addr add {here}/24 dev {name}{side.Number}", ct);
        await IpAsync(null, $"link set {name}{side.Number} up", ct);
        await IpAsync(side, $"addr add {there}/24 dev {name}", ct);
        await IpAsync(side, $"link set {name} up", ct);
    }

    private static Task LoseAsync(Side? place, string neighbour, string wire, CancellationToken ct) => IpAsync(place, $"neigh replace {neighbour} lladdr {Nobody} nud permanent dev {wire}", ct);

    private static Task IpAsync(Side? place, string order, CancellationToken ct) => RunAsync(place, ["ip", .. order.Split(' ')], ct);

    // In a side's namespace, or in that of the lab.
    private static async Task RunAsync(Side? place, string[] command, CancellationToken ct)
    {
        string[] all = place is null ? command : ["nsenter", $"--net=/proc/{place.Process}/ns/net", .. command];
        using var process = Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"{all[0]} was not started.");
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', all)}: {string.Concat(said).Trim()}");
        }
    }
}
