using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Tests.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.ParkLots;

/// <summary>agent1 (leg 1) calls agent2 (leg 2), who parks the call; agent3 dials the slot and takes it, or nobody does.</summary>
public sealed class ParkingTests
{
    private const long Ticket = 17;
    private static readonly CallTell Freed = new CallTell.ParkLeft(Ticket);
    private readonly CallScript _call = new CallScript().Connected();

    [Fact]
    public void TheTransferor_LearnsTheSlotAndLeaves_TheOtherHearsMusic()
    {
        _call.See(_call.Referred(2, "700")).Route(new ParkRoute(CallDirection.Internal, false, null, null));
        Assert.Equal((null, Agent2, _call.Id, _call.Now + TimeSpan.FromMinutes(2)), (_call.Park!.Entry.Slot, _call.Park.Entry.By, _call.Park.Entry.Call, _call.Park.Entry.Until));
        Assert.Empty(_call.Sent());

        Told(ParkStatus.Parked);
        Assert.Equal(["answerRefer 2 202", "notify 2 200 final", "play 1 HoldMusic", "end 2 Transferred", "close 2"], _call.Sent());
        Assert.Equal(["transfer 2 to 700", "routed 700 park", "parked 1 at 701 by 2", "ended 2 Transferred", "transferred 2 1"], _call.Ledger[^5..]);
        Assert.Equal((CallPhase.Connected, "701", "1002"), (_call.State.Phase, _call.State.Park!.Slot, _call.State.Park.By));
        Assert.Equal(_call.Now + TimeSpan.FromMinutes(2), _call.State.NextDeadline());
    }

    [Fact]
    public void TheNotification_NamesTheSlot()
    {
        Park();
        Assert.Equal("Parked at 701", _call.State.Link(A)!.Outbox.OfType<NotifyRefer>().Single().Reason);
    }

    [Theory]
    [InlineData(ParkStatus.Taken, 486)]
    [InlineData(ParkStatus.Full, 486)]
    [InlineData(ParkStatus.Unknown, 480)]
    [InlineData(ParkStatus.Unavailable, 503)]
    public void WithoutASlot_TheTwoTalkOn(ParkStatus status, int code)
    {
        _call.See(_call.Referred(2, "701")).Route(new ParkRoute(CallDirection.Internal, false, "701", null));
        Assert.Equal("701", _call.Park!.Entry.Slot);
        Told(status);
        Assert.Equal([$"answerRefer 2 {code}"], _call.Sent());
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
        Assert.Null(_call.State.Park);
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void ACarrier_ParksNobody()
    {
        var call = new CallScript().Offer(caller: new Party("+573001234567", Trunk: Carrier)).Route(Ring(Agent2, false, Device(Agent2, A)));
        call.See(call.Answered(2));
        call.Sent();
        call.See(call.Referred(1, "700")).Route(new ParkRoute(CallDirection.Internal, false, null, null));
        Assert.Null(call.Park);
        Assert.Equal(["answerRefer 1 403"], call.Sent());
    }

    [Fact]
    public void WhoeverDialsTheSlot_TalksWithTheOneWhoWaits()
    {
        Park();
        var retrieval = Dial("c2");
        Assert.Equal(IntentStatus.Accepted, Pick(retrieval).Status);
        Assert.Equal(["park 1 for c1"], retrieval.Sent());
        Assert.Equal(["take 3 from c2/1", "open 3 offer3 like 1", "connect 1 3", "answer 3 local"], _call.Sent());
        Assert.Equal(["joined 3 from c2", "connected 1+3", "answered 3"], _call.Ledger[^3..]);
        Assert.Contains(Freed, _call.Tells);
        Assert.Null(_call.State.Park);
        _call.Wait(TimeSpan.FromMinutes(3));
        Assert.Equal([Leg(1), Leg(3)], _call.Live);

        _call.See(_call.Closed(1));
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void OfTwoWhoDialTheSlot_OneIsFirst_AndTheOtherIsRefused()
    {
        Park();
        var (first, second) = (Dial("c2"), Dial("c3"));
        Assert.Equal(IntentStatus.Accepted, Pick(first).Status);
        var late = Pick(second);
        Assert.Equal(IntentStatus.NotFound, late.Status);
        second.Apply(new CallInput.PickAnswered(late.Status));
        Assert.Equal(["reject 1 480"], second.Sent());
        Assert.Equal(CallResult.Unavailable, second.Over.Result);
    }

    [Fact]
    public void ABrowserThatDialsTheSlot_MakesAnOfferOfItsOwn()
    {
        Park();
        Assert.Equal(IntentStatus.Accepted, Pick(Dial("c2", "hub:tab")).Status);
        Assert.Equal(["adopt 3 hub:tab", "show 3 Connected 1001", "offer 3 none"], _call.Sent());
        _call.Act(new AttachIntent(Agent3, false, "hub:tab", A, "page"));
        _call.See(_call.MediaAnswered(3));
        Assert.Contains("connect 1 3", _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Null(_call.State.SetupUntil);
    }

    [Fact]
    public void AnOwnTelephoneThatAnswersAClickOnTheSlot_GoesOver_AndIsOfferedNewMedia()
    {
        Park();
        var click = Click(Device(Agent3, A));
        Assert.Equal(IntentStatus.Accepted, Pick(click).Status);
        Assert.Contains("park 1 for c1", click.Sent());
        Assert.Equal(["take 3 from c2/1", "open 3 like 1", "offer 3 local"], _call.Sent());
        _call.See(_call.ReofferAnswered(3));
        Assert.Equal(["accept 3 again", "connect 1 3"], _call.Sent());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Equal([Leg(1), Leg(3)], _call.Live);
    }

    [Fact]
    public void AnOwnBrowserThatAnswersAClickOnTheSlot_MakesAnOfferOfItsOwn()
    {
        Park();
        Assert.Equal(IntentStatus.Accepted, Pick(Click(new DialTarget { Uri = "hub:tab", Edge = A, User = Agent3, Transport = DialTarget.Browser })).Status);
        Assert.Equal(["adopt 3 hub:tab", "show 3 Connected 1001", "offer 3 none"], _call.Sent());
    }

    [Fact]
    public void WhenTheOneWhoWaitsHangsUp_TheSlotIsFreeAtOnce()
    {
        Park();
        _call.See(_call.Closed(1));
        Assert.Contains(Freed, _call.Tells);
        Assert.Equal((CallResult.Answered, Leg(1)), (_call.Over.Result, _call.Over.EndedBy));
        Assert.Equal(IntentStatus.NotFound, Pick(Dial("c2")).Status);
    }

    [Fact]
    public void WhenNobodyComes_TheOneWhoParkedIsRung_AndTalksOn()
    {
        Park();
        _call.Wait(TimeSpan.FromMinutes(2));
        Assert.Equal((RoutePurpose.Return, "1002", "1001"), (_call.Question!.Purpose, _call.Question.Number, _call.Question.Request.Caller.Number));
        Assert.Equal(Agent2, _call.Question.Owner);
        Assert.Contains(Freed, _call.Tells);

        _call.Route(Ring(Agent2, true, Device(Agent2, A)));
        Assert.Equal(["open 3 like 1", "invite 3 local"], _call.Sent());
        Assert.Equal(IntentStatus.NotFound, _call.Apply(new CallInput.PickAsked(Wish(new CallScript { Name = "c0" }))).Receipt!.Status);
        _call.See(_call.Answered(3));
        Assert.Equal(["accept 3 answer", "connect 1 3"], _call.Sent());
        Assert.Equal(["parkTimedOut 701 to 1002", "routed 1002 ring 1", "invited 3", "answered 3", "connected 1+3"], _call.Ledger[^5..]);
        Assert.Equal((CallPhase.Connected, false), (_call.State.Phase, _call.State.Record));
    }

    [Fact]
    public void ACallThatRingsBack_CanBePickedUp()
    {
        Park();
        _call.Wait(TimeSpan.FromMinutes(2)).Route(Ring(Agent2, true, Device(Agent2, A)));
        _call.Sent();
        Assert.Equal(IntentStatus.Accepted, Pick(Dial("c2")).Status);
        Assert.Equal(["end 3 AnsweredElsewhere", "close 3", "take 4 from c2/1", "open 4 offer3 like 1", "connect 1 4", "answer 4 local"], _call.Sent());
    }

    [Fact]
    public void WhenTheOneWhoParkedDoesNotAnswerEither_TheCallEnds_AndWasAnswered()
    {
        Park();
        _call.Wait(TimeSpan.FromMinutes(2)).Route(Ring(Agent2, true, Device(Agent2, A)));
        _call.Wait(TimeSpan.FromSeconds(30));
        Assert.Empty(_call.Live);
        Assert.Equal((CallResult.Answered, 480), (_call.Over.Result, _call.Over.Cause.SipCode));
    }

    [Fact]
    public void WhenTheOneWhoParkedCannotBeRung_TheCallEnds()
    {
        Park();
        _call.Wait(TimeSpan.FromMinutes(2)).Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(480, "Nobody is there.", 20)));
        Assert.Empty(_call.Live);
        Assert.Equal((CallResult.Answered, 480), (_call.Over.Result, _call.Over.Cause.SipCode));
    }

    [Fact]
    public void ANumberThatIsForwardedToASlot_ParksNobody()
    {
        _call.See(_call.Referred(2, "1003")).Route(new RedirectRoute(CallDirection.Internal, false, "700", Agent3));
        _call.Route(new ParkRoute(CallDirection.Internal, false, null, null));
        Assert.Null(_call.Park);
        Assert.Equal(["answerRefer 2 480"], _call.Sent());
    }

    [Fact]
    public void WhoeverAsksWithoutATelephone_LearnsTheSlotFromTheAnswer()
    {
        Assert.Equal(IntentStatus.Accepted, _call.Act(new ParkIntent(Agent1, false)).Status);
        Assert.Equal((null, Agent1, Leg(2)), (_call.Park!.Entry.Slot, _call.Park.Entry.By, _call.Park.Waiting));
        Assert.Equal("701", Told(ParkStatus.Parked).Receipt!.Slot);
        Assert.Equal(["play 2 HoldMusic", "end 1 Transferred", "close 1"], _call.Sent());
        Assert.Equal(("701", "1001"), (_call.State.Park!.Slot, _call.State.Park.By));
    }

    [Fact]
    public void WhoeverAsksForASlotThatIsTaken_LearnsThatToo()
    {
        _call.Act(new ParkIntent(Agent1, false, "703"));
        Assert.Equal("703", _call.Park!.Entry.Slot);
        Assert.Equal((IntentStatus.Unreachable, "Another call is parked there."), Told(ParkStatus.Taken).Receipt is { } refused ? (refused.Status, refused.Text) : default);
        Assert.Empty(_call.Sent());
        Assert.Equal(IntentStatus.Forbidden, _call.Act(new ParkIntent(Agent3, false)).Status);
        Assert.Equal([Leg(1), Leg(2)], _call.Live);
    }

    [Fact]
    public void AWishThatComesTooLate_TakesNobodyOutOfTheirTalk()
    {
        Assert.Equal(IntentStatus.Conflict, _call.Act(new ParkIntent(Agent2, false, Until: _call.Now.AddSeconds(-1))).Status);
        Assert.Empty(_call.Sent());
        Assert.Null(_call.Park);
    }

    [Fact]
    public void ACallInWhichSomebodyTalks_IsNotTheHeldOne()
    {
        Assert.Equal(IntentStatus.Conflict, _call.Act(new ParkIntent(Agent2, false, OnlyHeld: true)).Status);
        Assert.Null(_call.Park);

        _call.See(_call.MediaAnswered(2, hold: true));
        Assert.Equal(IntentStatus.Accepted, _call.Act(new ParkIntent(Agent2, false, OnlyHeld: true)).Status);
    }

    [Fact]
    public void WhoeverDialsTheLotWhileHoldingACall_IsToldTheSlot()
    {
        _call.Act(new ParkIntent(Agent2, false));
        var slot = Told(ParkStatus.Parked).Receipt!.Slot;
        // The same wish once more, of a telling whose answer was lost.
        Assert.Equal("701", _call.Act(new ParkIntent(Agent2, false)).Slot);
        Assert.Equal(IntentStatus.Forbidden, _call.Act(new ParkIntent(Agent3, false)).Status);

        var asking = AtTheLot();
        asking.Apply(new CallInput.HeldParked(slot));
        asking.Apply(new CallInput.HeldParked(slot));
        Assert.Equal(["say 1 #1 'La llamada espera en siete cero uno.'"], asking.Sent());
        asking.See(asking.PromptEnded(1));
        Assert.Equal((CallResult.Answered, EndKind.Administrative), (asking.Over.Result, asking.Over.Cause.Kind));
    }

    [Fact]
    public void WhenTheHeldCallIsNotParked_TheCallerIsToldSo()
    {
        var refused = AtTheLot();
        refused.Apply(new CallInput.HeldParked(null));
        Assert.Equal(["say 1 #1 'No fue posible estacionar la llamada.'"], refused.Sent());

        var silent = AtTheLot();
        silent.Wait(TimeSpan.FromSeconds(12));
        Assert.Equal(["say 1 #1 'No fue posible estacionar la llamada.'"], silent.Sent());
        silent.Wait(TimeSpan.FromSeconds(12));
        Assert.Empty(silent.Live);
    }

    [Fact]
    public void WhoeverHoldsNoCall_IsRefusedAtTheLot()
    {
        var call = new CallScript().Offer(dialled: "700").Route(new ParkRoute(CallDirection.Internal, false, null, null));
        Assert.Equal(["reject 1 480"], call.Sent());
    }

    [Fact]
    public void ASlotWithoutACall_IsRefused()
    {
        var call = new CallScript().Offer(dialled: "701").Route(new ParkRoute(CallDirection.Internal, false, "701", null));
        Assert.Equal(["reject 1 480"], call.Sent());
    }

    [Fact]
    public void TheRecording_GoesOnWithTheOneWhoTakesTheCall()
    {
        var call = new CallScript().Connected(record: true);
        call.See(call.Referred(2, "700")).Route(new ParkRoute(CallDirection.Internal, false, null, null));
        call.Apply(new CallInput.ParkTold(call.Park!, new ParkReceipt(ParkStatus.Parked, "701", Ticket)));
        Assert.Contains("right 1+", call.Sent());
        call.Wait(TimeSpan.FromMinutes(2)).Route(Ring(Agent2, true, Device(Agent2, A)));
        call.See(call.Answered(3));
        Assert.Contains("right 1+3", call.Sent());
    }

    [Fact]
    public void TheTransfersOfTheCall_AreTheParkingAndThePickup()
    {
        Park();
        Pick(Dial("c2"));
        _call.See(_call.Closed(1));
        var rows = TransferProjection.Of(_call.Id, _call.State.Ledger);
        Assert.Equal(
            [("Blind", "701", "demo/agent2", true), ("PickUp", "1003", "demo/agent3", true)],
            rows.Select(row => (row.Kind.ToString(), row.ToNumber, row.ByUserId!, row.Completed)));
        Assert.Equal((1, "answered"), CallLogProjection.Of(_call.Id, _call.State.Ledger) is { } entry ? (entry.Transfers, entry.Result) : default);
    }

    private static CallPick Wish(CallScript retrieval) => new(new NamedLeg(retrieval.Id, LegId.First), new Party("1003", null, Agent3));

    /// <summary>agent2 dials 700 and is answered.</summary>
    private CallScript AtTheLot()
    {
        var asking = new CallScript { Name = "c2", Now = _call.Now }.Offer(caller: new Party("1002", null, Agent2), dialled: "700");
        asking.Route(new ParkRoute(CallDirection.Internal, false, null, _call.Id)).See(asking.MediaAnswered(1));
        Assert.Contains(new CallTell.ParkHeld(_call.Id, new ParkIntent(Agent2, false, Until: asking.Now.AddSeconds(12), OnlyHeld: true)), asking.Tells);
        asking.Sent();
        return asking;
    }

    private void Park()
    {
        _call.See(_call.Referred(2, "700")).Route(new ParkRoute(CallDirection.Internal, false, null, null));
        Told(ParkStatus.Parked);
        _call.Sent();
    }

    private CallEffects Told(ParkStatus status) => _call.Apply(new CallInput.ParkTold(_call.Park!, status == ParkStatus.Parked ? new ParkReceipt(status, "701", Ticket) : new ParkReceipt(status)));

    private CallScript Dial(string name, string? device = null)
    {
        var retrieval = new CallScript { Name = name, Now = _call.Now };
        var offer = new CallOffer
        {
            Edge = A, EdgeName = "edge", Caller = new Party("1003", null, Agent3), Dialled = "701", Sdp = "offer3", SignallingId = "id", At = retrieval.Now, Device = device,
        };
        retrieval.Apply(new CallInput.Offered(retrieval.Id, offer, A, 90));
        retrieval.Route(new ParkRoute(CallDirection.Internal, false, "701", _call.Id));
        Assert.Contains(new CallTell.Pick(_call.Id, Wish(retrieval)), retrieval.Tells);
        retrieval.Sent();
        return retrieval;
    }

    /// <summary>agent3 clicks on the slot and answers at a device of the own.</summary>
    private CallScript Click(DialTarget own)
    {
        var click = new CallScript { Name = "c2", Now = _call.Now };
        var asked = new CallOrigination { User = Agent3, To = "701", Edge = A, EdgeName = "edge", At = click.Now };
        click.Apply(new CallInput.Originated(click.Id, asked, new RingPlan(new Party("1003", null, Agent3), [own]), A, 90));
        click.See(click.Answered(1)).Route(new ParkRoute(CallDirection.Internal, false, "701", _call.Id));
        Assert.Contains(new CallTell.Pick(_call.Id, Wish(click)), click.Tells);
        click.Sent();
        return click;
    }

    /// <summary>What the grains do with the wish.</summary>
    private IntentReceipt Pick(CallScript retrieval)
    {
        var receipt = _call.Apply(new CallInput.PickAsked(Wish(retrieval))).Receipt!;
        if (_call.Join is not { } question)
        {
            return receipt;
        }

        var answer = retrieval.Apply(new CallInput.YieldAsked(question.Request)).Yield!;
        return _call.Apply(new CallInput.Joined(question, answer)).Receipt ?? receipt;
    }
}
