using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Hub;

namespace RtcCluster.Interop.Tests.Hub;

/// <summary>An agent's work as the hub tells it and takes it: a queue, an agent and a number of the test's own.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HubAgentTests(ClusterFixture cluster) : IAsyncLifetime
{
    private const string Password = "a good one";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private string _admin = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _admin = await Http.TokenAsync(Web, "admin@demo.test");
        await PutAsync("users/hubagent", new { email = "hubagent@demo.test", displayName = "Hub Agent", extension = "1120", role = "agent", password = Password });
        await PutAsync("lines/1120", new { name = "Hub Agent", kind = "user", target = "hubagent", recording = "never" });
        var wrapUp = new { time = "00:05:00", dispositionRequired = true, dispositions = new[] { "sold", "lost" } };
        await PutAsync("queues/hubqueue", new { name = "Hub Queue", members = new[] { new { agent = "hubagent" } }, wrapUp });
        await PutAsync("lines/2120", new { name = "Hub Queue", kind = "queue", target = "hubqueue", recording = "never" });
    }

    public async ValueTask DisposeAsync()
    {
        await Http.SendAsync(Web, HttpMethod.Put, "api/v1/agents/hubagent/state", await Http.TokenAsync(Web, "supervisor@demo.test"), new { state = "loggedOut", force = true });
        foreach (var path in new[] { "lines/2120", "queues/hubqueue", "lines/1120", "users/hubagent" })
        {
            await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/{path}", _admin);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnAgentWorks_FromTheFirstReadyToTheDisposition(bool messagePack)
    {
        await using var agent = await HubPhone.ConnectAsync(Web, await Http.TokenAsync(Web, "hubagent@demo.test", Password), $"hub-agent-{messagePack}", messagePack);
        await using var caller = await HubPhone.ConnectAsync(Web, await Http.TokenAsync(Web, "agent1@demo.test"), $"hub-caller-{messagePack}", messagePack);
        Assert.Equal(("Hub Agent", "1120"), await Is(agent, "logged out", card => card.Queues is ["hubqueue"]) is var card ? (card.Name, card.Extension) : default);
        Assert.Equal("conflict", (await Wish(agent, new AgentStateRequest(AgentWish.Paused, "lunch"))).Failure?.Code);
        Assert.Null((await Wish(agent, new AgentStateRequest(AgentWish.Ready))).Failure);
        await Is(agent, "available", card => card.Status == AgentStatus.Available);

        var dial = await caller.InvokeAsync<DialReceipt>("Dial", new DialRequest($"hub-queue-{messagePack}", "2120", Offers.Plain(1, 31100)));
        Assert.Null(dial.Failure);
        await agent.WaitForAsync<CallCard>("an incoming call", call => call.CallId == dial.CallId, Soon);
        await Is(agent, "rung", card => card is { Status: AgentStatus.Ringing, Queue: "hubqueue" });
        Assert.Null((await agent.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(dial.CallId, Offers.Plain(1, 31102)))).Failure);
        var talks = await Is(agent, "on call", card => card.Status == AgentStatus.OnCall);
        Assert.Equal((dial.CallId, true), (talks.CallId, talks.DispositionRequired));
        Assert.Equal(["sold", "lost"], talks.Dispositions);

        Assert.Null((await Wish(agent, new AgentStateRequest(AgentWish.Paused, "lunch"))).Failure);
        await Is(agent, "going to pause", card => card is { Status: AgentStatus.OnCall, Next: AgentStatus.Paused, NextReason: "lunch" });
        await caller.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId));
        Assert.Null((await Is(agent, "wrapping up", card => card.Status == AgentStatus.WrapUp)).Until);
        Assert.Equal("conflict", (await Wish(agent, new AgentStateRequest(AgentWish.Ready))).Failure?.Code);
        Assert.Equal("invalid", (await agent.InvokeAsync<HubReceipt>("SetDisposition", new DispositionRequest("perhaps"))).Failure?.Code);
        Assert.Null((await agent.InvokeAsync<HubReceipt>("SetDisposition", new DispositionRequest("sold"))).Failure);
        Assert.NotNull((await Is(agent, "wrapping up with a disposition", card => card is { Status: AgentStatus.WrapUp, Disposition: "sold" })).Until);

        Assert.Null((await Wish(agent, new AgentStateRequest(AgentWish.Ready))).Failure);
        await Is(agent, "available again", card => card is { Status: AgentStatus.Available, Calls: > 0, Next: null });
        Assert.Null((await Wish(agent, new AgentStateRequest(AgentWish.LoggedOut))).Failure);
        await Is(agent, "logged out after work", card => card is { Status: AgentStatus.LoggedOut, Calls: > 0 });
        Assert.Equal("invalid", (await Wish(agent, new AgentStateRequest((AgentWish)7))).Failure?.Code);
    }

    private static Task<AgentCard> Is(HubPhone agent, string what, Func<AgentCard, bool> fits) => agent.WaitForAsync($"the agent to be {what}", fits, Soon);

    private static Task<HubReceipt> Wish(HubPhone agent, AgentStateRequest wish) => agent.InvokeAsync<HubReceipt>("SetAgentState", wish);

    private async Task PutAsync(string path, object body)
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/{path}", _admin, body);
        Assert.True(status is 200 or 201 or 204, $"{path}: {status} {problem}");
    }
}
