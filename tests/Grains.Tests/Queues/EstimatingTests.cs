using RtcCluster.Contracts.Queues;

namespace RtcCluster.Grains.Tests.Queues;

public sealed class EstimatingTests
{
    [Fact]
    public void ANewQueue_LearnsFromItsFirstCalls_AndRecentOnesCountMoreThen()
    {
        var floor = new Floor(new QueueRules(), "ana");
        Assert.Equal(TimeSpan.FromMinutes(3), floor.State().Counts.Handling);

        Talk(floor, "c1", 20);
        Assert.Equal(TimeSpan.FromSeconds(20), floor.State().Counts.Handling);
        Talk(floor, "c2", 40);
        Assert.Equal(TimeSpan.FromSeconds(30), floor.State().Counts.Handling);
        for (var i = 3; i <= 8; i++)
        {
            Talk(floor, $"c{i}", 30);
        }

        Talk(floor, "c9", 110);
        Assert.Equal(TimeSpan.FromSeconds(40), floor.State().Counts.Handling);
    }

    [Fact]
    public void WhatAQueueOfTheVersionBeforeHasLearned_IsKept()
    {
        var floor = new Floor(new QueueRules(), "ana");
        floor.State().Counts.Handling = TimeSpan.FromSeconds(80);

        Talk(floor, "c1", 160);

        Assert.Equal(TimeSpan.FromSeconds(90), floor.State().Counts.Handling);
    }

    private static void Talk(Floor floor, string call, int seconds)
    {
        floor.Join(call);
        floor.Answer("ana");
        floor.Advance(TimeSpan.FromSeconds(seconds));
        floor.HangUp(call);
    }
}
