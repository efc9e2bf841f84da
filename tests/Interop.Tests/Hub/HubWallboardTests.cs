using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Hub;
using RtcCluster.Interop.Tests.Cluster;
using RtcCluster.Interop.Tests.Rest;
using RtcCluster.TestKit.Hub;

namespace RtcCluster.Interop.Tests.Hub;

/// <summary>What supervisors see at the hub: a queue, agents and numbers of the test's own.</summary>
[Collection(ClusterCollection.Name)]
public sealed class HubWallboardTests(ClusterFixture cluster) : IAsyncLifetime
{
    private const string Password = "a good one";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);
    private static readonly string[] Paths = ["lines/2121", "queues/board", "lines/1121", "users/boarda", "users/boardb"];
    private string _admin = "";

    private Uri Web => cluster.Server.Addresses.WebUrl;

    public async ValueTask InitializeAsync()
    {
        _admin = await Http.TokenAsync(Web, "admin@demo.test");
        await Http.SaveUserAsync(Web, _admin, "boarda", new { email = "boarda@demo.test", displayName = "Ana of the Board", extension = "1121", role = "agent", password = Password });
        await Http.SaveUserAsync(Web, _admin, "boardb", new { email = "boardb@demo.test", displayName = "Ben of the Board", extension = "1122", role = "agent", password = Password });
        await PutAsync("lines/1121", new { name = "Ana", kind = "user", target = "boarda", recording = "never" });
        await PutAsync("queues/board", new { name = "Board", members = new[] { new { agent = "boarda" }, new { agent = "boardb" } } });
        await PutAsync("lines/2121", new { name = "Board", kind = "queue", target = "board", recording = "never" });
    }

    public async ValueTask DisposeAsync()
    {
        var supervisor = await Http.TokenAsync(Web, "supervisor@demo.test");
        foreach (var agent in new[] { "boarda", "boardb" })
        {
            await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/agents/{agent}/state", supervisor, new { state = "loggedOut", force = true });
        }

        foreach (var path in Paths)
        {
            await Http.SendAsync(Web, HttpMethod.Delete, $"api/v1/{path}", _admin);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ASupervisorSeesQueuesAndAgents_AndACallOfAQueueSaysSo(bool messagePack)
    {
        await using var supervisor = await PhoneAsync("supervisor@demo.test", "demo", $"board-watch-{messagePack}", messagePack);
        await using var agent = await PhoneAsync("boarda@demo.test", Password, $"board-agent-{messagePack}", messagePack);
        await using var caller = await PhoneAsync("agent1@demo.test", "demo", $"board-caller-{messagePack}", messagePack);
        var before = (await agent.WaitForAsync<AgentCard>("its own card", _ => true, Soon)).Calls;
        Assert.Null((await supervisor.InvokeAsync<HubReceipt>("WatchQueues")).Failure);
        Assert.Null((await supervisor.InvokeAsync<HubReceipt>("WatchAgents", new AgentsRequest("board", null, "of the board"))).Failure);
        Assert.True((await supervisor.WaitForAsync<QueuesUpdate>("all queues", _ => true, Soon)).IsWhole);
        Assert.True((await supervisor.WaitForAsync<AgentsUpdate>("all agents", _ => true, Soon)).IsWhole);
        await Agent(supervisor, "to be known", card => card is { Agent: "boarda", Name: "Ana of the Board", Status: AgentStatus.LoggedOut });

        var dial = await caller.InvokeAsync<DialReceipt>("Dial", new DialRequest($"board-call-{messagePack}", "2121", Offers.Plain(1, 31110)));
        await Queue(supervisor, "one to wait", card => card is { Waiting: 1, LongestSince: not null, Agents.LoggedOut: 2 });
        Assert.Null((await agent.InvokeAsync<HubReceipt>("SetAgentState", new AgentStateRequest(AgentWish.Ready))).Failure);
        var rings = await agent.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId, Soon);
        Assert.Equal(("Board", true), (rings.Queue, rings.WaitedSeconds is >= 0 and < 15));
        Assert.Null((await agent.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(dial.CallId, Offers.Plain(1, 31112)))).Failure);
        await Agent(supervisor, "to talk", card => card is { Agent: "boarda", Status: AgentStatus.OnCall, Queue: "board" } && card.CallId == dial.CallId);
        await Queue(supervisor, "the agent to talk", card => card is { Waiting: 0, Talking: 1, Agents: { OnCall: 1, LoggedOut: 1 } });
        Assert.Null((await caller.WaitForAsync<CallUpdate>("to be connected", update => update.Call.State == HubCallState.Connected, Soon)).Call.Queue);

        await caller.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId));
        await agent.WaitForAsync<AgentCard>("to be available after the call", card => card is { Status: AgentStatus.Available, CallId: null } && card.Calls > before, Soon);
        await using var late = await PhoneAsync("supervisor@demo.test", "demo", $"board-late-{messagePack}", messagePack);
        Assert.Null((await late.InvokeAsync<HubReceipt>("WatchAgents", new AgentsRequest("board", AgentStatus.Available))).Failure);
        await Agent(late, "to be available", card => card is { Agent: "boarda", Status: AgentStatus.Available });
        Assert.Null((await agent.InvokeAsync<HubReceipt>("SetAgentState", new AgentStateRequest(AgentWish.LoggedOut))).Failure);
        await late.WaitForAsync<AgentsUpdate>("the agent to fit no more", update => update.Gone.Contains("boarda"), Soon);
        await Agent(supervisor, "to be logged out after work", card => card is { Agent: "boarda", Status: AgentStatus.LoggedOut } && card.Calls > before);
        Assert.All(supervisor.Told.OfType<AgentsUpdate>().SelectMany(update => update.Agents), card => Assert.StartsWith("board", card.Agent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnAgentInACallOfTheirOwn_IsOfferedNone()
    {
        await using var agent = await PhoneAsync("boarda@demo.test", Password, "board-own-agent");
        await using var caller = await PhoneAsync("agent1@demo.test", "demo", "board-own-caller");
        Assert.Null((await agent.InvokeAsync<HubReceipt>("SetAgentState", new AgentStateRequest(AgentWish.Ready))).Failure);
        var dial = await caller.InvokeAsync<DialReceipt>("Dial", new DialRequest("board-own-call", "1121", Offers.Plain(1, 31114)));
        await agent.WaitForAsync<CallCard>("an incoming call", card => card.CallId == dial.CallId && card.Queue is null, Soon);
        await agent.InvokeAsync<HubReceipt>("Answer", new AnswerRequest(dial.CallId, Offers.Plain(1, 31116)));

        await agent.WaitForAsync<AgentCard>("to be elsewhere", card => card is { IsElsewhere: true, Status: AgentStatus.Available } && card.CallId == dial.CallId, Soon);

        await caller.InvokeAsync<HubReceipt>("HangUp", new CallRequest(dial.CallId));
        await agent.WaitForAsync<CallUpdate>("the end", update => update.Call.CallId == dial.CallId && update.Call.State == HubCallState.Ended, Soon);
        await using var next = await PhoneAsync("agent1@demo.test", "demo", "board-own-next");
        var queued = await next.InvokeAsync<DialReceipt>("Dial", new DialRequest("board-own-queued", "2121", Offers.Plain(1, 31118)));
        await agent.WaitForAsync<CallCard>("a call of the queue", card => card.CallId == queued.CallId, Soon);
        await next.InvokeAsync<HubReceipt>("HangUp", new CallRequest(queued.CallId));
        await next.WaitForAsync<CallUpdate>("the end", update => update.Call.State == HubCallState.Ended, Soon);
    }

    [Fact]
    public async Task OnlySupervisorsWatch()
    {
        await using var agent = await PhoneAsync("boardb@demo.test", Password, "board-curious");
        await using var supervisor = await PhoneAsync("supervisor@demo.test", "demo", "board-bounds");

        Assert.Equal("forbidden", (await agent.InvokeAsync<HubReceipt>("WatchQueues")).Failure?.Code);
        Assert.Equal("forbidden", (await agent.InvokeAsync<HubReceipt>("WatchAgents", new AgentsRequest())).Failure?.Code);
        Assert.Equal("invalid", (await supervisor.InvokeAsync<HubReceipt>("WatchAgents", new AgentsRequest("../etc"))).Failure?.Code);
        Assert.Equal("invalid", (await supervisor.InvokeAsync<HubReceipt>("WatchAgents", new AgentsRequest(Search: new string('x', 65)))).Failure?.Code);
        Assert.DoesNotContain(agent.Told, told => told is QueuesUpdate or AgentsUpdate);
    }

    private static Task<AgentsUpdate> Agent(HubPhone supervisor, string what, Func<AgentCard, bool> fits) =>
        supervisor.WaitForAsync<AgentsUpdate>($"an agent {what}", update => update.Agents.Any(fits), Soon);

    private static Task<QueuesUpdate> Queue(HubPhone supervisor, string what, Func<QueueCard, bool> fits) =>
        supervisor.WaitForAsync<QueuesUpdate>(what, update => update.Queues.Any(card => card.Queue == "board" && fits(card)), Soon);

    private async Task<HubPhone> PhoneAsync(string email, string password, string device, bool messagePack = false) =>
        await HubPhone.ConnectAsync(Web, await Http.TokenAsync(Web, email, password), device, messagePack);

    private async Task PutAsync(string path, object body)
    {
        var (status, problem) = await Http.SendAsync(Web, HttpMethod.Put, $"api/v1/{path}", _admin, body);
        Assert.True(status is 200 or 201 or 204, $"{path}: {status} {problem}");
    }
}
