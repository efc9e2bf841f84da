using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Queues;

namespace RtcCluster.Grains.Tests.Queues;

/// <summary>Messages that come twice, too late or from nowhere, and people who vanish in every state.</summary>
public sealed class OfferTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void AnAnswerThatComesTwice_IsAcceptedTwice_AndCountsOnce()
    {
        var floor = new Floor(new QueueRules(), "ana");
        floor.Join("c1");
        Assert.True(floor.Answer("ana"));

        Assert.True(floor.Put("support", new QueueInput.OfferAnswered(Floor.Call("c1"), 1)).Accepted);

        Assert.Equal((1, 1), (floor.State().Counts.Answered, floor.Agents["ana"].Calls));
    }

    [Fact]
    public void AnAnswerThatComesTooLate_IsRefused()
    {
        var floor = new Floor(new QueueRules(), "ana", "bob");
        floor.Join("c1");
        floor.Fail("ana");
        Assert.Equal("c1>bob", floor.Rung[^1]);

        Assert.False(floor.Put("support", new QueueInput.OfferAnswered(Floor.Call("c1"), 1)).Accepted);
        Assert.True(floor.Answer("bob"));
    }

    [Fact]
    public void OfTwoAgentsWhoAnswerAtOnce_OneHasTheCaller()
    {
        var floor = new Floor(new QueueRules { Strategy = QueueStrategy.RingAll }, "ana", "bob");
        floor.Join("c1");

        var first = floor.Put("support", new QueueInput.OfferAnswered(Floor.Call("c1"), 2)).Accepted;
        var second = floor.Put("support", new QueueInput.OfferAnswered(Floor.Call("c1"), 1)).Accepted;

        Assert.Equal((true, false), (first, second));
        Assert.Equal((AgentStatus.Available, AgentStatus.OnCall), (floor.Agents["ana"].Status, floor.Agents["bob"].Status));
    }

    [Fact]
    public void AnAnswerOfAnotherCall_OrToAnOfferThatNeverWas_IsRefused()
    {
        var floor = new Floor(new QueueRules(), "ana");
        floor.Join("c1");
        floor.Join("c2");

        Assert.False(floor.Put("support", new QueueInput.OfferAnswered(Floor.Call("c2"), 1)).Accepted);
        Assert.False(floor.Put("support", new QueueInput.OfferAnswered(Floor.Call("c1"), 99)).Accepted);
        Assert.True(floor.Answer("ana"));
    }

    [Theory]
    [InlineData("waiting", "abandoned", 1)]
    [InlineData("ringing", "abandoned", 1)]
    [InlineData("talking", "served", 0)]
    public void TheCallerHangsUp_InEveryState_AndTheAgentIsFreeForTheNext(string state, string outcome, int abandoned)
    {
        var floor = new Floor(new QueueRules());
        floor.Configure("support", new QueueRules { Members = [new QueueMember(Floor.Agent("ana"))] });
        if (state is "ringing" or "talking")
        {
            floor.LogIn("ana");
        }

        floor.Join("c1");
        if (state == "talking")
        {
            floor.Answer("ana");
        }

        floor.HangUp("c1");

        Assert.Equal(outcome, floor.Calls["c1"].Outcome);
        Assert.Equal(abandoned, floor.State().Counts.Abandoned);
        Assert.Empty(floor.State().Callers);
        floor.LogIn("ana");
        floor.Join("c2");
        Assert.Equal("c2>ana", floor.Rung[^1]);
    }

    [Fact]
    public void TheCallerHangsUp_WhileTheAgentIsAsked_AndTheAgentIsReleasedWhateverComesFirst()
    {
        var floor = new Floor { Immediate = false };
        floor.Configure("support", new QueueRules { Members = [new QueueMember(Floor.Agent("ghost"))] });
        floor.Put("support", new QueueInput.AgentTold(News("ghost", 1, free: true)));
        floor.Join("c1");

        floor.Put("support", new QueueInput.Left(Floor.Call("c1"), 1));
        floor.Put("support", new QueueInput.AgentAnswered(new AgentAnswer(1, AgentAnswerKind.Reserved, News("ghost", 2, free: false))));

        var slot = Assert.Single(floor.State().Seats.Values).Slot!;
        Assert.Equal((SlotPhase.Releasing, ReleaseReason.CallerGone), (slot.Phase, slot.Reason));
        Assert.Empty(floor.State().Callers);
        Assert.DoesNotContain(floor.Wire, message => message is FloorMessage.ToCall { Tell: QueueTell.Ring });
    }

    [Fact]
    public void AnAgentWhoVanishesWhileReserved_KeepsNobodyWaiting()
    {
        var floor = new Floor { Immediate = false };
        floor.Configure("support", new QueueRules { Members = [new QueueMember(Floor.Agent("ghost")), new QueueMember(Floor.Agent("ana"), 1)] });
        floor.Put("support", new QueueInput.AgentTold(News("ghost", 1, free: true)));
        floor.Join("c1");
        floor.Wire.Clear();

        // The agent is asked three times, then another one gets the caller.
        for (var second = 0; second < 10; second++)
        {
            floor.Advance(Second);
        }

        Assert.Equal(SlotPhase.Releasing, floor.State().Seats.Values.Single(seat => seat.Agent == Floor.Agent("ghost")).Slot!.Phase);
        floor.Put("support", new QueueInput.AgentTold(News("ana", 1, free: true)));
        Assert.Equal(Floor.Agent("ana"), floor.Decisions[^1].Why.Agent);

        // And when the ghost is heard of again it is released first, then offered others.
        floor.Put("support", new QueueInput.AgentAnswered(new AgentAnswer(1, AgentAnswerKind.Released, News("ghost", 2, free: true))));
        floor.Join("c2");
        Assert.Equal(Floor.Agent("ghost"), floor.Decisions[^1].Why.Agent);
    }

    [Fact]
    public void AnAgentWhoseRingingNobodyReports_IsGivenUpByTheQueue()
    {
        var floor = new Floor(new QueueRules { RingTime = 20 * Second }, "ana", "bob");
        floor.Join("c1");
        floor.Advance(24 * Second);
        Assert.Equal(["c1>ana"], floor.Rung);

        floor.Advance(1 * Second);

        Assert.Equal(["c1>ana", "c1>bob"], floor.Rung);
        Assert.Equal((AgentStatus.Paused, Working.NoAnswer), (floor.Agents["ana"].Status, floor.Agents["ana"].Reason));
    }

    [Theory]
    [InlineData(AgentStatus.Ringing)]
    [InlineData(AgentStatus.OnCall)]
    public void AnAgentWhoIsLoggedOutByForce_GivesTheCallerBack_OrGoesOnTalking(AgentStatus state)
    {
        var floor = new Floor(new QueueRules(), "ana", "bob");
        floor.Join("c1");
        if (state == AgentStatus.OnCall)
        {
            floor.Answer("ana");
        }

        floor.Put("ana", new AgentInput.LoggedOut(Force: true));

        Assert.Equal(AgentStatus.LoggedOut, floor.Agents["ana"].Status);
        Assert.Equal(state == AgentStatus.Ringing ? ["c1>ana", "c1>bob"] : ["c1>ana"], floor.Rung);
        floor.HangUp("c1");
        Assert.All(floor.State().Seats.Values, seat => Assert.Null(seat.Slot));
        Assert.Empty(floor.State().Callers);
    }

    [Fact]
    public void AnAgentWhoLeavesByATransfer_WrapsUp_AndTheCallerIsServed()
    {
        var floor = new Floor(new QueueRules { WrapUp = new WrapUpRules { Time = 10 * Second } }, "ana");
        floor.Join("c1");
        floor.Answer("ana");

        floor.Put("support", new QueueInput.AgentLeft(Floor.Call("c1"), 1));

        Assert.Equal(AgentStatus.WrapUp, floor.Agents["ana"].Status);
        Assert.Empty(floor.State().Callers);
        floor.HangUp("c1");
        Assert.Equal(0, floor.State().Counts.Abandoned);
    }

    [Fact]
    public void AnAgentWhoIsNoMember_IsToldSo_AndOfferedNothing()
    {
        var floor = new Floor(new QueueRules(), "ana");
        floor.Put("ana", new AgentInput.Paused("lunch"));
        floor.Join("c1");

        floor.Put("support", new QueueInput.AgentTold(News("stranger", 7, free: true) with { Rules = 0 }));
        floor.Put("support", new QueueInput.AgentAnswered(new AgentAnswer(1, AgentAnswerKind.Reserved, News("stranger", 8, free: true) with { Rules = 0 })));

        Assert.Empty(floor.Decisions);
        Assert.DoesNotContain(floor.State().Seats.Values, seat => seat.Agent == Floor.Agent("stranger"));
        Assert.False(floor.Agents["stranger"].Links.Single().Serves);
    }

    [Fact]
    public void AnAgentWhoseProcessDiesInTheWrapUp_IsAskedSoonAfterItShouldBeOver()
    {
        var floor = new Floor(new QueueRules { WrapUp = new WrapUpRules { Time = 10 * Second } }, "ana");
        floor.Join("c1");
        floor.Answer("ana");
        floor.HangUp("c1");
        floor.Die("ana");
        floor.Join("c2");

        floor.Advance(14 * Second);
        Assert.Equal(["c1>ana"], floor.Rung);

        floor.Advance(2 * Second);
        Assert.Equal(["c1>ana", "c2>ana"], floor.Rung);
    }

    [Fact]
    public void AnAgentWhoseProcessDiesInTheWrapUpOfAnotherQueue_IsAskedWithinAMinute()
    {
        var floor = new Floor();
        floor.Configure("support", new QueueRules { Members = [new QueueMember(Floor.Agent("ana"))] });
        floor.Configure("sales", new QueueRules { Members = [new QueueMember(Floor.Agent("ana"))], WrapUp = new WrapUpRules { Time = TimeSpan.FromMinutes(2) } });
        floor.LogIn("ana");
        floor.Join("c1", queue: "sales");
        floor.Answer("ana");
        floor.HangUp("c1");
        floor.Join("c2");
        floor.Die("ana");

        floor.Advance(TimeSpan.FromSeconds(121));

        Assert.Equal(["c1>ana", "c2>ana"], floor.Rung);
    }

    [Fact]
    public void AnAgentWhoIsPaused_IsNotAsked()
    {
        var floor = new Floor(new QueueRules(), "ana");
        floor.Put("ana", new AgentInput.Paused("lunch"));

        floor.Advance(TimeSpan.FromHours(1));

        Assert.Equal(AgentStatus.Paused, floor.Agents["ana"].Status);
        Assert.DoesNotContain(floor.Journals["support"], entry => entry.Input is QueueInput.DeadlineReached);
    }

    [Fact]
    public void AMemberWhoIsTakenOutInACall_FinishesIt_AndIsOfferedNoOther()
    {
        var floor = new Floor(new QueueRules(), "ana");
        floor.Join("c1");
        floor.Answer("ana");
        floor.Join("c2");

        floor.Configure("support", floor.State().Rules with { Members = [] });
        floor.HangUp("c1");

        Assert.Equal(["c1>ana"], floor.Rung);
        Assert.Empty(floor.State().Seats);
        Assert.Equal(AgentStatus.Available, floor.Agents["ana"].Status);
    }

    [Fact]
    public void AJoinThatComesTwice_IsOnePlace_AndOneThatComesAfterTheLeave_IsNone()
    {
        var floor = new Floor(new QueueRules());
        floor.Join("c1");
        floor.Join("c1");
        Assert.Single(floor.State().Callers);
        floor.HangUp("c1");

        Assert.Equal(QueueJoinStatus.Left, floor.Join("c1").Status);
        floor.Put("support", new QueueInput.Left(Floor.Call("c2"), 1));
        Assert.Equal(QueueJoinStatus.Left, floor.Join("c2").Status);
        Assert.Equal(QueueJoinStatus.Waiting, floor.Join("c2", Floor.Wants("c2") with { Visit = 2 }).Status);
        floor.Put("support", new QueueInput.Left(Floor.Call("c2"), 1));
        Assert.Single(floor.State().Callers);
    }

    [Fact]
    public void AQueueThatIsNot_TakesNobody()
    {
        var floor = new Floor();

        Assert.Equal(QueueJoinStatus.NoSuchQueue, floor.Join("c1").Status);
        Assert.Null(QueueViews.Of(floor.State(), floor.Now));
    }

    [Fact]
    public void AnotherActivation_TellsEverybodyAgain_AndChangesNothing()
    {
        var floor = new Floor(new QueueRules(), "ana", "bob", "cid");
        floor.Join("talks");
        floor.Answer("ana");
        floor.Join("rings");
        floor.Join("waits");
        floor.Fail("cid", OfferFailure.Declined);
        var before = floor.Rung.ToList();

        floor.Put("support", new QueueInput.Activated());

        Assert.Equal(before, floor.Rung);
        Assert.Equal(2, floor.State().Epoch);
        Assert.True(floor.Answer("bob"));
        Assert.Equal(3, floor.State().Callers.Count);
    }

    private static AgentNews News(string agent, long version, bool free) =>
        new(Floor.Agent(agent), version, free ? AgentStatus.Available : AgentStatus.Paused, free, Floor.Start, [], 1);
}
