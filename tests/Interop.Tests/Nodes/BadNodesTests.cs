using System.Globalization;
using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.TestKit.Folders;
using RtcCluster.TestKit.Network;
using RtcCluster.TestKit.Nodes;
using RtcCluster.TestKit.Processes;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Nodes;

/// <summary>An edge under the name of another, and an edge that dies while it is leaving in order. Each has an edge of its own.</summary>
[Trait("Clock", "lab")]
public sealed class BadNodesTests(NodesFixture nodes) : IClassFixture<NodesFixture>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task AnEdgeUnderTheNameOfAnother_DoesNotStart_AndThatOneGoesOn()
    {
        using var folder = TempFolder.Create("twin");
        var edge = nodes.Cluster.Edges[1];
        var (sip, rtp) = (FreePorts.Take(), FreePorts.TakeRtp(8));
        await using var twin = StartAs(edge, new()
        {
            ["--Cluster:SiloPort"] = $"{FreePorts.Take()}",
            ["--Web:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
            ["--Sip:Udp"] = $"127.0.0.1:{sip}",
            ["--Sip:Tcp"] = $"127.0.0.1:{sip}",
            ["--Sip:Tls"] = $"127.0.0.1:{FreePorts.Take()}",
            ["--Media:RtpPorts"] = $"{rtp}-{rtp + 7}",
            ["--Data:Path"] = folder.Path,
        });

        await twin.WaitForLineAsync($"has the name {edge.Name} and lives", StartPatience);
        Assert.Equal([edge.Name], (await EdgesAsync(edge)).Where(name => name == edge.Name));
        var code = await twin.WaitForExitAsync(StartPatience);
        Assert.True(code == 78, $"exit code {code}: {string.Join(Environment.NewLine, twin.Lines.TakeLast(60))}");
        Assert.Contains(twin.Lines, line => line.Contains($"Edge:Name = '{edge.Name}': is the name of the edge at ", StringComparison.Ordinal));
        Assert.True(await IsReadyAsync(edge));
    }

    [Fact]
    public async Task AnEdgeThatDiesInItsOwnDrain_LeavesItsCallToTheOther_AndStartsAgain()
    {
        var (edge, other) = (nodes.Cluster.Edges[0], nodes.Cluster.Edges[1]);
        await using var alice = await TonePhones.AliceAsync(edge.Sip!);
        await using var bob = await TonePhones.BobAsync(edge.Sip!);
        var dialled = DateTimeOffset.UtcNow;
        await alice.DialAsync("1002");
        await bob.WaitForAsync("CALL_INCOMING", Soon);
        await bob.AcceptAsync();
        await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
        using var admin = await LocalCluster.SignInAsync(other, "admin@demo.test");
        var command = CommandOf(edge);

        // It has begun to leave when it is not ready any more.
        await using (var term = RunningProcess.Start("kill", "kill", ["-TERM", edge.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await term.WaitForExitAsync(Soon);
        }

        await Eventually.IsTrueAsync("the edge to leave", Soon, async () => !await IsReadyAsync(edge));
        await edge.KillAsync();

        await Eventually.GetAsync("the call at the other edge", Soon, admin.ActiveCallsAsync, calls => calls.Count == 1);
        await Eventually.GetAsync("both parties at the other edge", Soon, admin.MetricsAsync, metrics => metrics.Sum("rtc_legs_adopted_total") >= 2);
        await alice.HangUpAsync();
        await bob.WaitForAsync("CALL_CLOSED", Soon);
        var whole = Assert.Single(await admin.WaitForCallLogAsync("the call", logged => logged.BeganAfter(dialled) && logged.EndedAt is not null, Soon));
        Assert.Equal("answered", whole.Result, ignoreCase: true);

        await using var again = RunningProcess.Start("the next edge", command.Arguments[0], command.Arguments[1..], environment: command.Environment);
        await Eventually.IsTrueAsync("the next edge at its place to be ready", StartPatience, () => IsReadyAsync(edge));
        Assert.Equal([edge.Name], (await EdgesAsync(other)).Where(name => name == edge.Name));
    }

    private static RunningProcess StartAs(NodeProcess edge, Dictionary<string, string> instead)
    {
        var (arguments, environment) = CommandOf(edge);
        for (var i = 0; i + 1 < arguments.Length; i++)
        {
            arguments[i + 1] = instead.GetValueOrDefault(arguments[i], arguments[i + 1]);
        }

        return RunningProcess.Start($"another {edge.Name}", arguments[0], arguments[1..], environment: environment);
    }

    // As deploy/local started it.
    private static (string[] Arguments, Dictionary<string, string> Environment) CommandOf(NodeProcess edge) => (
        File.ReadAllText($"/proc/{edge.Id}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries),
        File.ReadAllText($"/proc/{edge.Id}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));

    private static async Task<IReadOnlyList<string?>> EdgesAsync(NodeProcess edge)
    {
        using var admin = await LocalCluster.SignInAsync(edge, "admin@demo.test");
        return [.. (await admin.GetAsync<JsonElement>("api/v1/admin/drain")).EnumerateArray().Select(known => known.GetProperty("edge").GetString())];
    }

    private static async Task<bool> IsReadyAsync(NodeProcess edge)
    {
        using var http = new HttpClient { BaseAddress = edge.Web, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync(new Uri("healthz/ready", UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
