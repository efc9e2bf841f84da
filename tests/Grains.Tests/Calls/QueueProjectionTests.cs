using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Calls;
using RtcCluster.Storage.History;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 calls a queue; what reports are made of follows from the ledger of it.</summary>
public sealed class QueueProjectionTests
{
    private readonly CallScript _call = new CallScript().Offer(dialled: "2000").Enter();

    [Fact]
    public void TheSecondAgentAnswers_AndHoldsTheCallerForAWhile()
    {
        Pass(2).OfferTo(Agent2, 1);
        Pass(20);
        Pass(1).OfferTo(Agent3, 2);
        Pass(5).AgentAnswers();
        Pass(10).Act(new HoldIntent(Agent3, false));
        Pass(7).Act(new ResumeIntent(Agent3, false));
        Pass(30).See(_call.Closed(3));

        var visit = Assert.Single(Visits());
        Assert.Equal(("demo/support", 1, VisitOutcome.Answered, "demo/agent3", 2L), (visit.QueueId, visit.Visit, visit.Outcome, visit.AgentId, visit.Offer));
        Assert.Equal((Start, Start.AddSeconds(28), Start.AddSeconds(75)), (visit.OfferedAt, visit.LeftAt, visit.EndedAt));
        Assert.Equal((2, 1, 20_000L, 5_000L), (visit.Offers, visit.Misses, visit.WithinMilliseconds, visit.ShortAbandonMilliseconds));
        Assert.Equal(new HoldSpan(Start.AddSeconds(38), Start.AddSeconds(45)), Assert.Single(visit.Holds));
        Assert.Equal(
            [("demo/agent2", 2, 22, OfferOutcome.NoAnswer), ("demo/agent3", 23, 28, OfferOutcome.Answered)],
            Offers().Select(offer => (offer.AgentId, Seconds(offer.OfferedAt), Seconds(offer.EndedAt), offer.Outcome)));
    }

    [Fact]
    public void ACallerWhoHangsUp_HasAbandoned_AndTheAgentHasMissedNothing()
    {
        Pass(2).OfferTo(Agent2, 1);
        Pass(3).See(_call.Closed(1));

        var visit = Assert.Single(Visits());
        Assert.Equal((VisitOutcome.Abandoned, null, TimeSpan.FromSeconds(5), 1, 0), (visit.Outcome, visit.AgentId, visit.Waited, visit.Offers, visit.Misses));
        Assert.Equal(OfferOutcome.Withdrawn, Assert.Single(Offers()).Outcome);
    }

    [Fact]
    public void ACallerWhoseEdgeIsLost_HasNotAbandoned()
    {
        Pass(4).See(_call.Closed(1, EndKind.MediaLost));

        Assert.Equal(VisitOutcome.Lost, Assert.Single(Visits()).Outcome);
    }

    [Fact]
    public void ACallerWhoIsSentAway_HasLeftForAReason_AndTheNextPartyIsNoAgent()
    {
        Pass(30).SendAway(QueueJoinStatus.MaxWait, "1002").Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Answered(2), _call.Closed(2));

        var visit = Assert.Single(Visits());
        Assert.Equal((VisitOutcome.MaxWait, "1002", TimeSpan.FromSeconds(30), TimeSpan.Zero, true), (visit.Outcome, visit.SentTo, visit.Waited, visit.Talked, visit.LetIn));
        Assert.Equal([(1, LegRole.Caller, null), (2, LegRole.Callee, null)], Legs().Select(leg => (leg.Leg, leg.Role, leg.QueueId)));
    }

    [Fact]
    public void ACallerWhoIsNotLetIn_HasWaitedForNothing()
    {
        var call = new CallScript().Offer(dialled: "2000").Enter("support", new QueueJoinReceipt(QueueJoinStatus.Full, "1002"))
            .Route(Ring(Agent2, false, Device(Agent2, A)));
        call.See(call.Failed(2, 486));

        var visit = Assert.Single(QueueProjection.Of(call.Id, call.State.Ledger).Visits);
        Assert.Equal((false, VisitOutcome.Full, "1002", TimeSpan.Zero), (visit.LetIn, visit.Outcome, visit.SentTo, visit.Waited));
    }

    [Fact]
    public void AnAgentWhoCannotBeRung_IsAMiss()
    {
        Pass(1).OfferTo(Agent2, 1, new CallFailure(486, "busy", 17, CallResult.Busy));
        Pass(1).See(_call.Closed(1));

        Assert.Equal(OfferOutcome.Busy, Assert.Single(Offers()).Outcome);
    }

    [Fact]
    public void TheAgentTransfersTheCallerToAnotherQueue_AndBothVisitsHaveTheirOwnTimes()
    {
        Pass(3).OfferTo(Agent2, 1).AgentAnswers();
        Pass(20).See(_call.Referred(2, "2001")).Enter("sales");
        Pass(8).OfferTo(Agent3, 1).AgentAnswers();
        Pass(60).See(_call.Closed(1));

        Assert.Equal(
            [("demo/support", 1, "demo/agent2", 3, 20), ("demo/sales", 2, "demo/agent3", 8, 60)],
            Visits().Select(visit => (visit.QueueId, visit.Visit, visit.AgentId, (int)visit.Waited.TotalSeconds, (int)visit.Talked.TotalSeconds)));
        var transfer = Assert.Single(TransferProjection.Of(_call.Id, _call.State.Ledger));
        Assert.Equal((TransferKind.Queue, true, 2, "demo/agent2", "2001", null), (transfer.Kind, transfer.Completed, transfer.ByLeg, transfer.ByUserId, transfer.ToNumber, transfer.ToLeg));
        Assert.Contains(_call.Tells, tell => tell is CallTell.AgentLeft { Queue.Name: "support", Offer: 1 });
        Assert.Equal([LegRole.Caller, LegRole.Agent, LegRole.Agent], Legs().Select(leg => leg.Role));
    }

    private CallScript Pass(int seconds) => _call.Wait(TimeSpan.FromSeconds(seconds));

    private static int Seconds(DateTimeOffset at) => (int)(at - Start).TotalSeconds;

    private IReadOnlyList<QueueVisitEntry> Visits() => QueueProjection.Of(_call.Id, _call.State.Ledger).Visits;

    private IReadOnlyList<QueueOfferEntry> Offers() => QueueProjection.Of(_call.Id, _call.State.Ledger).Offers;

    private IReadOnlyList<CallLegEntry> Legs() => LegProjection.Of(_call.Id, _call.State.Ledger);
}
