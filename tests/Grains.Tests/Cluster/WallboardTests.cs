using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Queue, agent, user and wallboard as grains: what supervisors' edges are told, and what a call of no queue does to an agent.</summary>
[Collection(QueueHouse.Name)]
public sealed class WallboardTests(GrainHouse house)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    private static readonly TenantId Tenant = new("demo");

    private IWallboardGrain Wallboard => house.Grains.GetGrain<IWallboardGrain>(IWallboardGrain.KeyOf(Tenant));

    [Fact]
    public async Task WhoWatchesLate_GetsEverything_ThenEachChangeByItsNumber()
    {
        var (queue, agent) = (Queue("board-late"), Agent("board-late"));
        await queue.Configure(new QueueRules { Name = "Late", Members = [new QueueMember(User("board-late"))] });
        await Eventually.IsTrueAsync("the agent to serve", Soon, async () => (await agent.View()).Queues.Length == 1);

        var view = await Eventually.GetAsync(
            "the queue and its agent to be on the board",
            Soon,
            async () => (await Wallboard.Watch(house.B.Id, null))!,
            view => view.Queues.Any(card => card is { Queue: "board-late", Name: "Late", Agents.LoggedOut: 1 }) && view.Agents.Any(card => card.Agent == "board-late"));
        await agent.LogIn();
        await queue.Join(new QueueJoin { Call = new CallId(Tenant, "board-late"), Caller = new Party("1001"), Needs = [new SkillNeed("none", 100, [])] });

        await Told("one to wait", change => change.Queues.Any(card => card is { Queue: "board-late", Waiting: 1, LongestSince: not null, Agents: { Available: 1, LoggedOut: 0 } }));
        await Told("the agent to be available", change => change.Agents.Any(card => card is { Agent: "board-late", Status: AgentStatus.Available }));
        var numbers = house.B.Wallboards.Where(change => change.Mark.Activation == view.Mark.Activation).Select(change => change.Mark.Number).Order().ToList();
        Assert.Equal(Enumerable.Range(0, numbers.Count).Select(i => numbers[0] + i), numbers);
        await queue.Leave(new CallId(Tenant, "board-late"), 1);
        await Told("one to have given up", change => change.Queues.Any(card => card is { Queue: "board-late", Waiting: 0, Abandoned: 1 }));
        await agent.LogOut(force: true);
        await queue.Remove();
        await Told("the queue to be gone", change => change.QueuesGone.Contains("board-late"));
        await Told("the agent to be gone", change => change.AgentsGone.Contains("board-late"));
    }

    [Fact]
    public async Task AnEdgeThatKnowsEverything_IsNotToldItAgain_AndAnotherActivationTellsAll()
    {
        var view = await Wallboard.Watch(house.A.Id, null);
        await Eventually.IsTrueAsync("the wallboard to be at rest", Soon, async () => (view = await Wallboard.Watch(house.A.Id, view!.Mark) ?? view) is not null && await Wallboard.Watch(house.A.Id, view.Mark) is null);

        await GrainHouse.Deactivate(Wallboard);
        house.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.NotEqual(view!.Mark.Activation, (await Wallboard.Watch(house.A.Id, view.Mark))!.Mark.Activation);
    }

    [Fact]
    public async Task WhoIsInACallOfNoQueue_IsOfferedNone_UntilItEnds()
    {
        var (queue, agent, user) = (Queue("board-busy"), Agent("board-busy"), house.Grains.GetGrain<IUserGrain>(User("board-busy").Key));
        var (before, during, ofQueue) = (new CallId(Tenant, "busy-before"), new CallId(Tenant, "busy-during"), new CallId(Tenant, "busy-queue"));
        await user.CallChanged(new UserCall(before, UserCallState.Talking, house.Time.GetUtcNow()));
        await queue.Configure(new QueueRules { Members = [new QueueMember(User("board-busy"))] });
        await user.BeginWork();
        await agent.LogIn();
        Assert.Equal((true, "busy-before"), await Card(agent));

        await user.CallChanged(new UserCall(before, UserCallState.None, house.Time.GetUtcNow()));
        Assert.Equal((false, null), await Card(agent));
        await user.CallChanged(new UserCall(ofQueue, UserCallState.Talking, house.Time.GetUtcNow(), OfQueue: true));
        await user.CallChanged(new UserCall(during, UserCallState.Ringing, house.Time.GetUtcNow()));
        Assert.Equal((false, null), await Card(agent));
        await user.CallChanged(new UserCall(during, UserCallState.Talking, house.Time.GetUtcNow()));
        Assert.Equal((true, "busy-during"), await Card(agent));
        await user.CallChanged(new UserCall(ofQueue, UserCallState.None, house.Time.GetUtcNow()));
        Assert.Equal((true, "busy-during"), await Card(agent));
        await queue.Join(new QueueJoin { Call = new CallId(Tenant, "busy-waits"), Caller = new Party("1001") });
        Assert.Empty(await queue.Explain(null));

        await user.CallChanged(new UserCall(during, UserCallState.None, house.Time.GetUtcNow()));
        await Eventually.IsTrueAsync("the caller to be offered", Soon, async () => (await queue.Explain(null)).Length == 1);
        await queue.Leave(new CallId(Tenant, "busy-waits"), 1);
        await agent.LogOut(force: true);
        await queue.Remove();
    }

    private static UserId User(string name) => new(Tenant, name);

    private static async Task<(bool Elsewhere, string? Call)> Card(IAgentGrain agent) => (await agent.Glance())!.Card is var card ? (card.IsElsewhere, card.CallId) : default;

    private IQueueGrain Queue(string name) => house.Grains.GetGrain<IQueueGrain>(new QueueId(Tenant, name).Key);

    private IAgentGrain Agent(string name) => house.Grains.GetGrain<IAgentGrain>(User(name).Key);

    private Task Told(string what, Func<WallboardChange, bool> fits) => Eventually.IsTrueAsync($"the edge to be told of {what}", Soon, () => Task.FromResult(house.B.Wallboards.Any(fits)));
}
