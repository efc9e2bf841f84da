using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>An edge that lives is to leave a call: where the parties go, in which order, and what is waited for.</summary>
public sealed class LeavingTests
{
    private readonly CallScript _call = new();

    [Fact]
    public void TwoTelephones_AreOfferedTheOtherEdge_AndTheOldOneCarriesOnUntilBothHaveAnswered()
    {
        Talk();

        Assert.Equal(LeaveStatus.Goes, Leave());

        Assert.Equal(
            ["dialog 1 by 1", "open 1 like 2", "offer 1 local", "dialog 2 by 1", "open 2 like 1", "offer 2 local"],
            _call.Sent(B));
        // It asks nothing more in dialogs that another one has; nothing is closed.
        Assert.Equal(["hand over 1", "hand over 2"], _call.Sent(A));

        _call.See(B, _call.ReofferAnswered(1, "there"));
        Assert.Empty(_call.Sent(A));

        _call.See(B, _call.ReofferAnswered(2, "here"));
        Assert.Equal(["accept 1 there", "accept 2 here", "connect 2 1"], _call.Sent(B));
        Assert.Equal(["leave"], _call.Sent(A));
        Assert.Equal(["CallMoved", "LegMoved", "LegMoved"], _call.Ledger[^3..]);
    }

    [Fact]
    public void AskedAgain_NothingIsDoneTwice()
    {
        Talk();
        Leave();
        _call.Sent(A);
        _call.Sent(B);

        Assert.Equal(LeaveStatus.Goes, Leave());
        Assert.False(_call.Saved);
        Assert.Empty(_call.Sent(B));

        Arrive();
        _call.Sent(A);
        Assert.Equal(LeaveStatus.Goes, Leave());
        Assert.Empty(_call.Sent(A));
    }

    [Fact]
    public void ACallThatHasGone_EndsAsAnyOther_AndIsForgottenByBoth()
    {
        Talk();
        Leave();
        Arrive();
        _call.Sent(A);
        _call.Sent(B);

        _call.See(B, _call.Closed(1));
        _call.Apply(new CallInput.Archived());

        Assert.Equal(["close 1", "end 2 PeerEnded", "close 2", "forget"], _call.Sent(B));
        Assert.Equal(["forget"], _call.Sent(A));
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void WithNoOtherEdge_NothingIsChanged()
    {
        Talk();
        var epoch = _call.State.Epoch;

        Assert.Equal(LeaveStatus.NoEdge, _call.Apply(new CallInput.EdgeLeaves(A, [], true, [Edge(A)])).Leave);
        // One that is drained too is no place to go.
        Assert.Equal(LeaveStatus.NoEdge, _call.Apply(new CallInput.EdgeLeaves(A, [], false, [Edge(A), Edge(B) with { Leaving = true }])).Leave);

        Assert.Equal((A, epoch), (_call.State.Anchor, _call.State.Epoch));
        Assert.Empty(_call.Sent(A));
    }

    [Fact]
    public void WhoRings_IsWaitedFor()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Ringing(2));
        _call.Sent();

        Assert.Equal(LeaveStatus.Waits, Leave());
        // The transaction of its INVITE is here: it cannot be forced either.
        Assert.Equal(LeaveStatus.Waits, Leave(last: true));
        Assert.Empty(_call.Sent());

        _call.See(Answer(2), new LegSnapshotTaken(Leg(1), _call.Now, [7]));
        Assert.Equal(LeaveStatus.Goes, Leave());
    }

    [Fact]
    public void WhoRingsForACallerThatWasAnswered_RingsOn_AndIsRungAnewWhenThereIsNoTime()
    {
        _call.Originate(Device(Agent1, A)).See(Answer(1)).Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Ringing(2));
        _call.Sent();

        Assert.Equal(LeaveStatus.Waits, Leave());

        Assert.Equal(LeaveStatus.Goes, Leave(last: true));
        Assert.Contains("end 2 EdgeLost", _call.Sent(A));
        Assert.Contains("invite 3 local", _call.Sent(B));
    }

    [Fact]
    public void ATelephoneThatNoOtherCanReach_IsSignalledWhereItIs_WithItsSoundElsewhere()
    {
        Talk();

        Assert.Equal(LeaveStatus.Goes, Leave(near: [Leg(1)]));
        Assert.Equal(["open 1 like 2 report", "dialog 2 by 1", "open 2 like 1", "offer 2 local"], _call.Sent(B));
        Assert.Equal(["hand over 2"], _call.Sent(A));

        _call.See(B, _call.MediaOffered(1, "from B"));
        Assert.Equal(["offer 1 from B"], _call.Sent(A));
        _call.See(A, _call.ReofferAnswered(1, "x")).See(B, _call.ReofferAnswered(2, "y"));

        Assert.Equal(["accept 1 x", "accept 2 y", "connect 2 1"], _call.Sent(B));
        Assert.Equal(["leave but 1"], _call.Sent(A));
        Assert.Equal(LeaveStatus.Stays, Leave(near: [Leg(1)]));
        Assert.Empty(_call.Sent(A));

        // There is no time any more: it is tried.
        Assert.Equal(LeaveStatus.Goes, Leave(near: [Leg(1)], last: true));
        Assert.Equal(["dialog 1 by 1", "reoffer 1", "offer 1 local"], _call.Sent(B));
        _call.See(B, _call.ReofferAnswered(1, "z"));
        Assert.Equal(["hand over 1", "leave"], _call.Sent(A));
    }

    [Fact]
    public void WhoHangsUpAtTheOldEdge_WhileTheDialogGoes_HasHungUp()
    {
        Talk();
        Leave();
        _call.Sent(B);

        _call.See(A, _call.Closed(1));

        Assert.Equal(CallResult.Answered, _call.Over.Result);
        Assert.Equal(["end 1 Hangup", "close 1", "end 2 PeerEnded", "close 2"], _call.Sent(B));
    }

    [Fact]
    public void WhatTheOldEdgeSaysOfADialogThatHasGone_CountsNoMore()
    {
        Talk();
        Leave();
        Arrive();

        _call.See(A, _call.Closed(1));

        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Equal(2, _call.Live.Length);
    }

    [Fact]
    public void TheRecordingGoesOn_TheOldEdgeRecordsUntilTheNewOneDoes()
    {
        Talk(record: true);
        _call.Wait(TimeSpan.FromSeconds(13));
        Leave();
        Assert.DoesNotContain("stop", _call.Sent(A));

        _call.See(B, _call.ReofferAnswered(1));
        Assert.Equal(["stop"], _call.Sent(A));
        Assert.Contains("record 1+2 from 7", _call.Sent(B));

        // Its take is closed, the recording is not.
        _call.See(A, _call.RecordingClosed());
        Assert.False(_call.State.Recordings[0].Closed);
        _call.See(B, _call.ReofferAnswered(2));
        Assert.Equal(["leave"], _call.Sent(A));

        _call.See(B, _call.Closed(1), _call.RecordingClosed());
        Assert.Single(_call.State.Ledger.Select(entry => entry.Event).OfType<RecordingStarted>());
        Assert.False(Assert.Single(_call.State.Ledger.Select(entry => entry.Event).OfType<RecordingEnded>()).Complete);
    }

    [Fact]
    public void ACallThatEndsOnItsWay_ClosesItsRecordingWhereItIsMade()
    {
        Talk(record: true);
        Leave();
        _call.Sent(A);

        _call.See(A, _call.Closed(1));
        Assert.Equal(["stop"], _call.Sent(A));
        Assert.False(_call.State.Concluded);

        _call.See(A, _call.RecordingClosed());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
        Assert.True(Assert.Single(_call.State.Ledger.Select(entry => entry.Event).OfType<RecordingEnded>()).Complete);
    }

    [Fact]
    public void AnEdgeThatDiesWhileItLeaves_HasItsRecordingGoneOnWith()
    {
        Talk(record: true);
        Leave();

        _call.Apply(new CallInput.EdgeGone(A, [Edge(A), Edge(B)]));
        _call.See(B, _call.ReofferAnswered(1), _call.ReofferAnswered(2));

        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Contains(_call.Sent(B), word => word.StartsWith("record 1+2", StringComparison.Ordinal));
    }

    [Fact]
    public void TheCallMayComeBack()
    {
        Talk();
        Leave();
        Arrive();
        _call.Sent(A);
        _call.Sent(B);

        Assert.Equal(LeaveStatus.Goes, _call.Apply(new CallInput.EdgeLeaves(B, [], false, [Edge(A), Edge(B) with { Leaving = true }])).Leave);
        _call.See(A, _call.ReofferAnswered(1, "once"), _call.ReofferAnswered(2, "more"));

        Assert.Equal(["dialog 1 by 2", "open 1 like 2", "offer 1 local", "dialog 2 by 2", "open 2 like 1", "offer 2 local", "accept 1 once", "accept 2 more", "connect 2 1"], _call.Sent(A));
        Assert.Equal(["hand over 1", "hand over 2", "leave"], _call.Sent(B));
    }

    [Fact]
    public void ATelephoneThatRefuses_IsLeftAsItWas_AndTheOtherComesBackToIt()
    {
        Talk();
        Leave();
        _call.See(B, _call.ReofferAnswered(1, "there"));
        _call.Sent(A);
        _call.Sent(B);

        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 488));

        Assert.Equal(["take back 1 by 2", "reoffer 1", "offer 1 local", "take back 2 by 2"], _call.Sent(A));
        Assert.Equal(["hand over 1", "hand over 2"], _call.Sent(B));
        Assert.Equal((A, A, A), (_call.State.Anchor, _call.State.Legs[0].Edge, _call.State.Legs[1].Edge));

        _call.See(A, _call.ReofferAnswered(1, "back"));
        Assert.Equal(["accept 1 back", "connect 1 2"], _call.Sent(A));
        Assert.Equal(["leave"], _call.Sent(B));
        Assert.Equal(["CallMoved", "LegMoved", "CallMoved", "LegMoved", "LegMoved"], _call.Ledger[^5..]);

        _call.See(A, _call.Closed(1));
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void NobodyIsAskedBack_WhileAnOfferOfTheNewEdgeIsOut()
    {
        Talk();
        Leave();
        _call.Sent(A);
        _call.Sent(B);

        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 488));
        Assert.Empty(_call.Sent(A));

        _call.See(B, new LegReofferFailed(Leg(1), _call.Now, 488));

        // Both are where they were, and hear each other there.
        Assert.Equal(["take back 1 by 2", "take back 2 by 2"], _call.Sent(A));
        Assert.Equal(["hand over 1", "hand over 2", "leave"], _call.Sent(B));
        Assert.Equal(A, _call.State.Anchor);
    }

    [Fact]
    public void WhoRefusedOnce_IsSignalledWhereItIs_AndWhoRefusesThatToo_StaysWithItsCallWhileThereIsTime()
    {
        Talk();
        Leave();
        _call.See(B, _call.ReofferAnswered(1), new LegReofferFailed(Leg(2), _call.Now, 488)).See(A, _call.ReofferAnswered(1, "x"));
        _call.Sent(A);
        _call.Sent(B);

        Assert.Equal(LeaveStatus.Goes, Leave());
        Assert.Equal(["dialog 1 by 3", "open 1 like 2", "offer 1 local", "open 2 like 1 report"], _call.Sent(B));
        _call.See(B, _call.MediaOffered(2, "from B"), _call.ReofferAnswered(1, "y"));
        Assert.Equal(["hand over 1", "offer 2 from B"], _call.Sent(A));

        _call.See(A, new LegReofferFailed(Leg(2), _call.Now, 488));
        Assert.Equal(["take back 1 by 4", "reoffer 1", "offer 1 local"], _call.Sent(A));
        _call.See(A, _call.ReofferAnswered(1, "z"));
        _call.Sent(B);

        Assert.Equal(LeaveStatus.Waits, Leave());
        Assert.Empty(_call.Sent(B));
        Assert.Equal(LeaveStatus.Goes, Leave(last: true));
        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 488));
        Assert.Equal(CallResult.Lost, _call.Over.Result);
    }

    [Fact]
    public void WhoAcceptsTheNewSoundFromTheOldAddress_StaysThere()
    {
        Talk();
        Leave();
        _call.See(B, _call.ReofferAnswered(1), new LegClosed(Leg(2), _call.Now, new EndCause(EndKind.Hangup, 481))).See(A, _call.ReofferAnswered(1, "x"));
        Leave();
        _call.See(B, _call.MediaOffered(2, "from B"), _call.ReofferAnswered(1, "y"));
        _call.Sent(A);

        _call.See(A, _call.ReofferAnswered(2, "z"));

        Assert.Equal(["leave but 2"], _call.Sent(A));
        Assert.Equal((B, B, A), (_call.State.Anchor, _call.State.Legs[0].Edge, _call.State.Legs[1].Edge));
        Assert.Equal(LeaveStatus.Stays, Leave());
    }

    [Fact]
    public void WhoIsNotHeardOf_IsWhereItWas()
    {
        Talk();
        Leave();
        _call.See(B, _call.ReofferAnswered(1, "there"));
        _call.Sent(A);

        _call.Wait(Reanchoring.Patience);

        Assert.Equal(["take back 1 by 2", "reoffer 1", "offer 1 local", "take back 2 by 2"], _call.Sent(A));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void WithTheOldEdgeGone_WhoRefusesIsLost()
    {
        Talk();
        Leave();
        _call.Apply(new CallInput.EdgeGone(A, [Edge(A), Edge(B)]));

        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 488));

        Assert.Equal(CallResult.Lost, _call.Over.Result);
    }

    [Fact]
    public void WhoHangsUpAtTheNewEdge_HasHungUp()
    {
        Talk();
        Leave();

        _call.See(B, _call.Closed(1));

        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void ARecordingThatTheOldEdgeStillMakes_GoesOnThere()
    {
        Talk(record: true);
        Leave();
        _call.Sent(A);
        _call.See(B, new LegReofferFailed(Leg(1), _call.Now, 488), new LegReofferFailed(Leg(2), _call.Now, 488));

        Assert.DoesNotContain("stop", _call.Sent(A));
        Assert.DoesNotContain(_call.Sent(B), word => word.StartsWith("record", StringComparison.Ordinal));
        _call.See(A, _call.Closed(1), _call.RecordingClosed());
        Assert.True(Assert.Single(_call.State.Ledger.Select(entry => entry.Event).OfType<RecordingEnded>()).Complete);
    }

    [Fact]
    public void ARecordingThatTheNewEdgeHasBegun_ComesBackToo()
    {
        Talk(record: true);
        Leave();
        _call.See(B, _call.ReofferAnswered(1, "there"), new LegReofferFailed(Leg(2), _call.Now, 488));
        Assert.Contains("stop", _call.Sent(A));

        // What the old edge closes now is the take before.
        _call.See(A, _call.RecordingClosed());
        Assert.False(_call.State.Recordings[0].Closed);
        _call.Sent(B);
        _call.See(A, _call.ReofferAnswered(1, "back"));

        Assert.Equal(["stop", "leave"], _call.Sent(B));
        Assert.Contains(_call.Sent(A), word => word.StartsWith("record 1+2 from", StringComparison.Ordinal));
    }

    [Fact]
    public void AFaxThatTheNewEdgeHasBegun_IsCutThere_WhenItsPartyDoesNotCome()
    {
        Talk();
        Leave();
        _call.See(B, _call.ReofferAnswered(1, "there"));
        _call.See(B, _call.Referred(1, "1880")).Route(new FaxRoute(CallDirection.Internal, false, Agent2, "1880"));
        Assert.Contains("receive fax 2 as 1880", _call.Sent(B));

        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 488));

        // Two modems cannot go elsewhere: what has passed at the edge that had them is all of it.
        Assert.Equal(A, _call.State.Anchor);
        Assert.Contains("stop", _call.Sent(B));
        _call.Wait(TimeSpan.Zero);
        Assert.False(_call.State.GoingOn);
        var fax = new RecordingId(Tenant, "c1-f1");
        _call.See(B, new FaxOver(Leg(2), _call.Now, fax, false, 1, "", "cut"), new RecordingClosed(Leg(2), _call.Now, fax, 2, 9_000, true));
        Assert.Contains("faxEnded 1 cut cut", _call.Ledger);
        Assert.True(_call.State.Recordings.Single().Closed);
    }

    [Fact]
    public void AnEdgeThatOnlySignalled_KeepsWhoRefuses()
    {
        _call.Offer(B).Route(Ring(Agent2, false, Device(Agent2, A))).See(B, _call.MediaOffered(2)).See(A, Answer(2));
        _call.Sent(A);
        _call.Sent(B);
        Assert.Equal(LeaveStatus.Goes, Leave());
        Assert.Equal(["dialog 2 by 1", "reoffer 2", "offer 2 local"], _call.Sent(B));

        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 403));

        Assert.Equal(["ReleaseLeg"], _call.Sent(B));
        Assert.Equal(["hand over 2", "take back 2 by 2", "leave but 2"], _call.Sent(A));
        Assert.Equal(LeaveStatus.Stays, Leave());
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void ABrowserThatHasGone_IsAskedBack()
    {
        Browse();
        Leave();
        _call.Sent(A);

        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 488));

        Assert.Equal(["close 1", "offer 1 none", "take back 2 by 2"], _call.Sent(A));
        _call.See(A, new LegReoffered(Leg(1), _call.Now, "page"));
        _call.See(A, _call.MediaAnswered(1, "made"));
        Assert.Contains("connect 1 2", _call.Sent(A));
        Assert.Contains("leave", _call.Sent(B));
    }

    [Fact]
    public void ABrowser_IsAskedForAnOffer_AndItsEdgeIsLeftWhenItHasGone()
    {
        Browse();

        Assert.Equal(LeaveStatus.Goes, Leave());
        Assert.Contains("offer 1 none", _call.Sent(A));
        _call.See(B, _call.ReofferAnswered(2));

        // It answers where it is connected, with its sound at the other edge.
        _call.Act(new AttachIntent(Agent1, false, "hub:tab", A, "page"));
        _call.See(B, _call.MediaAnswered(1, "made"));
        Assert.Contains("leave but 1", _call.Sent(A));
        Assert.Equal(LeaveStatus.Stays, Leave());

        // And then it has connected to the other edge.
        _call.Act(new AttachIntent(Agent1, false, "hub:tab", B, "page 2"));
        Assert.Equal(["ReleaseLeg", "leave"], _call.Sent(A)[^2..]);
        Assert.Equal(LeaveStatus.Goes, Leave());
    }

    [Fact]
    public void ABrowserThatHasNotComeYet_IsWaitedForElsewhere_WhenItsEdgeEnds()
    {
        Browse();
        Leave();
        _call.See(B, _call.ReofferAnswered(2));
        Leave(last: true);
        _call.Sent(A);

        _call.Apply(new CallInput.EdgeStopping(A));

        Assert.Equal(["leave"], _call.Sent(A));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        _call.Act(new AttachIntent(Agent1, false, "hub:tab", B, "page"));
        _call.See(B, _call.MediaAnswered(1));
        Assert.Null(_call.State.Legs[0].MovedUntil);
    }

    [Fact]
    public void WhoHearsAPrompt_HearsItToItsEnd()
    {
        Talk();
        _call.State.Legs[0].Prompt = 1;

        Assert.Equal(LeaveStatus.Waits, Leave());
        Assert.Equal(LeaveStatus.Goes, Leave(last: true));
    }

    [Fact]
    public void AnEdgeThatHasNobodyOfTheCallAnyMore_IsToldToForgetItOnce()
    {
        Assert.Contains("end 2 AnsweredElsewhere", RungAtBoth());

        Assert.Equal(LeaveStatus.Goes, Leave());
        Assert.Equal(["leave"], _call.Sent(A));
        Assert.Equal(LeaveStatus.Goes, Leave());
        Assert.Empty(_call.Sent(A));
    }

    [Fact]
    public void AnEdgeThatIsNeededAgain_IsLeftAgain()
    {
        RungAtBoth();
        Leave();
        _call.See(B, new LegSnapshotTaken(Leg(1), _call.Now, [7]));
        Assert.Equal(LeaveStatus.Goes, _call.Apply(new CallInput.EdgeLeaves(B, [], false, [Edge(A), Edge(B) with { Leaving = true }])).Leave);
        _call.See(A, _call.ReofferAnswered(1), _call.ReofferAnswered(3));
        Assert.Equal(LeaveStatus.Goes, Leave());
        Arrive(3);

        Assert.Equal("leave", _call.Sent(A)[^1]);
    }

    private static EdgeInfo Edge(EdgeId edge) => new(edge, edge.Value, "127.0.0.1", true, Start);

    private LeaveStatus Leave(bool last = false, LegId[]? near = null) =>
        _call.Apply(new CallInput.EdgeLeaves(A, [.. near ?? []], last, [Edge(A) with { Leaving = true }, Edge(B)])).Leave;

    private void Arrive(int called = 2) => _call.See(B, _call.ReofferAnswered(1), _call.ReofferAnswered(called));

    // A call of B rang a telephone at either edge, and that of B was answered.
    private string[] RungAtBoth()
    {
        _call.Offer(B).Route(Ring(Agent2, false, Device(Agent2, A), Device(Agent2, B, 2))).See(B, _call.MediaOffered(2)).See(A, _call.Ringing(2)).See(B, Answer(3));
        return _call.Sent(A);
    }

    private LegAnswered Answer(int leg) => new(Leg(leg), _call.Now, "answer", [7]);

    private void Talk(bool record = false)
    {
        _call.Offer().Route(Ring(Agent2, record, Device(Agent2, A))).See(_call.Ringing(2), Answer(2), new LegSnapshotTaken(Leg(1), _call.Now, [7]));
        _call.Sent();
    }

    // agent1's browser of A has called agent2's telephone of A.
    private void Browse()
    {
        var offer = new CallOffer
        {
            Edge = A,
            EdgeName = "edge",
            Caller = new Party("1001", "Agent One", Agent1),
            Dialled = "1002",
            Sdp = "offer",
            SignallingId = "hub:tab",
            Device = "hub:tab",
            At = _call.Now,
        };
        _call.Apply(new CallInput.Offered(_call.Id, offer, A, 90));
        _call.Route(Ring(Agent2, false, Device(Agent2, A))).See(A, Answer(2));
        _call.Sent(A);
        _call.Sent(B);
    }
}
