using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Calls;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>What a queue says comes late: its process died and said it again, or the call was busy with an answer. A caller who talks has not left the queue.</summary>
public sealed class LateQueueTests
{
    [Fact]
    public void WhatComesWhenTheCallerTalks_IsNoSignThatTheCallerHasLeft()
    {
        var script = Talking();
        var visit = script.State.Queue!;

        // The queue that hears of a caller who has left releases the agent, and offers them the next one in the middle of the talk.
        Assert.True(script.OfferTo(CallScript.Agent2, 5).Last.StillWaits);
        Assert.True(script.OfferTo(CallScript.Agent2, 6).Last.StillWaits);
        Assert.True(script.Apply(new CallInput.QueueAnnounces(visit.Queue, visit.Number, 9, [])).StillWaits);
        Assert.True(script.Apply(new CallInput.QueueSends(visit.Queue, visit.Number, null, QueueJoinStatus.MaxWait)).StillWaits);
        script.Apply(new CallInput.QueueStops(visit.Queue, 5));

        Assert.True(script.State.Queue is { Talking: true, End: null });
        Assert.Equal(2, script.State.Legs.Count(static leg => leg.Talking));
    }

    [Fact]
    public void WhatComesWhenTheCallerHasLeft_IsToldToTheQueue()
    {
        var script = Talking();
        var visit = script.State.Queue!;
        script.See(script.Closed(1));

        Assert.False(script.Apply(new CallInput.QueueAnnounces(visit.Queue, visit.Number, 9, [])).StillWaits);
        Assert.False(script.OfferTo(CallScript.Agent2, 6).Last.StillWaits);
        Assert.False(script.Apply(new CallInput.QueueSends(visit.Queue, visit.Number, null, QueueJoinStatus.MaxWait)).StillWaits);
    }

    private static CallScript Talking()
    {
        var script = new CallScript().Offer(dialled: "2000").Enter();
        script.See(script.MediaAnswered(1));
        return script.OfferTo(CallScript.Agent2, 5).AgentAnswers();
    }
}
