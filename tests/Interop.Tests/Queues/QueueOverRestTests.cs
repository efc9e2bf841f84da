using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Sipp;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Queues;

/// <summary>Queues as people set them up and work in them over REST, with real telephones.</summary>
[Collection(ClusterCollection.Name)]
public sealed class QueueOverRestTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task CallerOfTheDemoQueue_TalksWithTheAgentWhoWasLoggedIn_WhoWrapsUpThen()
    {
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        await using var agent = await SippDevice.RegisterAsync(cluster.Udp, "1002");
        var rung = await agent.ReceiveAsync("callee");
        var loggedIn = await StateAsync(supervisor, "agent2", new { state = "ready" });
        Assert.True(loggedIn.Status == 200, $"{loggedIn.Status} {loggedIn.Body}");

        var called = await SippRun.RunAsync(SippCaller.Call("caller", cluster.Udp, "2000", "1004"));
        var answered = await rung.FinishAsync();

        Assert.True(called.IsClean(1), $"caller: {called}");
        Assert.True(answered.IsClean(1), $"agent: {answered}");
        await Eventually.IsTrueAsync("the agent to wrap up", Soon, async () => await StatusAsync(supervisor, "agent2") == "wrapUp");
        var view = await GetAsync(supervisor, "api/v1/queues/support/view");
        Assert.Equal(1, view.GetProperty("statistics").GetProperty("answered").GetInt64());
        var why = Assert.Single((await GetAsync(supervisor, "api/v1/queues/support/assignments")).EnumerateArray());
        Assert.Equal("agent2", why.GetProperty("agent").GetString());
        var one = await GetAsync(supervisor, $"api/v1/queues/support/assignments?call={why.GetProperty("call").GetString()}");
        Assert.Equal(1, one.GetArrayLength());
        var replayed = await Http.SendAsync(Web, HttpMethod.Post, "api/v1/queues/support/replay", supervisor);
        Assert.Equal((200, 1, 1), (replayed.Status, replayed.Body.GetProperty("decisions").GetInt32(), replayed.Body.GetProperty("equal").GetInt32()));

        Assert.Equal(200, (await StateAsync(supervisor, "agent2", new { state = "loggedOut" })).Status);
        Assert.Equal("loggedOut", await StatusAsync(supervisor, "agent2"));
        var audit = (await GetAsync(await Http.TokenAsync(Web, "admin@demo.test"), "api/v1/audit")).GetProperty("items").EnumerateArray().ToList();
        Assert.Contains(audit, row => row.GetProperty("actor").GetString() == "supervisor" && row.GetProperty("action").GetString() == "agent.state"
            && row.GetProperty("target").GetString() == "agent2" && row.GetProperty("detail").GetString() == "Ready");
    }

    [Fact]
    public async Task QueueIsMadeChangedAndDeleted_AndWhatBreaksABoundIsNamed()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var rules = new { title = "Tests", strategy = "topDown", members = new[] { new { agent = "agent4", order = 1 } }, limits = new { maxWaiting = 3, whenFull = "1000" } };

        var made = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/tests", admin, rules);
        var wrong = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/tests", admin, new { title = "Tests", ringTime = "00:00:01" });
        var nothing = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/tests", admin, new { });
        var listed = await GetAsync(admin, "api/v1/queues");

        Assert.True(made.Status == 200, $"{made.Status} {made.Body}");
        Assert.Equal("topDown", made.Body.GetProperty("rules").GetProperty("strategy").GetString());
        Assert.Equal(3, made.Body.GetProperty("rules").GetProperty("limits").GetProperty("maxWaiting").GetInt32());
        Assert.Equal(400, wrong.Status);
        Assert.Contains("RingTime", wrong.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(400, nothing.Status);
        Assert.Equal(["sales", "support", "tests"], listed.EnumerateArray().Select(queue => queue.GetProperty("name").GetString()!).Order());
        Assert.Equal(409, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/support", admin)).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/tests", admin)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/queues/tests", admin)).Status);
    }

    [Fact]
    public async Task SupervisorMovesAMember_AndThrowsTheSwitch()
    {
        var (admin, supervisor) = (await Http.TokenAsync(Web, "admin@demo.test"), await Http.TokenAsync(Web, "supervisor@demo.test"));
        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/from", admin, new { title = "From", members = new[] { new { agent = "agent3" } } });
        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/into", admin, new { title = "Into" });

        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/into/members/agent3", supervisor, new { })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, "api/v1/queues/from/members/agent3", supervisor)).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/into/members/nobody", supervisor, new { })).Status);
        Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/into/emergency", supervisor, new { on = true })).Status);

        var view = await GetAsync(supervisor, "api/v1/queues/into/view");
        Assert.Equal(("agent3", true, false), (view.GetProperty("agents")[0].GetProperty("agent").GetString(), view.GetProperty("emergency").GetBoolean(), view.GetProperty("open").GetBoolean()));
        Assert.Equal(0, (await GetAsync(supervisor, "api/v1/queues/from/view")).GetProperty("agents").GetArrayLength());
        foreach (var queue in new[] { "from", "into" })
        {
            Assert.Equal(204, (await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/queues/{queue}", admin)).Status);
        }
    }

    [Fact]
    public async Task AgentsAreListedByQueueStateSkillAndName_AndSeeThemselvesAlone()
    {
        var (admin, supervisor) = (await Http.TokenAsync(Web, "admin@demo.test"), await Http.TokenAsync(Web, "supervisor@demo.test"));
        var (own, other) = (await Http.TokenAsync(Web, "agent4@demo.test"), await Http.TokenAsync(Web, "agent1@demo.test"));
        var saved = await Http.SendAsync(
            Web, HttpMethod.Put, "api/v1/agents/agent4", admin, new { skills = new[] { new { skill = "es", level = 80 } }, queueOrder = new[] { "sales" }, pauseReasons = new[] { "lunch" } });
        await GetAsync(supervisor, "api/v1/queues");
        await Eventually.IsTrueAsync("agent4 to serve sales", Soon, async () => (await NamesAsync(supervisor, "queue=sales")).Contains("agent4"));

        Assert.True(saved.Status == 200, $"{saved.Status} {saved.Body}");
        Assert.Equal(["agent4"], await NamesAsync(supervisor, "skill=ES"));
        Assert.Equal(["agent4"], await NamesAsync(supervisor, "search=1004"));
        Assert.Equal(["agent2", "agent3", "agent4"], await NamesAsync(supervisor, "queue=sales"));
        Assert.Equal(400, (await StateAsync(own, "agent4", new { state = "paused", reason = "no such reason" })).Status);
        Assert.Equal(409, (await StateAsync(own, "agent4", new { state = "paused", reason = "lunch" })).Status);
        Assert.Equal(200, (await StateAsync(own, "agent4", new { state = "ready" })).Status);
        Assert.Equal(200, (await StateAsync(own, "agent4", new { state = "paused", reason = "lunch" })).Status);
        Assert.Equal(["agent4"], await NamesAsync(supervisor, "status=paused"));
        Assert.Equal(404, (await StateAsync(other, "agent4", new { state = "loggedOut" })).Status);
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/agents/agent4", other)).Status);
        Assert.Equal(200, (await StateAsync(supervisor, "agent4", new { state = "loggedOut", force = true })).Status);
        Assert.Empty(await NamesAsync(supervisor, "status=paused"));
    }

    private async Task<List<string>> NamesAsync(string token, string filter) =>
        [.. (await GetAsync(token, $"api/v1/agents?{filter}")).GetProperty("items").EnumerateArray().Select(agent => agent.GetProperty("name").GetString()!)];

    private Task<(int Status, JsonElement Body)> StateAsync(string token, string user, object change) =>
        Http.SendAsync(Web, HttpMethod.Post, $"api/v1/agents/{user}/state", token, change);

    private async Task<string?> StatusAsync(string token, string user) => (await GetAsync(token, $"api/v1/agents/{user}")).GetProperty("status").GetString();

    private async Task<JsonElement> GetAsync(string token, string path)
    {
        var (status, body) = await Http.SendAsync(Web, HttpMethod.Get, path, token);
        Assert.True(status == 200, $"{path}: {status} {body}");
        return body;
    }
}
