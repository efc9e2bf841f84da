using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Agents;
using RtcCluster.Grains.Tests.Queues;

namespace RtcCluster.Grains.Tests.Agents;

/// <summary>What an agent may do in which state, and what a queue's messages do to it in whatever order.</summary>
public sealed class AgentMachineTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly QueueId Queue = Floor.Queue("support");
    private readonly AgentState _agent = new();
    private DateTimeOffset _now = Floor.Start;
    private IReadOnlyList<AgentTell> _told = [];

    public AgentMachineTests()
    {
        Put(new AgentInput.Activated(Floor.Agent("ana")));
        Put(new AgentInput.Configured(new AgentSettings { PauseAfterMisses = 2, RestAfterMiss = 10 * Second }));
        Order(new AgentOrder.Serve(Queue, 1, true));
        Put(new AgentInput.LoggedIn());
    }

    [Fact]
    public void ACall_FromReservationToTheEndOfTheWrapUp()
    {
        Reserve(1);
        Assert.Equal(("Reserved", AgentStatus.Reserved), (Answers(), _agent.Status));
        Order(new AgentOrder.Ring(Queue, 1));
        Assert.Equal(AgentStatus.Ringing, _agent.Status);
        Order(new AgentOrder.Connect(Queue, 1, new WrapUpRules { Time = 30 * Second }));
        Assert.Equal((AgentStatus.OnCall, 1), (_agent.Status, _agent.Calls));
        Release(1, ReleaseReason.TalkEnded);
        Assert.Equal(("Released", AgentStatus.WrapUp), (Answers(), _agent.Status));

        Advance(30);

        Assert.Equal(AgentStatus.Available, _agent.Status);
        Assert.True(_told.OfType<AgentTell.News>().Last().What.Free);
    }

    [Fact]
    public void OnlyWhatCouldNotBeFoundAgain_IsSaved_AndNewsOfAClockAheadOfOurs_AreToppedByTheNextOnes()
    {
        Assert.True(Apply(new AgentInput.Ordered(new AgentOrder.Reserve(Queue, 1, 1, 0, Floor.Start))).Save);
        Assert.Equal((false, true), Apply(new AgentInput.Ordered(new AgentOrder.Ring(Queue, 1))) is var rung ? (rung.Save, rung.Changed) : default);
        Assert.True(Apply(new AgentInput.Ordered(new AgentOrder.Connect(Queue, 1, new WrapUpRules { Time = 30 * Second }))).Save);
        Assert.True(Apply(new AgentInput.Ordered(new AgentOrder.Release(Queue, 1, ReleaseReason.TalkEnded))).Save);
        _now += 30 * Second;
        Assert.Equal((false, true), Apply(new AgentInput.DeadlineReached()) is var over ? (over.Save, over.Changed) : default);
        Assert.Equal(AgentStatus.Available, _agent.Status);

        var ahead = _agent.Version + 60 * TimeSpan.TicksPerSecond;
        Order(new AgentOrder.NewsTaken(Queue, ahead, false));

        Assert.True(_told.OfType<AgentTell.News>().Last().What.Version > ahead);
    }

    [Fact]
    public void ThatNewsAreKnown_GoesWithWhateverElseAQueueSays()
    {
        Reserve(1);
        Order(new AgentOrder.Ring(Queue, 1) { Taken = _agent.Version });

        Assert.Equal((AgentStatus.Ringing, _agent.Version), (_agent.Status, _agent.Link(Queue)!.Taken));
        Assert.Null(_agent.TellAgainAt);
    }

    [Theory]
    [InlineData("reserve ring connect release", AgentStatus.Available)]
    [InlineData("connect reserve ring connect release", AgentStatus.Available)]
    [InlineData("release reserve ring connect", AgentStatus.Available)]
    [InlineData("reserve release ring connect", AgentStatus.Available)]
    [InlineData("reserve connect ring", AgentStatus.OnCall)]
    [InlineData("reserve ring ring connect connect", AgentStatus.OnCall)]
    [InlineData("reserve ring connect release reserve", AgentStatus.Available)]
    public void InWhateverOrderMessagesCome_TheAgentEndsRight(string order, AgentStatus expected)
    {
        foreach (var word in order.Split(' '))
        {
            Order(word switch
            {
                "reserve" => new AgentOrder.Reserve(Queue, 1, 1, 0, Floor.Start),
                "ring" => new AgentOrder.Ring(Queue, 1),
                "connect" => new AgentOrder.Connect(Queue, 1, new WrapUpRules()),
                _ => new AgentOrder.Release(Queue, 1, ReleaseReason.CallerGone),
            });
        }

        Assert.Equal(expected, _agent.Status);
        Assert.Equal(order.Contains("connect", StringComparison.Ordinal) && expected == AgentStatus.OnCall ? 1 : _agent.Calls, _agent.Calls);
    }

    [Fact]
    public void ASecondReservation_IsRefused_AndTheSameOneAgainIsNot()
    {
        Reserve(1);
        Reserve(1);
        Assert.Equal("Reserved", Answers());

        Order(new AgentOrder.Reserve(Floor.Queue("sales"), 1, 1, 0, Floor.Start));
        Assert.Equal("Refused", Answers());
        Reserve(2);
        Assert.Equal("Refused", Answers());
    }

    [Fact]
    public void AGhostOfAQueue_WithAnOldEpoch_IsRefused()
    {
        Order(new AgentOrder.Reserve(Queue, 5, 1, 0, Floor.Start));
        Release(1, ReleaseReason.Withdrawn);

        Order(new AgentOrder.Reserve(Queue, 4, 2, 0, Floor.Start));

        Assert.Equal(("Refused", AgentStatus.Available), (Answers(), _agent.Status));
    }

    [Fact]
    public void WithADispositionRequired_NoCallComesBeforeIt()
    {
        Talk(1, new WrapUpRules { DispositionRequired = true, Dispositions = ["sold", "not sold"] });
        Release(1, ReleaseReason.TalkEnded);
        Advance(3_600);
        Assert.Equal(AgentStatus.WrapUp, _agent.Status);
        Reserve(2);
        Assert.Equal("Refused", Answers());
        Assert.Equal(AgentReceiptStatus.Conflict, Put(new AgentInput.Ready()));
        Assert.Equal(AgentReceiptStatus.Invalid, Put(new AgentInput.Disposed("maybe")));

        Assert.Equal(AgentReceiptStatus.Done, Put(new AgentInput.Disposed("sold")));

        Assert.Equal((AgentStatus.Available, "sold"), (_agent.Status, _agent.Disposition));
    }

    [Fact]
    public void ADispositionThatWasGivenInTheCall_IsEnough()
    {
        Talk(1, new WrapUpRules { DispositionRequired = true });
        Assert.Equal(AgentReceiptStatus.Done, Put(new AgentInput.Disposed("sold")));
        Release(1, ReleaseReason.TalkEnded);
        Assert.Equal(AgentStatus.Available, _agent.Status);
        Assert.Equal(AgentReceiptStatus.Conflict, Put(new AgentInput.Disposed("sold")));
    }

    [Fact]
    public void ThePauseThatWasChosenInTheCall_BeginsAfterTheWrapUp()
    {
        Talk(1, new WrapUpRules { Time = 20 * Second });
        Assert.Equal(AgentReceiptStatus.AfterCall, Put(new AgentInput.Paused("lunch")));
        Release(1, ReleaseReason.TalkEnded);
        Assert.Equal(AgentStatus.WrapUp, _agent.Status);

        Advance(20);
        Assert.Equal((AgentStatus.Paused, "lunch"), (_agent.Status, _agent.Reason));
        Advance(60);
        Put(new AgentInput.Ready());

        Assert.Equal(60, _agent.PausedSeconds["lunch"]);
    }

    [Fact]
    public void TheLogOutThatWasChosenInTheCall_CanBeTakenBack()
    {
        Talk(1, new WrapUpRules());
        Assert.Equal(AgentReceiptStatus.AfterCall, Put(new AgentInput.LoggedOut(false)));
        Put(new AgentInput.Ready());
        Release(1, ReleaseReason.TalkEnded);
        Assert.Equal(AgentStatus.Available, _agent.Status);
    }

    [Fact]
    public void WhoDoesNotAnswer_RestsFirst_AndIsPausedTheSecondTime()
    {
        Reserve(1);
        Release(1, ReleaseReason.NoAnswer);
        Assert.Equal(AgentStatus.Resting, _agent.Status);
        Advance(10);
        Assert.Equal(AgentStatus.Available, _agent.Status);

        Reserve(2);
        Release(2, ReleaseReason.NoAnswer);

        Assert.Equal((AgentStatus.Paused, Working.NoAnswer, 2), (_agent.Status, _agent.Reason, _agent.Misses));
    }

    [Fact]
    public void ACallThatWasAnswered_ForgetsTheMisses()
    {
        Reserve(1);
        Release(1, ReleaseReason.NoAnswer);
        Advance(10);
        Talk(2, new WrapUpRules());
        Release(2, ReleaseReason.TalkEnded);
        Reserve(3);
        Release(3, ReleaseReason.NoAnswer);
        Assert.Equal(AgentStatus.Resting, _agent.Status);
    }

    [Fact]
    public void WhoTalksInACallOfNoQueue_IsNotFree()
    {
        Put(new AgentInput.Engaged(Floor.Call("direct"), Ended: false));
        Reserve(1);
        Assert.Equal("Refused", Answers());

        Put(new AgentInput.Engaged(Floor.Call("direct"), Ended: true));
        Put(new AgentInput.Engaged(Floor.Call("direct"), Ended: true));
        Reserve(2);

        Assert.Equal("Reserved", Answers());
    }

    [Fact]
    public void NewsThatNobodyConfirms_AreToldAgain_LessAndLessOften()
    {
        var told = 0;
        for (var second = 0; second < 60; second++)
        {
            Advance(1);
            told += _told.Count;
        }

        Assert.InRange(told, 4, 7);
        Order(new AgentOrder.NewsTaken(Queue, _agent.Version, false));
        Advance(600);
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("")]
    [InlineData("far too long a reason, for nobody reads a reason that has more than sixty-four characters in it")]
    public void AReasonThatIsNone_IsRefused(string reason) => Assert.Equal(AgentReceiptStatus.Invalid, Put(new AgentInput.Paused(reason)));

    [Fact]
    public void WhoIsLoggedOut_CanNeitherPauseNorBeReady()
    {
        Put(new AgentInput.LoggedOut(false));

        Assert.Equal(AgentReceiptStatus.Conflict, Put(new AgentInput.Paused("lunch")));
        Assert.Equal(AgentReceiptStatus.Conflict, Put(new AgentInput.Ready()));
        Assert.Equal(AgentReceiptStatus.Done, Put(new AgentInput.LoggedOut(true)));
    }

    private AgentReceiptStatus? Put(AgentInput input) => Apply(input).Receipt?.Status;

    private AgentEffects Apply(AgentInput input)
    {
        var effects = AgentMachine.Apply(_agent, input, _now);
        _told = effects.Tells;
        return effects;
    }

    private void Order(AgentOrder order) => Put(new AgentInput.Ordered(order));

    private void Reserve(long offer) => Order(new AgentOrder.Reserve(Queue, 1, offer, 0, Floor.Start));

    private void Release(long offer, ReleaseReason reason) => Order(new AgentOrder.Release(Queue, offer, reason));

    private void Talk(long offer, WrapUpRules rules)
    {
        Reserve(offer);
        Order(new AgentOrder.Ring(Queue, offer));
        Order(new AgentOrder.Connect(Queue, offer, rules));
    }

    private void Advance(int seconds)
    {
        _now += seconds * Second;
        _told = [];
        if (_agent.NextDeadline() <= _now)
        {
            Put(new AgentInput.DeadlineReached());
        }
    }

    private string Answers() => string.Join(' ', _told.OfType<AgentTell.Answer>().Select(answer => answer.What.Kind));
}
