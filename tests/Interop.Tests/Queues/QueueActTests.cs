using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Queues;

/// <summary>What supervisors and administrators do to queues that work, over REST.</summary>
[Collection(ClusterCollection.Name)]
public sealed class QueueActTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task SupervisorMovesAMember_AndItIsInTheAuditTrail()
    {
        var (admin, supervisor) = (await Http.TokenAsync(Web, "admin@demo.test"), await Http.TokenAsync(Web, "supervisor@demo.test"));
        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/from", admin, new { name = "From", members = new[] { new { agent = "agent3" } } });
        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/into", admin, new { name = "Into" });

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/into/members/agent3", supervisor, new { order = 4 })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/from/members/agent3", supervisor)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/into/members/nobody", supervisor, new { })).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/from/members/agent3", supervisor)).Status);

        var into = (await GetAsync(supervisor, "api/v1/queues/into")).GetProperty("rules").GetProperty("members");
        Assert.Equal(("agent3", 4), (into[0].GetProperty("agent").GetString(), into[0].GetProperty("order").GetInt32()));
        Assert.Equal(0, (await GetAsync(supervisor, "api/v1/queues/from")).GetProperty("rules").GetProperty("members").GetArrayLength());
        var audit = (await GetAsync(admin, "api/v1/audit")).GetProperty("items").EnumerateArray().Select(row =>
            $"{row.GetProperty("actor").GetString()} {row.GetProperty("action").GetString()} {row.GetProperty("target").GetString()} {row.GetProperty("detail").GetString()}").ToList();
        Assert.Contains("supervisor queue.member.add into agent3", audit);
        Assert.Contains("supervisor queue.member.remove from agent3", audit);
        foreach (var queue in new[] { "from", "into" })
        {
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/queues/{queue}", admin)).Status);
            Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/queues/{queue}", admin)).Status);
        }
    }

    [Fact]
    public async Task AQueueThatALineLeadsTo_IsNotDeleted_AndCanBeComputedAnew()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");

        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/support", admin)).Status);
        var (status, report) = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/queues/support/replay", admin);
        Assert.Equal(200, status);
        Assert.Equal(report.GetProperty("decisions").GetInt32(), report.GetProperty("equal").GetInt32());
    }

    [Fact]
    public async Task AgentsAreListedByQueueStateSkillAndName()
    {
        var (admin, supervisor) = (await Http.TokenAsync(Web, "admin@demo.test"), await Http.TokenAsync(Web, "supervisor@demo.test"));
        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/agents/agent4/settings", admin, new { skills = new[] { new { skill = "es", level = 80 } } });
        await GetAsync(supervisor, "api/v1/queues");
        await Eventually.IsTrueAsync("three to serve sales", Soon, async () => (await NamesAsync(supervisor, "queue=sales")).Count == 3);

        Assert.Equal(["agent2", "agent3", "agent4"], await NamesAsync(supervisor, "queue=sales"));
        Assert.Equal(["agent4"], await NamesAsync(supervisor, "skill=ES"));
        Assert.Equal(["agent4"], await NamesAsync(supervisor, "search=1004"));
        Assert.Equal(200, (await StateAsync(supervisor, new { state = "ready" })).Status);
        Assert.Equal(200, (await StateAsync(supervisor, new { state = "paused", reason = "training" })).Status);
        Assert.Equal(["agent4"], await NamesAsync(supervisor, "status=paused&queue=sales"));
        Assert.Equal(200, (await StateAsync(supervisor, new { state = "loggedOut", force = true })).Status);
        Assert.Empty(await NamesAsync(supervisor, "status=paused"));
        Assert.Equal(400, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/agents?status=dancing", supervisor)).Status);
        var first = await GetAsync(supervisor, "api/v1/agents?queue=sales&limit=2");
        var rest = await GetAsync(supervisor, $"api/v1/agents?queue=sales&limit=2&cursor={first.GetProperty("next").GetString()}");
        Assert.Equal((2, 1), (first.GetProperty("items").GetArrayLength(), rest.GetProperty("items").GetArrayLength()));
    }

    private async Task<List<string>> NamesAsync(string token, string filter) =>
        [.. (await GetAsync(token, $"api/v1/agents?{filter}")).GetProperty("items").EnumerateArray().Select(agent => agent.GetProperty("agent").GetString()!)];

    private Task<(int Status, JsonElement Body)> StateAsync(string token, object change) => Http.SendAsync(Web, HttpMethod.Put, "api/v1/agents/agent4/state", token, change);

    private async Task<JsonElement> GetAsync(string token, string path)
    {
        var (status, body) = await Http.SendAsync(Web, HttpMethod.Get, path, token);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body;
    }
}
