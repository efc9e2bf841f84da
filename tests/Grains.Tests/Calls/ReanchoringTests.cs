using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Media;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>An edge dies under a call: what the call tells the ones that live.</summary>
public sealed class ReanchoringTests
{
    private static readonly EdgeId C = new("127.0.0.1:11113@1");
    private readonly CallScript _call = new();

    [Fact]
    public void TwoTelephonesOfOneEdge_AreOfferedTheNextOne_InTheDialogsThatTheyHave()
    {
        Talk();

        Gone(A, B);

        Assert.Equal(
            ["dialog 1 by 1", "open 1 like 2", "offer 1 local", "dialog 2 by 1", "open 2 like 1", "offer 2 local"],
            _call.Sent(B));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
        Assert.Equal((B, B, B), (_call.State.Anchor, _call.State.Legs[0].Edge, _call.State.Legs[1].Edge));

        _call.See(B, _call.ReofferAnswered(1, "there"));
        Assert.Equal(["accept 1 there"], _call.Sent(B));

        _call.See(B, _call.ReofferAnswered(2, "here"));
        Assert.Equal(["accept 2 here", "connect 2 1"], _call.Sent(B));
        Assert.Equal(["CallMoved", "LegMoved", "LegMoved"], _call.Ledger[^3..]);
        Assert.Null(_call.State.NextDeadline() is { } due && due < _call.Now + Reanchoring.Patience ? due : null);
    }

    [Fact]
    public void TheCallEndsAsAnyOther_OnceItHasMoved()
    {
        Talk();
        Gone(A, B);
        _call.See(B, _call.ReofferAnswered(1), _call.ReofferAnswered(2));
        _call.Sent(B);

        _call.See(B, _call.Closed(1));

        Assert.Equal(["close 1", "end 2 PeerEnded", "close 2"], _call.Sent(B));
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void TheEpochGrows_AndWhatTheDeadEdgeStillSaysIsStale()
    {
        Talk();
        var epoch = _call.State.Epoch;

        Gone(A, B);

        Assert.Equal(epoch + 1, _call.State.Epoch);
        var receipt = _call.Apply(new CallInput.Reported(new LegReport(A, epoch, 99, [_call.Closed(1)]))).Report!;
        Assert.Equal(ReportStatus.Stale, receipt.Status);
        Assert.Equal(2, _call.Live.Length);
    }

    [Fact]
    public void WhoseEdgeDiesBeforeItHeardThatTheOtherHungUp_IsHungUpByAnother()
    {
        _call.Offer(A).Route(Ring(Agent2, false, Device(Agent2, B))).See(A, _call.MediaOffered(2)).See(B, Answer(2));
        _call.See(A, _call.Closed(1));
        _call.Sent(A);

        _call.Apply(new CallInput.EdgeGone(B, [Edge(A), Edge(B), Edge(C)], [new LastDialog(Leg(2), [7])]));

        // An edge that has the call already is as good as any.
        Assert.Equal(["dialog 2 by 1", "end 2 PeerEnded"], _call.Sent(A));
        Assert.Equal(CallResult.Answered, _call.Over.Result);
        _call.Apply(new CallInput.EdgeGone(B, [Edge(A), Edge(B), Edge(C)], [new LastDialog(Leg(2), [7])]));
        Assert.Empty(_call.Sent(A));
    }

    [Fact]
    public void ACallThatIsInTheHistoryAlready_IsHungUpToo_AndForgotten()
    {
        Talk();
        _call.See(A, _call.Closed(1));
        _call.Apply(new CallInput.Archived());

        _call.Apply(new CallInput.EdgeGone(A, [Edge(A), Edge(B)], [new LastDialog(Leg(2), [7])]));

        Assert.Equal(["dialog 2 by 1", "end 2 PeerEnded", "forget"], _call.Sent(B));
    }

    [Fact]
    public void WithNoOtherEdge_NobodyCanBeTold()
    {
        Talk();
        _call.See(A, _call.Closed(1));

        _call.Apply(new CallInput.EdgeGone(A, [Edge(A)], [new LastDialog(Leg(2), [7])]));

        Assert.Equal(CallResult.Answered, _call.Over.Result);
        Assert.Empty(_call.Sent(B));
    }

    [Fact]
    public void ToldTwice_NothingIsDoneTwice()
    {
        Talk();
        Gone(A, B);
        _call.Sent(B);

        Gone(A, B);

        Assert.Empty(_call.Sent(B));
        Assert.False(_call.Saved);
    }

    [Fact]
    public void TheAnchorAlone_IsReplacedByTheEdgeThatSignals()
    {
        Split();

        Gone(A, B);

        // Leg 1 came in at B, which carries the media from now on; leg 2 was signalled by A.
        Assert.Equal(["open 1 like 2", "offer 1 local", "dialog 2 by 1", "open 2 like 1", "offer 2 local"], _call.Sent(B));
        Assert.Equal(B, _call.State.Anchor);
    }

    [Fact]
    public void ATelephoneOfAThirdEdge_GetsTheNewAnchorsOfferByItsOwn()
    {
        _call.Offer(A).Route(Ring(Agent2, false, Device(Agent2, C))).See(A, _call.MediaOffered(2)).See(C, Answer(2));
        _call.See(A, new LegSnapshotTaken(Leg(1), _call.Now, [1]));
        _call.Sent(C);

        _call.Apply(new CallInput.EdgeGone(A, [Edge(A), Edge(B), Edge(C, anchors: false)]));

        Assert.Equal(["dialog 1 by 1", "open 1 like 2", "offer 1 local", "open 2 like 1 report"], _call.Sent(B));
        Assert.Empty(_call.Sent(C));

        _call.See(B, _call.MediaOffered(2, "from B"));
        Assert.Equal(["offer 2 from B"], _call.Sent(C));

        _call.See(B, _call.ReofferAnswered(1, "x")).See(C, _call.ReofferAnswered(2, "y"));
        Assert.Equal(["accept 1 x", "accept 2 y", "connect 2 1"], _call.Sent(B));
    }

    [Fact]
    public void TheSignallingEdgeAlone_TheMediaStaysWhereItIs()
    {
        _call.Offer(A).Route(Ring(Agent2, false, Device(Agent2, B))).See(A, _call.MediaOffered(2)).See(B, Answer(2));
        _call.Sent(A);

        Gone(B, A);

        Assert.Equal(["dialog 2 by 1", "reoffer 2", "offer 2 local"], _call.Sent(A));
        _call.See(A, _call.ReofferAnswered(2, "answer"));
        Assert.Equal(["accept 2 answer", "connect 2 1"], _call.Sent(A));
    }

    [Fact]
    public void NobodyLeftToTakeIt_ItIsLost()
    {
        Talk();

        _call.Apply(new CallInput.EdgeGone(A, [Edge(A)]));

        Assert.Equal((CallResult.Lost, EndKind.EdgeLost), (_call.Over.Result, _call.Over.Cause.Kind));
    }

    [Fact]
    public void TheProcessThatCameAfterItInItsPlace_IsNoOther()
    {
        Talk();

        _call.Apply(new CallInput.EdgeGone(A, [Edge(new EdgeId("127.0.0.1:11111@2"))]));

        Assert.Equal(CallResult.Lost, _call.Over.Result);
    }

    [Fact]
    public void AnEdgeThatOnlySignals_CannotCarryIt()
    {
        Talk();

        _call.Apply(new CallInput.EdgeGone(A, [Edge(B, anchors: false)]));

        Assert.Equal(CallResult.Lost, _call.Over.Result);
    }

    [Fact]
    public void ADialogOfWhichNobodyHasBytes_IsLost()
    {
        _call.Connected();

        Gone(A, B);

        Assert.Equal(CallResult.Lost, _call.Over.Result);
        Assert.Empty(_call.Sent(B));
    }

    [Fact]
    public void ACallerWhomNobodyHasAnswered_IsLostWithTheTransaction()
    {
        _call.Offer().Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Ringing(2));

        Gone(A, B);

        Assert.Equal(CallResult.Lost, _call.Over.Result);
    }

    [Fact]
    public void ARefusedOffer_EndsTheCallHonestly()
    {
        Talk();
        Gone(A, B);
        _call.Sent(B);

        _call.See(B, new LegReofferFailed(Leg(2), _call.Now, 488));

        Assert.Equal(["end 2 EdgeLost", "close 2", "end 1 EdgeLost", "close 1"], _call.Sent(B));
        Assert.Equal((CallResult.Lost, 488), (_call.Over.Result, _call.Over.Cause.SipCode));
    }

    [Fact]
    public void APartyThatHangsUpInBetween_EndsTheCall()
    {
        Talk();
        Gone(A, B);
        _call.Sent(B);

        _call.See(B, _call.Closed(1));

        Assert.Equal(["close 1", "end 2 PeerEnded", "close 2"], _call.Sent(B));
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void ATelephoneThatCannotBeReached_IsWaitedFor_AndTheOtherHearsMusic()
    {
        Talk();
        Gone(A, B);
        _call.See(B, _call.ReofferAnswered(1));
        _call.Sent(B);

        _call.See(B, new LegClosed(Leg(2), _call.Now, new EndCause(EndKind.Failed, 503, null, "No connection")));
        Assert.Equal(["play 1 HoldMusic"], _call.Sent(B));
        Assert.Equal(2, _call.Live.Length);

        _call.Wait(Reanchoring.Patience);
        Assert.Equal((CallResult.Lost, EndKind.EdgeLost), (_call.Over.Result, _call.Over.Cause.Kind));
    }

    [Fact]
    public void TheNextEdgeDiesToo_AThirdTakesIt_WithNumbersAboveTheSecond()
    {
        Talk();
        Gone(A, B, C);
        var (first, other) = _call.State.Anchor == B ? (B, C) : (C, B);
        Assert.Contains("dialog 2 by 1", _call.Sent(first));

        Gone(first, other);

        Assert.Equal(["dialog 1 by 2", "open 1 like 2", "offer 1 local", "dialog 2 by 2", "open 2 like 1", "offer 2 local"], _call.Sent(other));
        _call.See(other, new LegReofferAnswered(Leg(1), _call.Now, "x", [2]), new LegReofferAnswered(Leg(2), _call.Now, "y", [2]));
        Assert.Equal([0, 0], _call.State.Legs.Select(leg => leg.Moves));
        Assert.Equal(2, _call.Live.Length);
    }

    [Fact]
    public void WhatAPartyHears_IsHeardAtTheNewAnchor()
    {
        Talk();
        _call.Act(new HoldIntent(Agent1, false));
        Gone(A, B);
        _call.Sent(B);

        _call.See(B, _call.ReofferAnswered(1), _call.ReofferAnswered(2));

        Assert.Equal(["accept 1 again", "play 1 Silence", "accept 2 again", "play 2 HoldMusic"], _call.Sent(B));
        _call.Act(new ResumeIntent(Agent1, false));
        Assert.Equal(["connect 1 2"], _call.Sent(B));
    }

    [Fact]
    public void TheRecordingGoesOn_WithTheNumberOfThePresentMoment()
    {
        Talk(record: true);
        _call.Now += TimeSpan.FromSeconds(13);

        Gone(A, B);
        _call.Now += TimeSpan.FromSeconds(0.5);
        _call.See(B, _call.ReofferAnswered(1), _call.ReofferAnswered(2));

        Assert.Equal(
            ["accept 1 again", "record 1+2 from 7", "accept 2 again", "right 1+2", "connect 2 1"],
            _call.Sent(B)[6..]);
        _call.See(B, _call.Closed(1), _call.RecordingClosed());
        var ended = Assert.Single(_call.State.Ledger.Select(entry => entry.Event).OfType<RecordingEnded>());
        Assert.Equal((23_400, false), (ended.DurationMilliseconds, ended.Complete));
        Assert.Single(_call.State.Ledger.Select(entry => entry.Event).OfType<RecordingStarted>());
        Assert.Equal(CallResult.Answered, _call.Over.Result);
    }

    [Fact]
    public void ACallThatEndsBeforeItsRecordingGoesOn_WaitsForNoEdge()
    {
        Talk(record: true);
        Gone(A, B);

        _call.See(B, _call.Closed(2));

        Assert.True(_call.State.Concluded);
        Assert.DoesNotContain("stop", _call.Sent(B));
    }

    [Fact]
    public void AHoldThatWaitsForTheAnchor_IsAnsweredByTheNextOne()
    {
        Split();
        _call.See(B, _call.Reoffered(1, "hold"));
        _call.Sent(B);

        Gone(A, B);
        Assert.Equal("open 1 hold", _call.Sent(B)[0]);

        _call.See(B, _call.MediaAnswered(1, null, hold: true));
        Assert.Equal("answerReoffer 1 local", _call.Sent(B)[0]);
        Assert.Null(_call.State.Legs[0].MovedUntil);
    }

    [Fact]
    public void ATelephoneThatRings_IsRungAnew()
    {
        Queue();
        Assert.Equal(CallPhase.Ringing, _call.State.Phase);

        Gone(A, B);

        Assert.Equal(["invite 3 local"], _call.Sent(B).Where(word => word.StartsWith("invite", StringComparison.Ordinal)));
        _call.See(B, _call.Ringing(3), Answer(3), _call.ReofferAnswered(1));
        Assert.Contains("connect 1 3", _call.Sent(B));
        Assert.Equal(CallPhase.Connected, _call.State.Phase);
    }

    [Fact]
    public void ATelephoneThatSpokeBeforeItsAnswer_IsRungAnew_AndTheCallerHearsItRing()
    {
        Queue();
        _call.See(_call.Early(2));

        Gone(A, B);
        _call.See(B, _call.ReofferAnswered(1));

        Assert.Equal("play 1 Ringback", _call.Sent(B)[^1]);
        _call.See(B, Answer(3));
        Assert.Contains("connect 1 3", _call.Sent(B));
    }

    [Fact]
    public void APromptThatEndedWithItsEdge_IsOverWhenTheNextCanBeHeard()
    {
        Talk();
        Prompting.Say(new CallTurn(_call.State, _call.Rules, _call.Now), _call.State.Legs[0], [], MediaSource.HoldMusic, interruptible: false);
        Gone(A, B);
        Assert.NotNull(_call.State.Legs[0].Prompt);
        _call.Sent(B);

        _call.See(B, _call.ReofferAnswered(1));

        Assert.Null(_call.State.Legs[0].Prompt);
        Assert.Equal(["accept 1 again", "play 1 HoldMusic"], _call.Sent(B));
    }

    [Fact]
    public void ABrowserOfTheDeadEdge_ComesByItself_AndTheOtherHearsMusic()
    {
        Browse();

        Gone(A, B);
        Assert.Equal(["dialog 2 by 1", "open 2 like 1", "offer 2 local"], _call.Sent(B));
        _call.See(B, _call.ReofferAnswered(2));
        Assert.Equal(["accept 2 again", "play 2 HoldMusic"], _call.Sent(B));

        Assert.Equal(IntentStatus.Accepted, _call.Act(new AttachIntent(Agent1, false, "hub:tab", B, "page")).Status);
        Assert.Equal(["adopt 1 hub:tab", "open 1 page like 2"], _call.Sent(B)[..2]);
        _call.See(B, _call.MediaAnswered(1));
        Assert.Equal(["connect 1 2", "answerReoffer 1 local"], _call.Sent(B));
        Assert.Null(_call.State.Legs[0].MovedUntil);
    }

    [Fact]
    public void ABrowserThatWasFasterThanTheNews_IsAnsweredByTheNewAnchor()
    {
        Browse();
        _call.Act(new AttachIntent(Agent1, false, "hub:tab", B, "page"));
        _call.Sent(B);

        Gone(A, B);

        Assert.Contains("open 1 page", _call.Sent(B));
        _call.See(B, _call.MediaAnswered(1));
        Assert.Contains("answerReoffer 1 local", _call.Sent(B));
    }

    [Fact]
    public void ABrowserThatDoesNotCome_IsLost()
    {
        Browse();
        Gone(A, B);
        _call.See(B, _call.ReofferAnswered(2));

        _call.Wait(Reanchoring.Patience);

        Assert.Equal((CallResult.Lost, EndKind.EdgeLost), (_call.Over.Result, _call.Over.Cause.Kind));
        Assert.Contains("end 2 EdgeLost", _call.Sent(B));
    }

    [Fact]
    public void ABrowserOfALivingEdge_IsAskedForAnOffer()
    {
        Browse(B);

        Gone(A, B);
        Assert.Contains("offer 1 none", _call.Sent(B));

        _call.Act(new AttachIntent(Agent1, false, "hub:tab", B, "page"));
        Assert.Contains("open 1 page like 2", _call.Sent(B));
    }

    [Fact]
    public void ABrowserThatRingsAtALivingEdge_IsGivenItsSound_WhenItAnswers()
    {
        _call.Originate(Device(Agent1, A)).See(Answer(1)).Route(Ring(Agent2, false, Device(Agent2, B) with { Uri = "hub:tab", Transport = DialTarget.Browser })).See(B, _call.Ringing(2));
        _call.Sent(B);

        Gone(A, B);
        Assert.DoesNotContain(_call.Sent(B), word => word.StartsWith("open 2", StringComparison.Ordinal));

        _call.See(B, new LegAnswered(Leg(2), _call.Now, "page", null));
        Assert.Contains(_call.Sent(B), word => word.StartsWith("open 2 page", StringComparison.Ordinal));
    }

    [Fact]
    public void AnEdgeThatAPartyStayedAt_IsAnEdgeLikeAnother_WhenItIsDrainedNoMore()
    {
        TalkOfWhichOneStaysAtA();

        Gone(B, A);

        Assert.Equal((A, CallPhase.Connected), (_call.State.Anchor, _call.State.Phase));
        Assert.Equal(["open 1 like 2", "offer 1 local", "dialog 2 by 2", "open 2 like 1", "offer 2 local"], _call.Sent(A));
        _call.See(A, _call.ReofferAnswered(1, "once"), _call.ReofferAnswered(2, "more"));
        Assert.Equal(["accept 1 once", "accept 2 more", "connect 2 1"], _call.Sent(A));

        // And may be left again.
        Assert.Equal(LeaveStatus.Goes, _call.Apply(new CallInput.EdgeLeaves(A, [], false, [Edge(A) with { Leaving = true }, Edge(C)])).Leave);
        _call.See(C, _call.ReofferAnswered(1), _call.ReofferAnswered(2));
        Assert.Equal(["hand over 1", "hand over 2", "leave"], _call.Sent(A));
    }

    [Fact]
    public void WhereNoOtherIsLeft_OneThatIsDrainedGoesOnWithWhatItHas()
    {
        TalkOfWhichOneStaysAtA();

        _call.Apply(new CallInput.EdgeGone(B, [Edge(A) with { Leaving = true }, Edge(B), Edge(C) with { Leaving = true }]));

        Assert.Equal((A, CallPhase.Connected), (_call.State.Anchor, _call.State.Phase));
    }

    private static EdgeInfo Edge(EdgeId edge, bool anchors = true) => new(edge, edge.Value, "127.0.0.1", anchors, Start);

    private void Gone(EdgeId edge, params EdgeId[] others) => _call.Apply(new CallInput.EdgeGone(edge, [Edge(edge), .. others.Select(other => Edge(other))]));

    private LegAnswered Answer(int leg) => new(Leg(leg), _call.Now, "answer", [7]);

    // Two telephones of A talk, and their dialogs are known.
    private void Talk(bool record = false)
    {
        _call.Offer().Route(Ring(Agent2, record, Device(Agent2, A))).See(_call.Ringing(2), Answer(2), new LegSnapshotTaken(Leg(1), _call.Now, [7]));
        _call.Sent();
    }

    // A has been left for B, but for the caller, whom no other edge can reach.
    private void TalkOfWhichOneStaysAtA()
    {
        Talk();
        Assert.Equal(LeaveStatus.Goes, _call.Apply(new CallInput.EdgeLeaves(A, [Leg(1)], false, [Edge(A) with { Leaving = true }, Edge(B)])).Leave);
        _call.See(B, _call.MediaOffered(1, "from B")).See(A, _call.ReofferAnswered(1)).See(B, _call.ReofferAnswered(2));
        Assert.Equal("leave but 1", _call.Sent(A)[^1]);
        _call.Sent(B);
    }

    // The caller's telephone is at B, the called one at A, which carries the media.
    private void Split()
    {
        _call.Offer(B, anchor: A).Route(Ring(Agent2, false, Device(Agent2, A))).See(A, _call.MediaAnswered(1, "made"), Answer(2));
        _call.See(B, new LegSnapshotTaken(Leg(1), _call.Now, [7]));
        _call.Sent(A);
        _call.Sent(B);
    }

    // The caller is answered by a voice and waits; agent2's telephone rings at A.
    private void Queue()
    {
        _call.Originate(Device(Agent1, A)).See(Answer(1)).Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Ringing(2));
        _call.Sent();
    }

    // agent1's browser has called agent2's telephone of A.
    private void Browse(EdgeId? edge = null)
    {
        var at = edge ?? A;
        var offer = new CallOffer
        {
            Edge = at,
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
        if (at != A)
        {
            _call.See(A, _call.MediaAnswered(1, "made"));
        }

        _call.Sent(A);
        _call.Sent(B);
    }
}
