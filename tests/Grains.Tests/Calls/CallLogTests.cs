using System.Text;
using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Queues;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

public sealed class CallLogTests
{
    [Fact]
    public void AnAnsweredCall_HasItsTimesAndParties()
    {
        var call = new CallScript().Offer().Route(Ring(Agent2, true, Device(Agent2, A)));
        call.Now += TimeSpan.FromSeconds(1);
        call.See(call.Ringing(2));
        call.Now += TimeSpan.FromSeconds(4);
        call.See(call.Answered(2));
        call.Now += TimeSpan.FromSeconds(60);
        call.See(call.Closed(2));
        call.Now += TimeSpan.FromSeconds(1);
        call.See(call.RecordingClosed());

        var entry = CallLogProjection.Of(call.State.Id, call.State.Ledger)!;

        Assert.Equal((Start, Start.AddSeconds(1), Start.AddSeconds(5), Start.AddSeconds(65)), (entry.StartedAt, entry.RingingAt!.Value, entry.AnsweredAt!.Value, entry.EndedAt!.Value));
        Assert.Equal((60_000, "answered", "callee", "1002"), (entry.TalkMilliseconds, entry.Result, entry.HangupBy, entry.Line));
        Assert.Equal(("1001", "Agent One", Agent1.Key, "1002", "agent2", Agent2.Key), (entry.FromNumber, entry.FromName, entry.FromUserId, entry.ToNumber, entry.ToName, entry.ToUserId));
        Assert.Equal(call.State.Ledger.Count, entry.LedgerNumber);
        Assert.Equal(Storage.History.CallDirection.Internal, entry.Direction);
    }

    [Fact]
    public void WhoHangsUpWhileTheProcessOfTheCallIsAway_HasTalkedUntilThenAndNoLonger()
    {
        var call = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        call.Now += TimeSpan.FromSeconds(5);
        call.See(call.Answered(2));
        call.Now += TimeSpan.FromSeconds(10);
        var left = call.Closed(1);

        // The edge tells it for as long as it takes until somebody has written it down.
        call.Now += TimeSpan.FromSeconds(7);
        call.See(left);

        var entry = CallLogProjection.Of(call.State.Id, call.State.Ledger)!;
        Assert.Equal((Start.AddSeconds(15), 10_000, "answered", "caller"), (entry.EndedAt!.Value, entry.TalkMilliseconds, entry.Result, entry.HangupBy));
        Assert.All(LegProjection.Of(call.State.Id, call.State.Ledger), leg => Assert.Equal((Start.AddSeconds(15), 10_000), (leg.EndedAt!.Value, leg.TalkMilliseconds)));
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public void AnEdgeWhoseClockIsWrong_EndsNoCallBeforeItWasAnswered_AndNoneInTheFuture(int seconds)
    {
        var call = new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A)));
        call.Now += TimeSpan.FromSeconds(5);
        call.See(call.Answered(2));
        call.Now += TimeSpan.FromSeconds(10);
        call.See(call.Closed(1) with { At = call.Now.AddSeconds(seconds) });

        var entry = CallLogProjection.Of(call.State.Id, call.State.Ledger)!;
        Assert.Equal(Start.AddSeconds(seconds < 0 ? 5 : 15), entry.EndedAt);
    }

    [Fact]
    public void AnOutgoingCall_NamesItsTrunk()
    {
        var call = new CallScript().Offer(dialled: "6011111111").Route(Hunt(Peer("p1", A)));
        call.See(call.Failed(2, 486));

        var entry = CallLogProjection.Of(call.State.Id, call.State.Ledger)!;

        Assert.Equal(("carrier", "busy", 486, Storage.History.CallDirection.Outbound), (entry.Trunk, entry.Result, entry.EndSipCode, entry.Direction));
        Assert.Equal([Agent1.Key], entry.Participants);
    }

    [Fact]
    public void ARefusedCall_HasNoLine()
    {
        var call = new CallScript().Offer(caller: new Party("+15551234", Trunk: Carrier)).Route(new Contracts.Lines.RefuseRoute(CallDirection.Internal, false, new CallFailure(404, "no")));

        var entry = CallLogProjection.Of(call.State.Id, call.State.Ledger)!;

        Assert.Equal((null, "noSuchNumber", Storage.History.CallDirection.Inbound, "carrier"), (entry.Line, entry.Result, entry.Direction, entry.Trunk));
        Assert.Empty(entry.Participants);
    }

    [Fact]
    public void AnEmptyLedger_HasNoEntry() => Assert.Null(CallLogProjection.Of(new CallId(Tenant, "c1"), []));

    [Fact]
    public void EveryEvent_IsReadAsItWasWritten()
    {
        var call = new CallId(Tenant, "c1");
        LedgerEvent[] events =
        [
            new CallOffered(Start, new Party("1001", "One", Agent1), "1002", CallDirection.Internal, "edge", "id"),
            new CallRouted(Start, new LineId(Tenant, "1002"), "ring 1", CallDirection.Internal),
            new LegWasInvited(Start, Leg(2), new Party("+57", null, null, Carrier), "peer"),
            new LegRang(Start, Leg(2)),
            new LegWasAnswered(Start, Leg(2)),
            new LegsConnected(Start, Leg(1), Leg(2)),
            new LegHeld(Start, Leg(1)),
            new LegResumed(Start, Leg(1)),
            new TransferStarted(Start, Leg(1), "1003"),
            new TransferCompleted(Start, Leg(1), Leg(3)),
            new TransferFailed(Start, Leg(1), new CallFailure(486, "busy", 17, CallResult.Busy)),
            new CallParked(Start, Leg(2), Leg(1), "701"),
            new ParkTimedOut(Start, "701", "1001"),
            new LegJoined(Start, Leg(3), new Party("1003", "Three"), new CallId(Tenant, "c2")),
            new CallMerged(Start, Leg(2), new CallId(Tenant, "c0")),
            new CallMoved(Start, "127.0.0.1:11111@1", "127.0.0.1:11112@1"),
            new LegMoved(Start, Leg(1)),
            new MessageBegun(Start, Agent2),
            new MessageLeft(Start, Agent2, 4_200),
            new FaxBegun(Start, Agent2, Sends: true),
            new FaxEnded(Start, Agent2, 2, true, "OK"),
            new FlowEntered(Start, "welcome", 3, Leg(1)),
            new FlowLeft(Start, "welcome", "hours>menu", "queue:support"),
            new QueueEntered(Start, new QueueId(Tenant, "support"), 1, Leg(1), new ServiceLevelRules()),
            new QueueOffered(Start, new QueueId(Tenant, "support"), 7, Agent2),
            new QueueNotTaken(Start, new QueueId(Tenant, "support"), 7, OfferFailure.Declined),
            new QueueLeft(Start, new QueueId(Tenant, "support"), 1, QueueJoinStatus.MaxWait, "1004"),
            new QueueAnswered(Start, new QueueId(Tenant, "support"), 7, Leg(2)),
            new SupervisionChanged(Start, Leg(3), Agent3, Leg(2), SupervisorMode.Whisper),
            new RecordingNoticed(Start, Leg(2), "law", NoticeResult.Given),
            new RecordingStarted(Start, new RecordingId(Tenant, "r"), "prefix/", "", Start.AddDays(1)),
            new RecordingProblem(Start, new RecordingId(Tenant, "r"), "full"),
            new RecordingEnded(Start, new RecordingId(Tenant, "r"), 3, 5_000, true),
            new LegWasEnded(Start, Leg(1), new EndCause(EndKind.Hangup, null, 16, "bye")),
            new CallEnded(Start, CallResult.Answered, new EndCause(EndKind.Hangup), Leg(1)),
        ];
        Assert.Equal(typeof(LedgerEvent).Assembly.GetTypes().Count(type => type is { IsAbstract: false } && type.IsAssignableTo(typeof(LedgerEvent))), events.Length);

        foreach (var entry in events.Select((happened, index) => new LedgerEntry(index + 1, happened)))
        {
            var row = LedgerCodec.Write(call, entry);
            Assert.Equal(row.Payload, LedgerCodec.Write(call, entry).Payload);
            Assert.Equivalent(entry, LedgerCodec.Read(row), strict: true);
        }
    }

    [Fact]
    public void TheWrittenForm_CanBeReadWithoutOurTypes()
    {
        var row = LedgerCodec.Write(new CallId(Tenant, "c1"), new LedgerEntry(1, new CallEnded(Start, CallResult.NoAnswer, new EndCause(EndKind.RingTimeout, 480), null)));

        Assert.Equal("CallEnded", row.Kind);
        Assert.Equal("""{"result":"noAnswer","cause":{"kind":"ringTimeout","sipCode":480},"at":"2026-11-24T09:00:00+00:00"}""", Encoding.UTF8.GetString(row.Payload));
    }
}
