using System.Text.Json;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Interop.Tests.Queues;

/// <summary>The demo company's queue as its people meet it: real telephones, and the state of the agents over REST.</summary>
[Collection(ClusterCollection.Name)]
public sealed class QueueCallTests(ClusterFixture cluster)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    private Uri Web => cluster.Server.Addresses.WebUrl;

    [Fact]
    public async Task ACallerWaitsWithMusic_UntilAnAgentIsReady_Talks_AndTheAgentWrapsUp()
    {
        await using var alice = await TonePhones.AliceAsync(cluster.Udp);
        await using var bob = await TonePhones.BobAsync(cluster.Udp);
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        var agent = await Http.TokenAsync(Web, "agent2@demo.test");
        var dialled = DateTimeOffset.UtcNow;
        try
        {
            await alice.DialAsync("2000");
            await alice.WaitForAsync("CALL_ESTABLISHED", Soon);
            var waiting = await Eventually.GetAsync("one caller in the queue", Soon, () => QueueAsync(supervisor), queue => queue.GetProperty("callers").GetArrayLength() == 1);
            Assert.Equal(("waiting", "1001"), (waiting.GetProperty("callers")[0].GetProperty("phase").GetString(), waiting.GetProperty("callers")[0].GetProperty("number").GetString()));
            var call = waiting.GetProperty("callers")[0].GetProperty("call").GetString();
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);

            Assert.Equal(200, (await StateAsync(agent, "agent2", new { state = "ready" })).Status);
            await bob.WaitForAsync("CALL_INCOMING", Soon);
            await bob.AcceptAsync();
            await bob.WaitForAsync("CALL_ESTABLISHED", Soon);
            await AgentIsAsync(agent, "onCall");
            await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
            Assert.Equal(200, (await Http.SendAsync(Web, HttpMethod.Put, "api/v1/agents/agent2/disposition", agent, new { disposition = "solved" })).Status);
            await alice.HangUpAsync();
            await bob.WaitForAsync("CALL_CLOSED", Soon);
            await AgentIsAsync(agent, "wrapUp");

            Assert.True(bob.Heard().Heard(TonePhones.AliceTone) > TimeSpan.FromSeconds(2), $"bob heard {bob.Heard()}");
            Assert.True(alice.Heard().Heard(TonePhones.BobTone) > TimeSpan.FromSeconds(2), $"alice heard {alice.Heard()}");
            Assert.True(alice.Heard().Otherwise(TonePhones.BobTone) > TimeSpan.FromSeconds(1), $"no music: alice heard {alice.Heard()}");
            var entry = Assert.Single(await cluster.Admin.WaitForCallLogAsync("the call", item => item.BeganAfter(dialled) && item.EndedAt is not null, Soon));
            Assert.Equal((call, "answered"), (entry.Id, entry.Result?.ToLowerInvariant()));
            var why = (await Http.SendAsync(Web, HttpMethod.Get, $"api/v1/queues/support/assignments?call={call}", supervisor)).Body;
            Assert.Equal("agent2", Assert.Single(why.EnumerateArray()).GetProperty("agent").GetString());
        }
        finally
        {
            await StateAsync(supervisor, "agent2", new { state = "loggedOut", force = true });
        }
    }

    [Fact]
    public async Task RulesAreChanged_Live_AndWhatBreaksABoundIsNamed()
    {
        var admin = await Http.TokenAsync(Web, "admin@demo.test");
        var rules = new { name = "Night", strategy = "topDown", members = new[] { new { agent = "agent4", order = 1 } }, ringTime = "00:00:15", limits = new { maxWaiting = 5 } };

        var (made, queue) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/night", admin, rules);
        var (broken, problem) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/night", admin, new { name = "Night", ringTime = "00:00:01" });
        var (nobody, unknown) = await Http.SendAsync(Web, HttpMethod.Put, "api/v1/queues/night", admin, new { name = "Night", members = new[] { new { agent = "mallory" } } });

        Assert.Equal((200, "topDown", 5), (made, queue.GetProperty("rules").GetProperty("strategy").GetString(), queue.GetProperty("rules").GetProperty("limits").GetProperty("maxWaiting").GetInt32()));
        Assert.Equal("agent4", queue.GetProperty("rules").GetProperty("members")[0].GetProperty("agent").GetString());
        Assert.Equal((400, true), (broken, problem.GetProperty("detail").GetString()!.Contains("RingTime", StringComparison.Ordinal)));
        Assert.Equal((400, true), (nobody, unknown.GetProperty("detail").GetString()!.Contains("mallory", StringComparison.Ordinal)));
        Assert.Equal(404, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/queues/none", admin)).Status);
    }

    [Fact]
    public async Task AnAgentSeesAndChangesOnlyTheOwnState()
    {
        var agent = await Http.TokenAsync(Web, "agent4@demo.test");

        Assert.Equal(403, (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/agents/agent1", agent)).Status);
        Assert.Equal(403, (await StateAsync(agent, "agent1", new { state = "loggedOut" })).Status);
        Assert.Equal(400, (await StateAsync(await Http.TokenAsync(Web, "supervisor@demo.test"), "agent4", new { state = "dancing" })).Status);
        Assert.Equal(404, (await StateAsync(await Http.TokenAsync(Web, "supervisor@demo.test"), "mallory", new { state = "ready" })).Status);
        Assert.Equal(200, (await StateAsync(agent, "agent4", new { state = "ready" })).Status);
        var (_, paused) = await StateAsync(agent, "agent4", new { state = "paused", reason = "lunch" });
        Assert.Equal(("paused", "lunch"), (paused.GetProperty("status").GetString(), paused.GetProperty("reason").GetString()));
        Assert.Equal("loggedOut", (await StateAsync(agent, "agent4", new { state = "loggedOut" })).Body.GetProperty("status").GetString());
    }

    private async Task<JsonElement> QueueAsync(string token) => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/queues/support", token)).Body;

    private Task<(int Status, JsonElement Body)> StateAsync(string token, string agent, object change) =>
        Http.SendAsync(Web, HttpMethod.Put, $"api/v1/agents/{agent}/state", token, change);

    private Task<JsonElement> AgentIsAsync(string token, string status) => Eventually.GetAsync(
        $"agent2 to be {status}", Soon, async () => (await Http.SendAsync(Web, HttpMethod.Get, "api/v1/agents/agent2", token)).Body, agent => agent.GetProperty("status").GetString() == status);
}
