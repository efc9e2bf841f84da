using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Tests.Queues;

namespace RtcCluster.Grains.Tests.Agents;

/// <summary>What an agent does is kept until the history has confirmed it.</summary>
public sealed class WorkLogTests
{
    private static readonly QueueId Queue = Floor.Queue("support");
    private readonly AgentState _agent = new();
    private DateTimeOffset _now = Floor.Start;

    public WorkLogTests()
    {
        Put(new AgentInput.Activated(Floor.Agent("ana")));
        Put(new AgentInput.Ordered(new AgentOrder.Serve(Queue, 1, true)));
    }

    [Fact]
    public void ADay_IsOneTimeAfterTheOther_WithoutGaps()
    {
        Put(new AgentInput.LoggedIn());
        Pass(60);
        Order(new AgentOrder.Reserve(Queue, 1, 7, 0, _now));
        Pass(1);
        Order(new AgentOrder.Ring(Queue, 7));
        Pass(5);
        Order(new AgentOrder.Connect(Queue, 7, new WrapUpRules { Time = TimeSpan.FromSeconds(30) }));
        Pass(100);
        Put(new AgentInput.Disposed("sold"));
        Put(new AgentInput.Paused("lunch"));
        Order(new AgentOrder.Release(Queue, 7, ReleaseReason.TalkEnded));
        Pass(30);
        Put(new AgentInput.DeadlineReached());
        Pass(600);
        Put(new AgentInput.LoggedOut(false));

        Assert.Equal(
            ["Available 0-60", "Reserved 60-66 support 7", "OnCall 66-166 support 7", "WrapUp 166-196 support 7 sold", "Paused 196-796 lunch"],
            Words());
        Assert.Null(_agent.Current);
        Assert.Equal(_agent.Unwritten.Select(work => work.Number).Order(), _agent.Unwritten.Select(work => work.Number));
    }

    [Fact]
    public void WhatGoesOn_IsKnownFromItsBeginning_AndKeepsItsNumberWhenItEnds()
    {
        Put(new AgentInput.LoggedIn());
        var begun = Assert.Single(_agent.Unwritten);
        Assert.Null(begun.To);
        _agent.Unwritten.Remove(begun);

        Pass(10);
        Put(new AgentInput.Paused("lunch"));

        Assert.Equal((begun.Number, _now), (_agent.Unwritten[0].Number, _agent.Unwritten[0].To!.Value));
        Assert.Equal(["Available 0-10", "Paused 10- lunch"], Words());
    }

    [Fact]
    public void AConfirmationOfTheBeginning_DoesNotTakeTheEnd()
    {
        Put(new AgentInput.LoggedIn());
        var begun = _agent.Unwritten[0];
        Pass(10);
        Put(new AgentInput.LoggedOut(false));

        _agent.Unwritten.Remove(begun);

        Assert.Equal(["Available 0-10"], Words());
    }

    [Fact]
    public void AWrapUpOfNoTime_LeavesNoTrace()
    {
        Put(new AgentInput.LoggedIn());
        Order(new AgentOrder.Reserve(Queue, 1, 7, 0, _now));
        Pass(1);
        Order(new AgentOrder.Connect(Queue, 7, new WrapUpRules { Time = TimeSpan.Zero }));
        Pass(9);
        Order(new AgentOrder.Release(Queue, 7, ReleaseReason.TalkEnded));

        Assert.Equal(["OnCall 1-10 support 7", "Available 10-"], Words()[^2..]);
    }

    [Fact]
    public void AWrapUpThatEndedWhileNobodyHadTheAgent_EndedWhenItWasToEnd()
    {
        Put(new AgentInput.LoggedIn());
        Order(new AgentOrder.Reserve(Queue, 1, 7, 0, _now));
        Order(new AgentOrder.Connect(Queue, 7, new WrapUpRules { Time = TimeSpan.FromSeconds(30) }));
        Pass(10);
        Order(new AgentOrder.Release(Queue, 7, ReleaseReason.TalkEnded));
        Pass(3600);

        Put(new AgentInput.Activated(Floor.Agent("ana")));

        Assert.True(_agent.Free);
        Assert.Equal(["WrapUp 10-40 support 7", "Available 40-"], Words()[^2..]);
    }

    [Fact]
    public void AnAgentWhoseStateWasLost_TakesNumbersThatAreAboveTheOldOnes()
    {
        Put(new AgentInput.LoggedIn());
        Pass(10);
        Put(new AgentInput.Paused("lunch"));
        var last = _agent.LastWork;
        Pass(10);
        var anew = new AgentState();
        AgentMachine.Apply(anew, new AgentInput.Activated(Floor.Agent("ana")), _now);
        AgentMachine.Apply(anew, new AgentInput.LoggedIn(), _now);

        Assert.True(anew.LastWork > last);
    }

    private void Pass(int seconds) => _now += TimeSpan.FromSeconds(seconds);

    private void Order(AgentOrder order) => Put(new AgentInput.Ordered(order));

    private void Put(AgentInput input) => AgentMachine.Apply(_agent, input, _now);

    private string[] Words() =>
    [
        .. _agent.Unwritten.Select(work => string.Join(' ', new[]
        {
            $"{work.Status} {(work.From - Floor.Start).TotalSeconds}-{(work.To - Floor.Start)?.TotalSeconds}", work.Reason, work.Queue?.Name, work.Offer?.ToString(), work.Disposition,
        }.OfType<string>())),
    ];
}
