using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Ids;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>From the dialled number of a queue to the agent who answers: call, queue, agent and user as grains, on stores, with an edge without sockets.</summary>
[Collection(QueueHouse.Name)]
public sealed class QueueCallTests(GrainHouse house)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private DateTimeOffset Now => house.Time.GetUtcNow();

    private IQueueGrain Queue => house.Grains.GetGrain<IQueueGrain>("demo/support");

    [Fact]
    public async Task TheCallerHearsMusic_AnAgentIsRung_Answers_AndBothTalk()
    {
        await Open(2);
        var call = await Dial();
        await house.A.Until(call, "invite 2");
        await house.A.Report(house.Grains, call, new LegRinging(Leg(2), Now, 180));
        await house.A.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        Assert.Contains("connect 1 2", await house.A.Until(call, "connect"));

        Assert.Equal(CallPhase.Connected, (await house.Call(call).View())!.Phase);
        Assert.Equal(QueuePhase.Talking, Assert.Single((await Queue.View())!.Places).Phase);
        await Status(2, AgentStatus.OnCall);
        Assert.Equal(GrainHouse.User(2), Assert.Single(await Queue.Explain(call)).Agent);

        await house.A.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        await house.A.Until(call, "close 2");
        await house.A.Report(house.Grains, call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));
        await Status(2, AgentStatus.Available);
        await Left();
        Assert.Equal(("answered", "1002"), await house.Entry(call) is var entry ? (entry.Result, entry.ToUserId?.Replace("demo/agent", "100", StringComparison.Ordinal)) : default);
    }

    [Fact]
    public async Task ACall_IsWrittenWhenItMustBe_AndNotForEachWord()
    {
        await Open(2);
        await Queue.Configure((await Queue.View())!.Rules with { WrapUp = new WrapUpRules { Time = TimeSpan.FromSeconds(10) } });
        var before = Writes();
        var call = await Dial();
        await house.A.Until(call, "invite 2");
        await house.A.Report(house.Grains, call, new LegRinging(Leg(2), Now, 180));
        await house.A.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        await house.A.Until(call, "connect 1 2");
        await Status(2, AgentStatus.OnCall);
        await house.A.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        await house.A.Until(call, "close 2");
        await Left();
        await Status(2, AgentStatus.WrapUp);
        var after = Writes();

        // The agent: reserved, connected, released. The queue: joined, answered, left.
        Assert.Equal((3, 3), (after.Agent - before.Agent, after.Queue - before.Queue));

        // What follows from these, and what agents say again, is written after a moment.
        house.Time.Advance(TimeSpan.FromSeconds(10));
        await Status(2, AgentStatus.Available);
        Assert.Equal(after.Agent, Writes().Agent);
        house.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.GetAsync("the rest to be written", Soon, () => Task.FromResult(Writes()), late => late.Agent == after.Agent + 1 && late.Queue > after.Queue);
        await house.A.Report(house.Grains, call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));
        await house.Entry(call);
    }

    [Fact]
    public async Task AnAgentWhoseStoreIsAwayWhenTheyAnswer_IsOnTheCallWhenItIsBack()
    {
        await Open(2);
        var call = await Dial();
        await house.A.Until(call, "invite 2");
        await Status(2, AgentStatus.Ringing);
        var refused = house.Storage.Refused;
        house.Storage.DownFor = "agent";
        try
        {
            await house.A.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
            await house.A.Until(call, "connect 1 2");
            await Eventually.GetAsync("three attempts to store that the agent talks", Soon, () => Task.FromResult(house.Storage.Refused - refused), static n => n >= 3);
        }
        finally
        {
            house.Storage.DownFor = null;
        }

        Assert.NotEqual(AgentStatus.OnCall, (await Agent(2).View()).Status);
        await Eventually.IsTrueAsync("the agent to hear of the caller", Soon, async () =>
        {
            house.Time.Advance(TimeSpan.FromMilliseconds(200));
            return (await Agent(2).View()).Status == AgentStatus.OnCall;
        });
        await End(call);
        await house.A.Report(house.Grains, call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));
        await house.Entry(call);
    }

    [Fact]
    public async Task WhoDoesNotAnswer_IsPaused_AndTheNextOneIsRung()
    {
        await Open(2, 3);
        var call = await Dial();
        await house.A.Until(call, "invite 2");
        var first = Assert.Single(await Queue.Explain(call)).Agent;

        house.Time.Advance(TimeSpan.FromSeconds(20));
        await house.A.Until(call, "end 2");
        await Status(first == GrainHouse.User(2) ? 2 : 3, AgentStatus.Paused);
        await Eventually.GetAsync("the other agent to be offered the caller", Soon, async () => (await Queue.View())!.Agents, seats => seats.Any(seat => seat.Agent != first && seat.Offer is not null));
        await house.A.Until(call, "invite 3");

        await house.A.Report(house.Grains, call, new LegAnswered(Leg(3), Now, "answer", null));
        await house.A.Until(call, "connect 1 3");
        await End(call);
    }

    [Fact]
    public async Task ACallerWhoHangsUpWhileItRings_LeavesTheQueue_AndTheAgentIsFree()
    {
        await Open(2);
        var call = await Dial();
        await house.A.Until(call, "invite 2");

        await house.A.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));

        await house.A.Until(call, "end 2");
        await Left();
        await Status(2, AgentStatus.Available);
        await house.A.Report(house.Grains, call, new RecordingClosed(Leg(1), Now, new RecordingId(call.Tenant, $"{call.Name}-1"), 1, 900, true));
        Assert.Equal("cancelled", (await house.Entry(call)).Result);
    }

    [Fact]
    public async Task WhenCallAndQueueAreActivatedElsewhere_ThePlaceIsKept_AndAnAgentIsRung()
    {
        await Open();
        var call = await Dial();
        await house.A.Until(call, "answer 1");
        await GrainHouse.Deactivate(Queue);
        await house.Deactivate(call);
        Assert.Equal(call, Assert.Single((await Queue.View())!.Places).Call);

        await Queue.Configure((await Queue.View())!.Rules with { Members = [new QueueMember(GrainHouse.User(3))] });
        await Work(3);

        await house.A.Until(call, "invite 2");
        await house.A.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        await house.A.Until(call, "connect 1 2");
        await End(call);
    }

    [Fact]
    public async Task WhoHasWaitedLongEnough_IsSentToTheNumberThatTheRulesName()
    {
        await house.Register(4, house.A);
        await Open();
        await Queue.Configure((await Queue.View())!.Rules with { Limits = new QueueLimits { MaxWait = TimeSpan.FromSeconds(30), AfterMaxWait = "1004" } });
        var call = await Dial();
        await house.A.Until(call, "answer 1");

        house.Time.Advance(TimeSpan.FromSeconds(30));

        await house.A.Until(call, "invite 2");
        await Left();
        await house.A.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null));
        await house.A.Until(call, "connect 1 2");
        await End(call);
    }

    [Fact]
    public async Task AQueueThatIsClosed_RefusesTheCall()
    {
        await Open();
        await Queue.SetEmergency(true);

        var receipt = await house.Call(house.NewCall()).Offer(house.Offer(house.A, dialled: "2000"));

        Assert.Equal(480, receipt.Refusal!.SipCode);
        await Queue.SetEmergency(false);
    }

    private static LegId Leg(int number) => new(number);

    private IAgentGrain Agent(int number) => house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(number).Key);

    private async Task Open(params int[] agents)
    {
        await QueueHouse.Clear(Queue);
        await Queue.Configure(new QueueRules { Members = [.. agents.Select(agent => new QueueMember(GrainHouse.User(agent)))] });
        foreach (var agent in agents)
        {
            await Work(agent);
        }
    }

    private async Task Work(int agent)
    {
        await house.Register(agent, house.A);
        await Agent(agent).LogIn();
        await Agent(agent).Ready();
        await Eventually.IsTrueAsync(
            $"the queue to know that agent {agent} is free", Soon, async () => (await Queue.View())!.Agents.Any(seat => seat.Agent == GrainHouse.User(agent) && seat.Status != AgentStatus.LoggedOut && seat.Status != AgentStatus.Paused));
    }

    private async Task<CallId> Dial()
    {
        var call = house.NewCall();
        var receipt = await house.Call(call).Offer(house.Offer(house.A, dialled: "2000"));
        Assert.Null(receipt.Refusal);
        await house.A.Until(call, "open 1");
        await house.A.Report(house.Grains, call, new MediaAnswered(Leg(1), Now, null, false));
        return call;
    }

    private async Task End(CallId call)
    {
        await house.A.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Hangup)));
        await Left();
    }

    private Task Left() => Eventually.IsTrueAsync("the caller to leave the queue", Soon, async () => (await Queue.View())!.Places.IsEmpty);

    private Task Status(int agent, AgentStatus status) =>
        Eventually.IsTrueAsync($"agent {agent} to be {status}", Soon, async () => (await Agent(agent).View()).Status == status);

    private (int Agent, int Queue) Writes()
    {
        lock (house.Storage.Writes)
        {
            var agent = house.Grains.GetGrain<IAgentGrain>(GrainHouse.User(2).Key).GetGrainId();
            return (house.Storage.WritesOf.GetValueOrDefault(agent), house.Storage.WritesOf.GetValueOrDefault(Queue.GetGrainId()));
        }
    }
}
