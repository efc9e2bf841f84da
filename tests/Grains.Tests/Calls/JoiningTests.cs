using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>agent1 (leg 1) talks with agent2 (leg 2) in c1; agent2 (leg 1) asks agent3 (leg 2) in c2, and brings the two together.</summary>
public sealed class JoiningTests
{
    private readonly CallScript _call = new CallScript().Connected(record: true);
    private readonly CallScript _consultation = Consultation();

    private JoinIntent Intent => new(Agent2, false, _consultation.Id);

    [Fact]
    public void TheOtherPartyComesOver_AndBothCallsAreLinked()
    {
        _call.Act(new HoldIntent(Agent2, false));
        _call.Sent();

        Assert.Equal(IntentStatus.Accepted, Join(Intent).Status);
        Assert.Equal(["park 2 for c1", "close 2", "end 1 Transferred", "close 1"], _consultation.Sent());
        Assert.Equal(["right 1+", "end 2 Transferred", "close 2", "take 3 from c2/2", "open 3 like 1 rec", "offer 3 local"], _call.Sent());
        Assert.Equal([Leg(1), Leg(3)], _call.Live);
        Assert.Equal((CallPhase.Transferring, Agent3), (_call.State.Phase, _call.State.Leg(Leg(3))!.Party.User));
        Assert.Contains(new CallTell.Taken(_consultation.Id), _call.Tells);

        _call.See(_call.ReofferAnswered(3));
        Assert.Equal(["accept 3 again", "connect 1 3", "right 1+3"], _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Equal(["transfer 2 to 1003", "joined 3 from c2", "ended 2 Transferred", "transferred 2 3", "connected 1+3"], _call.Ledger[^5..]);

        _consultation.Apply(new CallInput.Taken(_call.Id));
        Assert.Equal(["merged 2 into c1", "ended 2 Transferred", "ended 1 Transferred", "over Answered Transferred by 1"], _consultation.Ledger[^4..]);
        Assert.Null(_consultation.State.NextDeadline());

        _call.See(_call.Closed(3), _call.RecordingClosed());
        Assert.Equal(["close 3", "end 1 PeerEnded", "close 1"], _call.Sent()[1..]);
        Assert.Single(_call.State.Recordings);
        Assert.Equal((CallResult.Answered, Leg(3)), (_call.Over.Result, _call.Over.EndedBy));
    }

    [Fact]
    public void TheLogOfBothCallsTellsOfTheOther()
    {
        Join(Intent);
        _call.See(_call.ReofferAnswered(3), _call.Closed(1), _call.RecordingClosed());
        _consultation.Apply(new CallInput.Taken(_call.Id));

        var kept = CallLogProjection.Of(_call.Id, _call.State.Ledger)!;
        var merged = CallLogProjection.Of(_consultation.Id, _consultation.State.Ledger)!;
        Assert.Equal(("answered", 1, null, "caller"), (kept.Result, kept.Transfers, kept.MergedInto, kept.HangupBy));
        Assert.Equal(["demo/agent1", "demo/agent2", "demo/agent3"], kept.Participants);
        Assert.Equal(("answered", 0, "demo/c1", "system"), (merged.Result, merged.Transfers, merged.MergedInto, merged.HangupBy));
        Assert.All(_call.State.Ledger, entry => Assert.Equal(entry, LedgerCodec.Read(LedgerCodec.Write(_call.Id, entry))));
        Assert.All(_consultation.State.Ledger, entry => Assert.Equal(entry, LedgerCodec.Read(LedgerCodec.Write(_consultation.Id, entry))));
    }

    [Fact]
    public void NothingIsAskedOfTheConsultation_BeforeItCanBeUsed()
    {
        Assert.Equal(IntentStatus.Forbidden, _call.Act(Intent with { By = Agent3 }).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Act(Intent with { Consultation = _call.Id }).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Act(Intent with { Consultation = new CallId(Tenant, "b9") }).Status);
        Assert.Equal(IntentStatus.NotFound, _call.Act(Intent with { Consultation = new CallId(new TenantId("other"), "c2") }).Status);
        Assert.Equal(IntentStatus.Conflict, new CallScript().Offer().Route(Ring(Agent2, false, Device(Agent2, A))).Act(Intent with { By = Agent1 }).Status);
        Assert.Null(_call.Join);
        Assert.Empty(_call.Sent());
    }

    [Fact]
    public void SomebodyElsesConsultation_IsOneThatDoesNotExist()
    {
        Assert.Equal(IntentStatus.NotFound, Join(Intent with { By = Agent1 }).Status);
        Assert.Empty(_call.Sent());
        Assert.Empty(_consultation.Sent());
        Assert.False(_consultation.Saved);
    }

    [Fact]
    public void AConsultationThatStillRings_IsNoPartnerYet()
    {
        var ringing = new CallScript { Name = "c2" }.Offer(caller: new Party("1002", null, Agent2), dialled: "1003").Route(Ring(Agent3, false, Device(Agent3, A)));
        ringing.Sent();

        Assert.Equal(IntentStatus.Conflict, Join(Intent, ringing).Status);
        Assert.Empty(ringing.Sent());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    [Fact]
    public void AConsultationThatHasEnded_ChangesNothing()
    {
        _consultation.See(_consultation.Closed(2));

        Assert.Equal(IntentStatus.NotFound, Join(Intent).Status);
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void AConsultationThatCannotBeAsked_ChangesNothing()
    {
        _call.Act(Intent);
        var effects = _call.Apply(new CallInput.Joined(_call.Join!, new YieldReceipt(IntentStatus.Unavailable, "later")));

        Assert.Equal(new IntentReceipt(IntentStatus.Unavailable, "later"), effects.Receipt);
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
        Assert.Empty(_call.Sent());
    }

    [Fact]
    public void TheSameIntentionTwice_IsDoneOnce()
    {
        Join(Intent);
        _call.Sent();

        Assert.Equal(IntentStatus.Accepted, _call.Act(Intent).Status);
        Assert.Null(_call.Join);
        Assert.Empty(_call.Sent());
    }

    [Fact]
    public void AnAnswerThatWasLost_IsGivenAgain()
    {
        _call.Act(Intent);
        var first = _consultation.Apply(new CallInput.YieldAsked(_call.Join!.Request)).Yield;
        var sent = _consultation.Sent();

        var again = _consultation.Apply(new CallInput.YieldAsked(_call.Join!.Request)).Yield;

        Assert.Equal(first, again);
        Assert.Empty(_consultation.Sent());
        Assert.Equal("park 2 for c1", sent[0]);
        Assert.Equal(IntentStatus.NotFound, _consultation.Apply(new CallInput.YieldAsked(_call.Join!.Request with { Into = new CallId(Tenant, "c0") })).Yield!.Status);
    }

    [Fact]
    public void TheLedgerOfTheConsultation_WaitsForTheOlderCall_ButNotForever()
    {
        _call.Act(Intent);
        _consultation.Apply(new CallInput.YieldAsked(_call.Join!.Request));
        Assert.False(_consultation.State.Concluded);

        _consultation.Apply(new CallInput.Taken(new CallId(Tenant, "c0")));
        Assert.False(_consultation.State.Concluded);

        _consultation.Wait(TimeSpan.FromSeconds(15));
        Assert.Equal(CallResult.Answered, _consultation.Over.Result);
        Assert.Equal(_call.Id, CallLogProjection.Of(_consultation.Id, _consultation.State.Ledger)!.MergedInto is { } into ? new CallId(into) : default);
    }

    [Fact]
    public void TheEdgeDiesBetweenGivingUpAndTaking_BothCallsAreLostOnce()
    {
        _call.Act(Intent);
        _consultation.Apply(new CallInput.YieldAsked(_call.Join!.Request));

        foreach (var call in new[] { _call, _consultation })
        {
            call.Apply(new CallInput.Activated());
            call.Apply(new CallInput.EdgeGone(A));
            call.Apply(new CallInput.EdgeGone(A));
            Assert.Equal(CallResult.Lost, call.Over.Result);
            Assert.Single(call.State.Ledger, entry => entry.Event is CallEnded);
        }
    }

    [Fact]
    public void TheTransferredPartyHangsUpMeanwhile_TheOneThatComesOverIsEnded()
    {
        Join(Intent);
        _call.Sent();

        _call.See(_call.Closed(1));

        Assert.Equal(["stop", "close 1", "end 3 PeerEnded", "close 3"], _call.Sent());
        _call.See(_call.RecordingClosed());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void TheOneThatComesOverHangsUpMeanwhile_TheTransferredPartyIsEnded()
    {
        Join(Intent);
        _call.Sent();

        _call.See(_call.Closed(3));

        Assert.Equal(["stop", "close 3", "end 1 PeerEnded", "close 1"], _call.Sent());
    }

    [Fact]
    public void TheTransferorHangsUpAtTheSameTime_NothingMoreHappens()
    {
        Join(Intent);
        _call.Sent();

        _call.See(_call.Closed(2));
        _consultation.See(_consultation.Closed(1), _consultation.Closed(2));

        Assert.Empty(_call.Sent());
        Assert.Equal([Leg(1), Leg(3)], _call.Live);
        Assert.Equal(["park 2 for c1", "close 2", "end 1 Transferred", "close 1"], _consultation.Sent());
    }

    [Theory]
    [InlineData(488)]
    [InlineData(408)]
    public void ATelephoneThatRefusesTheNewMedia_EndsTheCall(int code)
    {
        Join(Intent);
        _call.Sent();

        _call.See(new LegReofferFailed(Leg(3), _call.Now, code));

        Assert.Equal(["stop", "end 3 Failed", "close 3", "end 1 PeerEnded", "close 1"], _call.Sent());
    }

    [Fact]
    public void APartyThatNeverComesOver_IsNotWaitedForForever()
    {
        Join(Intent);
        _call.Sent();

        _call.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal(["stop", "end 3 MediaLost", "close 3", "end 1 PeerEnded", "close 1"], _call.Sent());
    }

    [Fact]
    public void NobodyHoldsOrTransfersAPartyThatIsStillComingOver()
    {
        Join(Intent);
        _call.Sent();

        Assert.Equal(IntentStatus.Conflict, _call.Act(new HoldIntent(Agent1, false)).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Act(new TransferIntent(Agent3, false, "1004")).Status);
        Assert.Equal(IntentStatus.Conflict, _call.Act(new JoinIntent(Agent1, false, new CallId(Tenant, "c3"))).Status);
        _call.See(_call.Referred(3, "1004"));
        Assert.Equal(["answerRefer 3 403"], _call.Sent());
    }

    [Fact]
    public void AHoldOfTheOneThatComesOver_GoesOn()
    {
        _consultation.See(_consultation.MediaAnswered(2, hold: true));

        Join(Intent);
        _call.See(_call.ReofferAnswered(3));

        Assert.Equal("play 1 HoldMusic", _call.Sent()[1]);
        Assert.True(_call.State.Leg(Leg(3))!.Holds);
    }

    [Fact]
    public void ANewRecordingBegins_WhenItWasTheTransferorWhoBeganTheCall()
    {
        Join(new JoinIntent(Agent1, false, new CallId(Tenant, "c2")), Consultation(Agent1, "1001"));
        _call.See(_call.ReofferAnswered(3));

        Assert.Equal(["stop", "record 2+", "play 2 HoldMusic", "end 1 Transferred", "close 1", "take 3 from c2/2", "open 3 like 2 rec", "offer 3 local", "accept 3 again", "connect 2 3", "right 2+3"], _call.Sent());
    }

    [Fact]
    public void ThePartyIsSignalledByAnotherEdge_TheAnchorsOfferTravels()
    {
        var far = Consultation(edge: B);
        Join(Intent, far);

        Assert.Equal(["park 2 for c1", "close 2", "end 1 Transferred", "close 1"], far.Sent(B));
        Assert.Equal(["take 3 from c2/2"], _call.Sent(B));
        Assert.Equal("open 3 like 1 rec report", _call.Sent()[^1]);

        _call.See(_call.MediaOffered(3));
        Assert.Equal(["offer 3 made"], _call.Sent(B));
        _call.See(B, _call.ReofferAnswered(3));
        Assert.Equal(["accept 3 again", "connect 1 3", "right 1+3"], _call.Sent());
    }

    [Fact]
    public void ABrowserIsAskedForANewConnection()
    {
        var browser = new DialTarget { Uri = "hub:tab", Edge = A, Transport = DialTarget.Browser, User = Agent3 };
        var consultation = Consultation(target: browser);
        Assert.Equal(IntentStatus.Accepted, Join(Intent, consultation).Status);
        Assert.Equal("park 2 for c1", consultation.Sent()[0]);
        Assert.Equal(["adopt 3 hub:tab", "show 3 Connected 1001", "offer 3 none"], _call.Sent()[^3..]);

        Assert.Equal(IntentStatus.Accepted, _call.Act(new AttachIntent(Agent3, false, "hub:tab", A, "new")).Status);
        Assert.Equal(["open 3 new like 1 rec"], _call.Sent());
        _call.See(_call.MediaRefused(3));
        Assert.Equal(["close 3", "rejectReoffer 3 488"], _call.Sent());

        _call.Act(new AttachIntent(Agent3, false, "hub:tab", A, "newer"));
        _call.See(_call.MediaAnswered(3));
        Assert.Equal(["open 3 newer like 1 rec", "connect 1 3", "right 1+3", "answerReoffer 3 local"], _call.Sent());
        Assert.Null(_call.State.Leg(Leg(3))!.TakenUntil);
    }

    [Fact]
    public void ATrunkCountsTheCall_ThatItsLegCameOverTo()
    {
        var outside = new CallScript { Name = "c2" }.Offer(caller: new Party("1002", null, Agent2), dialled: "+57601").Route(Hunt(Peer("p1", A)));
        outside.See(outside.Answered(2));

        Join(Intent, outside);

        Assert.Contains(new CallTell.TrunkTaken(Carrier), _call.Tells);
        Assert.Contains(new CallTell.Trunk(Carrier), outside.Tells);
    }

    [Fact]
    public void Rfc5589_7_AReferWithReplaces_BringsTheTwoTogether()
    {
        _call.See(_call.Referred(2, "1003", "x", new NamedLeg(_consultation.Id, Leg(1))));
        Answer(_consultation);

        Assert.Equal(["answerRefer 2 202", "notify 2 200 final", "right 1+", "play 1 HoldMusic", "end 2 Transferred"], _call.Sent()[..5]);
        Assert.Equal(["park 2 for c1", "close 2", "end 1 Transferred", "close 1"], _consultation.Sent());
    }

    [Fact]
    public void AReferOfTheYoungerCall_AsksTheOlderOne()
    {
        _consultation.See(_consultation.Referred(1, "1001", "x", new NamedLeg(_call.Id, Leg(2))));
        var join = _consultation.Tells.OfType<CallTell.Join>().Single();
        Assert.Equal(_call.Id, join.Older);
        Assert.Empty(_consultation.Sent());

        _call.Apply(new CallInput.JoinAsked(join.What));
        Assert.Equal(IntentStatus.Accepted, Answer(_consultation).Status);
        _consultation.Apply(new CallInput.JoinAnswered(Leg(1), 7, IntentStatus.Accepted));

        Assert.Equal(["answerRefer 1 202", "notify 1 200 final", "park 2 for c1", "close 2", "end 1 Transferred", "close 1"], _consultation.Sent());
        Assert.Equal("take 3 from c2/2", _call.Sent()[^3]);
        Assert.Equal(IntentStatus.Accepted, _call.Apply(new CallInput.JoinAsked(join.What)).Receipt!.Status);
    }

    [Theory]
    [InlineData(IntentStatus.NotFound, 403)]
    [InlineData(IntentStatus.Conflict, 491)]
    [InlineData(IntentStatus.Unavailable, 503)]
    public void Rfc5057_5_1_ARefusedRefer_LeavesTheDialogAlone(IntentStatus status, int code)
    {
        _call.See(_call.Referred(2, "1003", "x", new NamedLeg(_consultation.Id, Leg(1))));
        _call.Apply(new CallInput.Joined(_call.Join!, new YieldReceipt(status)));
        Assert.Equal([$"answerRefer 2 {code}"], _call.Sent());

        _consultation.Apply(new CallInput.JoinAnswered(Leg(1), 7, status));
        Assert.Equal([$"answerRefer 1 {code}"], _consultation.Sent());
    }

    [Fact]
    public void ADialogOfSomebodyElse_IsNoPartner()
    {
        // agent2 refers, but the dialog that it names is agent3's.
        _call.See(_call.Referred(2, "1003", "x", new NamedLeg(_consultation.Id, Leg(2))));
        Assert.Equal(IntentStatus.NotFound, Answer(_consultation).Status);
        Assert.Equal(["answerRefer 2 403"], _call.Sent());

        var join = new CallJoin(new NamedLeg(_consultation.Id, Leg(2)), Leg(2), new Party("1003", null, Agent3), 7);
        Assert.Equal(IntentStatus.NotFound, _call.Apply(new CallInput.JoinAsked(join)).Receipt!.Status);
        Assert.Empty(_consultation.Sent());
    }

    private static CallScript Consultation(UserId? by = null, string number = "1002", EdgeId? edge = null, DialTarget? target = null)
    {
        var call = new CallScript { Name = "c2" };
        var at = edge ?? A;
        call.Offer(at, caller: new Party(number, null, by ?? Agent2), dialled: "1003")
            .Route(new RingRoute(CallDirection.Internal, false, new Party("1003", null, Agent3), [target ?? Device(Agent3, at)], 30))
            .See(at, call.Ringing(2), call.Answered(2));
        call.Sent(at);
        return call;
    }

    private IntentReceipt Join(JoinIntent intent, CallScript? consultation = null)
    {
        var receipt = _call.Act(intent);
        return _call.Join is null ? receipt : Answer(consultation ?? _consultation);
    }

    private IntentReceipt Answer(CallScript consultation)
    {
        var answer = consultation.Apply(new CallInput.YieldAsked(_call.Join!.Request)).Yield!;
        return _call.Apply(new CallInput.Joined(_call.Join!, answer)).Receipt!;
    }
}
