using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>A party outside is told, or asked, before the call is recorded.</summary>
public sealed class NoticeTests
{
    internal static readonly RecordingNotice Told = new(NoticeKind.Announce, [new PromptSpeech("told", "en")], 8, false, "law");
    internal static readonly RecordingNotice Asked = Told with { Kind = NoticeKind.Consent, Pieces = [new PromptSpeech("asked", "en")] };
    internal static readonly Party Outside = new("+576011111111", Trunk: Carrier);
    private readonly CallScript _call = new();

    [Fact]
    public void WhoIsCalledOutside_IsToldAfterTheAnswer_AndTheRecordingBeginsWhenItWasHeard()
    {
        Out(Told);
        Assert.Equal(["play 1 Silence", "say 2 #1 'told'"], _call.Sent().Where(IsHeard));
        Assert.Empty(_call.State.Recordings);

        _call.See(_call.PromptEnded(1, leg: 2));

        Assert.Equal(["connect 2 1", "record 1+2"], _call.Sent());
        Assert.Equal(["noticed 2 Asked", "noticed 2 Announced"], Noticed);
        Assert.Equal("announced", Entry.RecordingNotice);
    }

    [Theory]
    [InlineData('1', true, "given")]
    [InlineData('2', false, "refused")]
    [InlineData('#', false, "refused")]
    public void WhoIsAsked_AnswersByADigit_InTheMidstOfItOrAfterIt(char digit, bool records, string result)
    {
        foreach (var isHeard in new[] { false, true })
        {
            var call = Out(new CallScript(), Asked);
            Assert.Contains("say 2 #1 'asked' until a digit", call.Sent());
            if (isHeard)
            {
                call.See(call.PromptEnded(1, leg: 2));
                Assert.Empty(call.Sent());
            }

            call.See(call.Digit(digit, 2));
            if (!isHeard)
            {
                call.See(call.PromptEnded(1, PromptEnd.Interrupted, 2));
            }

            Assert.Equal(records ? ["connect 2 1", "record 1+2"] : ["connect 2 1"], call.Sent());
            Assert.Equal((result, records ? 1 : 0), (CallLogProjection.Of(call.Id, call.State.Ledger)!.RecordingNotice, call.State.Recordings.Count));
            // What is pressed later says nothing of it.
            call.See(call.Digit('1', 2));
            Assert.Equal(records ? 1 : 0, call.State.Recordings.Count);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoSaysNothing_IsRecordedWhereTheRuleSaysSo_AndTheCallGoesOnEitherWay(bool records)
    {
        Out(Asked with { RecordsUnanswered = records });
        _call.See(_call.PromptEnded(1, leg: 2));
        _call.Sent();
        Assert.Equal(_call.Now.AddSeconds(8), _call.State.Notice!.Until);
        _call.Wait(TimeSpan.FromSeconds(7));
        Assert.Empty(_call.Sent());

        _call.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(records ? ["connect 2 1", "record 1+2"] : ["connect 2 1"], _call.Sent());
        Assert.Equal(("unanswered", CallPhase.Connected), (Entry.RecordingNotice, _call.State.Phase));
    }

    [Theory]
    [InlineData(PromptEnd.Failed)]
    [InlineData(PromptEnd.Replaced)]
    public void WhatWasNotHeardToItsEnd_WasNotTold(PromptEnd how)
    {
        foreach (var notice in new[] { Told, Asked })
        {
            var call = Out(new CallScript(), notice);
            call.Sent();

            call.See(call.PromptEnded(1, how, 2));

            Assert.Equal(["connect 2 1"], call.Sent());
            Assert.Equal(("unheard", 0), (CallLogProjection.Of(call.Id, call.State.Ledger)!.RecordingNotice, call.State.Recordings.Count));
        }
    }

    [Fact]
    public void APromptWhoseEndIsNeverTold_HoldsNobodyUpForEver()
    {
        Out(Told);
        _call.Sent();

        _call.Wait(TimeSpan.FromSeconds(90));

        Assert.Equal(["connect 2 1"], _call.Sent());
        Assert.Equal("unheard", Entry.RecordingNotice);
    }

    [Fact]
    public void WhoHangsUpInIt_WasAskedAndIsNotRecorded()
    {
        Out(Asked);

        _call.See(_call.Closed(2));

        Assert.Equal((CallResult.Answered, "asked", 0), (_call.Over.Result, Entry.RecordingNotice, _call.State.Recordings.Count));
        Assert.Null(_call.State.NextDeadline());
    }

    [Fact]
    public void ATransferInTheMidstOfIt_IsNotRecorded()
    {
        Out(Told);

        _call.See(_call.Referred(1, "1003")).Route(Ring(Agent3, false, Device(Agent3, A))).See(_call.Answered(3));

        Assert.Equal(("unheard", 0), (Entry.RecordingNotice, _call.State.Recordings.Count));
    }

    [Fact]
    public void ACallerFromOutside_IsToldBeforeAnythingRings_AndTheNumberIsAskedAgain()
    {
        _call.Offer(caller: Outside, dialled: "+576015550100").Route(In(Told)).See(_call.MediaAnswered(1));
        Assert.Equal(["open 1 offer rec", "play 1 Silence", "answer 1 local", "say 1 #1 'told'"], _call.Sent());
        Assert.Null(_call.Question);

        _call.See(_call.PromptEnded(1));
        Assert.Equal("+576015550100", _call.Question!.Number);
        _call.Route(In(Told)).See(_call.Answered(2));

        Assert.Equal("record 1+2", _call.Sent()[^1]);
        Assert.Equal(["noticed 1 Asked", "noticed 1 Announced"], Noticed);
        Assert.Equal("announced", Entry.RecordingNotice);
    }

    [Fact]
    public void ACallerWhoDoesNotAgree_GoesOnUnrecorded()
    {
        _call.Offer(caller: Outside, dialled: "+576015550100").Route(In(Asked)).See(_call.MediaAnswered(1)).See(_call.Digit('9'), _call.PromptEnded(1, PromptEnd.Interrupted));

        _call.Route(In(Asked)).See(_call.Answered(2));

        Assert.Equal(("refused", CallPhase.Connected, 0), (Entry.RecordingNotice, _call.State.Phase, _call.State.Recordings.Count));
    }

    [Fact]
    public void ACallerWhoHangsUpInIt_RingsNobody()
    {
        _call.Offer(caller: Outside, dialled: "+576015550100").Route(In(Told)).See(_call.MediaAnswered(1)).See(_call.Closed(1));

        Assert.Equal("asked", Entry.RecordingNotice);
        Assert.Single(_call.State.Legs);
        Assert.True(_call.State.Concluded);
        Assert.Null(_call.State.NextDeadline());
    }

    [Fact]
    public void BeforeAQueue_NoAgentIsRung_AndWhatIsHeardInItIsRecordedOnlyAfterwards()
    {
        var queue = new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")) { Notice = Told };
        _call.Offer(caller: Outside, dialled: "+576015550100").Route(queue).See(_call.MediaAnswered(1));
        Assert.Null(_call.Queue);

        _call.See(_call.PromptEnded(1)).Route(queue);
        Assert.Empty(_call.State.Recordings);
        _call.Apply(new CallInput.QueueJoined(new QueueJoinReceipt(QueueJoinStatus.Waiting, ServiceLevel: new ServiceLevelRules())));

        Assert.Contains("record 1+", _call.Sent());
    }

    [Fact]
    public void AnEdgeThatDiesInTheMidstOfIt_HasItSaidOnceMore()
    {
        Out(Told, isKnown: true);
        _call.Apply(new CallInput.EdgeGone(A, [Edge(A), Edge(B)]));
        _call.See(B, _call.ReofferAnswered(1), _call.ReofferAnswered(2));

        Assert.Contains("say 2 #2 'told'", _call.Sent(B));
        Assert.Empty(_call.State.Recordings);
        _call.See(B, _call.PromptEnded(2, leg: 2));

        Assert.Equal(["connect 2 1", "record 1+2"], _call.Sent(B));
        Assert.Equal(["noticed 2 Asked", "noticed 2 Announced"], Noticed);
    }

    [Fact]
    public void ACallerWhomAForwardingLeadsOutsideAgain_IsToldFirst_AndTheTrunkCountsOnce()
    {
        _call.Offer(caller: Outside).Route(new RedirectRoute(CallDirection.Internal, false, "+573009999999", Agent2)).Route(Hunted(Told)).See(_call.MediaAnswered(1));
        Assert.Contains("say 1 #1 'told'", _call.Sent());
        Assert.Single(_call.State.Legs);
        Assert.Contains(new CallTell.Trunk(Carrier), _call.Tells);

        _call.See(_call.PromptEnded(1));
        Assert.Equal(("+573009999999", Agent2, 1), (_call.Question!.Number, _call.Question.Request.OnBehalfOf, _call.Question.Request.Hops));
        _call.Route(Hunted(Told)).See(_call.Answered(2));

        Assert.Equal("record 1+2", _call.Sent()[^1]);
        Assert.Equal(["noticed 1 Asked", "noticed 1 Announced"], Noticed);
    }

    [Fact]
    public void ACallerWhoIsFollowedOutside_IsToldBeforeThatNumberRings_AndTheListGoesOn()
    {
        var wish = new RingFallback(Agent2, null, "*97", [new FollowStep("+573009999999", 20), new FollowStep("+573008888888", 15)]);
        _call.Offer(caller: Outside).Route(Ring(Agent2) with { Otherwise = wish, FollowsAtOnce = true }).Route(Hunted(Told)).See(_call.MediaAnswered(1));
        Assert.Contains("say 1 #1 'told'", _call.Sent());
        Assert.Single(_call.State.Legs);
        Assert.Contains(new CallTell.Trunk(Carrier), _call.Tells);

        _call.See(_call.PromptEnded(1));
        Assert.Equal(("+573009999999", Agent2, TimeSpan.FromSeconds(20), 1), (_call.Question!.Number, _call.Question.Request.OnBehalfOf, _call.Question.Follow!.Ring, _call.Question.Follow.Rest.Follow.Length));
        _call.Route(Hunted(Told)).See(_call.Failed(2, 404));
        Assert.Equal("+573008888888", _call.Question!.Number);
        _call.Route(Hunted(Told)).See(_call.Answered(3));

        Assert.Equal("record 1+3", _call.Sent()[^1]);
        Assert.Equal(["noticed 1 Asked", "noticed 1 Announced"], Noticed);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void WhoIsReachedByFollowMeOutside_IsToldAfterTheAnswer_TheCallerBefore(bool callerIsTold, bool agrees)
    {
        var wish = new RingFallback(Agent2, null, "*97", [new FollowStep("+573009999999", 20)]);
        var plan = Hunt(Peer("peer1", A)) with { Record = true, Notice = callerIsTold ? Told : null, Called = Asked };
        _call.Offer(caller: Outside).Route(Ring(Agent2) with { Otherwise = wish, FollowsAtOnce = true }).Route(plan);
        if (callerIsTold)
        {
            _call.See(_call.MediaAnswered(1)).See(_call.PromptEnded(1)).Route(plan);
        }

        _call.Sent();
        _call.See(_call.Answered(2));
        Assert.Equal(["play 1 Silence", callerIsTold ? "say 2 #2 'asked' until a digit" : "say 2 #1 'asked' until a digit"], _call.Sent().Where(IsHeard));
        Assert.Empty(_call.State.Recordings);

        _call.See(_call.Digit(agrees ? '1' : '2', 2));

        Assert.Equal(agrees ? ["connect 2 1", "record 1+2"] : ["connect 2 1"], _call.Sent());
        if (agrees)
        {
            Assert.Equal(callerIsTold ? [1, 2] : [2], Started(_call).Notices.Select(static each => each.Leg.Number));
        }
    }

    [Fact]
    public void ACallerWhoDoesNotAgree_IsFollowedOutsideUnrecorded_AndNobodyThereIsTold()
    {
        var wish = new RingFallback(Agent2, null, "*97", [new FollowStep("+573009999999", 20)]);
        var plan = Hunted(Asked) with { Called = Told };
        _call.Offer(caller: Outside).Route(Ring(Agent2) with { Otherwise = wish, FollowsAtOnce = true }).Route(plan).See(_call.MediaAnswered(1));
        _call.See(_call.Digit('2', 1), _call.PromptEnded(1, PromptEnd.Interrupted)).Route(plan).See(_call.Answered(2));

        Assert.Empty(_call.State.Recordings);
        Assert.Equal(["noticed 1 Asked", "noticed 1 Refused"], Noticed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoIsTransferredToAQueueThatIsRecorded_IsAskedBeforeTheyWaitThere(bool agrees)
    {
        var queue = new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")) { Notice = Asked };
        _call.Offer(caller: Outside).Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Answered(2)).See(_call.Referred(2, "3000")).Route(queue);
        Assert.Contains("say 1 #1 'asked' until a digit", _call.Sent());
        Assert.Null(_call.Queue);
        Assert.Empty(_call.State.Recordings);

        _call.See(_call.Digit(agrees ? '1' : '2'), _call.PromptEnded(1, PromptEnd.Interrupted));
        Assert.Equal("3000", _call.Question!.Number);
        _call.Route(queue);
        _call.Apply(new CallInput.QueueJoined(new QueueJoinReceipt(QueueJoinStatus.Waiting, ServiceLevel: new ServiceLevelRules())));

        Assert.Equal((true, agrees ? 1 : 0), (_call.State.Record, _call.State.Recordings.Count));
        Assert.Equal(agrees ? "given" : "refused", Entry.RecordingNotice);
        // Whoever was asked once is not asked again by the same call.
        Assert.Equal(2, Noticed.Length);
    }

    [Fact]
    public void WhoWasCalledAndRecordedWithoutARule_IsToldBeforeTheQueue_AndNoRecordingBeginsInBetween()
    {
        var queue = new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")) { Notice = Told };
        _call.Offer().Route(Hunt(Peer("peer1", A)) with { Record = true }).See(_call.Answered(2)).See(_call.Referred(1, "3000")).Route(queue);

        Assert.Equal((1, true), (_call.State.Recordings.Count, _call.State.Recordings[0].Stopping));
        Assert.Contains("say 2 #1 'told'", _call.Sent());
    }

    [Fact]
    public void WhoIsTransferredToAQueue_AndHasHeardIt_IsNotToldTwice()
    {
        var queue = new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")) { Notice = Told };
        _call.Offer(caller: Outside, dialled: "+576015550100").Route(In(Told)).See(_call.MediaAnswered(1)).See(_call.PromptEnded(1)).Route(In(Told)).See(_call.Answered(2));
        _call.See(_call.Referred(2, "3000")).Route(queue);

        Assert.NotNull(_call.Queue);
        Assert.Equal(["noticed 1 Asked", "noticed 1 Announced"], Noticed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoIsTransferredToALineThatIsRecorded_IsToldWhenItHasAnswered_AndRecordedAfterThat(bool isRecordedBefore)
    {
        _call.Offer(caller: Outside).Route(Ring(Agent2, isRecordedBefore, Device(Agent2, A))).See(_call.Answered(2)).See(_call.Referred(2, "1003")).Route(Ring(Agent3, record: true, Device(Agent3, A)) with { Notice = Told });
        _call.Sent();

        _call.See(_call.Answered(3));
        var sent = _call.Sent();
        Assert.Equal(isRecordedBefore, sent.Contains("stop"));
        Assert.Equal(["play 3 Silence", "say 1 #1 'told'"], sent.Where(IsHeard));

        _call.See(_call.PromptEnded(1));
        Assert.Equal(["connect 1 3", "record 1+3"], _call.Sent());
    }

    [Fact]
    public void TwoOutsideWhoAreBroughtTogether_AreToldOneAfterTheOther()
    {
        _call.Offer(caller: Outside).Route(Ring(Agent2, false, Device(Agent2, A))).See(_call.Answered(2)).See(_call.Referred(2, "+573009999999")).Route(Hunted(Told)).See(_call.Answered(3));
        Assert.Contains("say 3 #1 'told'", _call.Sent());

        _call.See(_call.PromptEnded(1, leg: 3));
        // The first hears nothing after it, until both have heard it.
        Assert.Equal(["say 1 #2 'told'"], _call.Sent());
        Assert.Empty(_call.State.Recordings);
        _call.See(_call.PromptEnded(2));

        Assert.Equal("record 1+3", _call.Sent()[^1]);
        Assert.Equal(["noticed 3 Asked", "noticed 3 Announced", "noticed 1 Asked", "noticed 1 Announced"], Noticed);
        Assert.Equal([(3, NoticeResult.Announced), (1, NoticeResult.Announced)], Started(_call).Notices.Select(each => (each.Leg.Number, each.Result)));
    }

    [Fact]
    public void ACalledPartyWhoIsAskedBeforeAQueue_IsOfACallThatGoesOn_AsADeviceOfTheCallersIsNot()
    {
        _call.Originate(Device(Agent1, A)).See(_call.Answered(1));
        Assert.False(CallAsking.GoesOn(_call.State, _call.Question!));
        _call.Route(Hunt(Peer("peer1", A))).See(_call.Answered(2)).See(_call.Referred(1, "3000"));
        Assert.True(CallAsking.GoesOn(_call.State, _call.Question!));

        _call.Route(new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")) { Notice = Told }).See(_call.PromptEnded(1, leg: 2));
        Assert.Equal((RoutePurpose.Destination, "3000", 2), (_call.Question!.Purpose, _call.Question.Number, _call.Question.Waiting.Number));
        Assert.True(CallAsking.GoesOn(_call.State, _call.Question));
    }

    [Fact]
    public void WhoIsTransferredToAndRefuses_EndsTheRecordingForGood()
    {
        Out(Told);
        _call.See(_call.PromptEnded(1, leg: 2));
        Assert.Single(_call.State.Recordings);

        // The one inside hands the other on to somebody outside who does not agree.
        _call.See(_call.Referred(1, "+573009999999")).Route(Hunted(Asked)).See(_call.Answered(3));
        Assert.Equal("say 3 #2 'asked' until a digit", _call.Sent().Last(IsHeard));
        _call.See(_call.Digit('2', 3));

        Assert.Equal((1, true), (_call.State.Recordings.Count, _call.State.Recordings[0].Stopping));
        Assert.Equal("refused", Entry.RecordingNotice);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void WhoComesOverUntold_IsToldWhenTheyAreHere(bool stays)
    {
        var call = new CallScript().Connected(record: true);
        call.Act(new HoldIntent(Agent2, false));
        var (question, yielded) = Consulted(call, stays, Hunt(Peer("peer1", A) with { Payer = Agent2 }));
        Assert.Equal(new NoticeQuestion("1002", Outside, true), Notices.Wanted(call.State, question, yielded.Leg!));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(true, Told)));
        Assert.True(call.State.Recordings[0].Stopping);
        call.Sent();

        call.See(call.ReofferAnswered(3));
        Assert.Contains("say 3 #1 'told'", call.Sent());
        Assert.Single(call.State.Recordings);
        call.See(call.PromptEnded(1, leg: 3));

        Assert.Contains(stays ? "record 1+2" : "record 1+3", call.Sent());
        Assert.Equal((3, "law"), (Started(call).Notices[0].Leg.Number, Started(call).Notices[0].Rule));
    }

    [Fact]
    public void WhoWasToldInTheConsultation_IsNotToldAgain_AndTheNextRecordingSaysSo()
    {
        var call = new CallScript().Connected(record: true);
        call.Act(new HoldIntent(Agent2, false));
        var (question, yielded) = Consulted(call, false, Hunted(Told), script => script.See(script.PromptEnded(1, leg: 2)));
        Assert.Null(Notices.Wanted(call.State, question, yielded.Leg!));
        call.Apply(new CallInput.Joined(question, yielded));
        call.See(call.ReofferAnswered(3));

        Assert.Equal(2, call.State.Recordings.Count);
        Assert.Equal(new RecordedNotice(Leg(3), "law", 0, NoticeResult.Announced, Start, "en", "told"), Assert.Single(Started(call).Notices));
    }

    [Fact]
    public void WhoWasHereUntold_IsToldWhenALineComesThatRecords()
    {
        var call = new CallScript().Offer(caller: Outside).Route(Ring(Agent2, false, Device(Agent2, A)));
        call.See(call.Answered(2));
        call.Act(new HoldIntent(Agent2, false));
        var (question, yielded) = Consulted(call, false, Ring(Agent3, record: true, Device(Agent3, A)));
        Assert.Equal(new NoticeQuestion("1002", Outside, false), Notices.Wanted(call.State, question, yielded.Leg!));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(true, Told)));
        call.See(call.ReofferAnswered(3));
        Assert.Contains("say 1 #1 'told'", call.Sent());
        call.See(call.PromptEnded(1));

        Assert.Equal("record 1+3", call.Sent()[^1]);
    }

    [Fact]
    public void WhereItCannotBeKnownWhatIsTold_TheTwoTalkUnrecorded()
    {
        var call = new CallScript().Connected(record: true);
        call.Act(new HoldIntent(Agent2, false));
        var (question, yielded) = Consulted(call, false, Hunt(Peer("peer1", A)));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(false, null)));
        call.See(call.ReofferAnswered(3));

        Assert.Equal((CallPhase.Connected, 1, true), (call.State.Phase, call.State.Recordings.Count, call.State.Recordings[0].Stopping));
    }

    [Fact]
    public void WhatWasAskedAndAnswered_GoesWithTheRecording()
    {
        var call = Out(new CallScript(), Asked with { Version = 7 });
        call.Now = Start.AddSeconds(3);
        call.See(call.Digit('1', 2));

        Assert.Equal(new RecordedNotice(Leg(2), "law", 7, NoticeResult.Given, Start.AddSeconds(3), "en", "asked"), Assert.Single(Started(call).Notices));
        Assert.Empty(Started(new CallScript().Connected(record: true)).Notices);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void WhoDidNotAgree_TakesTheirNoAlong_IntoTheCallThatTheyAreJoinedWith(bool stays, bool refuses)
    {
        var call = new CallScript().Connected(record: true);
        call.Act(new HoldIntent(Agent2, false));
        var consultation = new CallScript { Name = "c2" }.Offer(caller: new Party("1002", null, Agent2)).Route(Hunted(Asked));
        consultation.See(consultation.Answered(2));
        consultation.See(consultation.Digit(refuses ? '9' : '1', 2));
        Assert.Equal(refuses ? 0 : 1, consultation.State.Recordings.Count);
        var yielded = consultation.Apply(new CallInput.YieldAsked(new CallYield(call.Id, consultation.State.Caller))).Yield!;

        Assert.Equal(refuses, yielded.Leg!.Withholds);
        call.Act(stays ? new ConferenceIntent(Agent2, false, consultation.Id) : new JoinIntent(Agent2, false, consultation.Id));
        call.Apply(new CallInput.Joined(call.Join!, yielded));
        call.See(call.ReofferAnswered(3));

        Assert.Equal(!refuses, call.State.Recordings.Exists(static open => open is { Closed: false, Stopping: false }));
    }

    [Fact]
    public void AColleague_IsToldNothing()
    {
        _call.Offer().Route(Ring(Agent2, record: true, Device(Agent2, A))).See(_call.Answered(2));

        Assert.Empty(Noticed);
        Assert.Equal((1, ""), (_call.State.Recordings.Count, Entry.RecordingNotice));
    }

    internal static StartRecording Started(CallScript call) => call.State.Links.SelectMany(static link => link.Outbox).OfType<StartRecording>().Last();

    // agent2, or who is named, talks in the call, and consults whom the plan leads to.
    internal static (JoinQuestion Question, YieldReceipt Yielded) Consulted(CallScript call, bool stays, RoutePlan plan, Action<CallScript>? then = null, UserId? by = null, string name = "c2")
    {
        var user = by ?? Agent2;
        var consultation = new CallScript { Name = name }.Offer(caller: new Party("1002", null, user)).Route(plan);
        consultation.See(consultation.Answered(2));
        then?.Invoke(consultation);
        call.Act(stays ? new ConferenceIntent(user, false, consultation.Id) : new JoinIntent(user, false, consultation.Id));
        return (call.Join!, consultation.Apply(new CallInput.YieldAsked(call.Join!.Request)).Yield!);
    }

    private string[] Noticed => [.. _call.Ledger.Where(static each => each.StartsWith("noticed", StringComparison.Ordinal))];

    private Storage.History.CallLogEntry Entry => CallLogProjection.Of(_call.Id, _call.State.Ledger)!;

    private static EdgeInfo Edge(EdgeId edge) => new(edge, edge.Value, "127.0.0.1", true, Start);

    private static bool IsHeard(string command) => command.StartsWith("play", StringComparison.Ordinal) || command.StartsWith("say", StringComparison.Ordinal) || command.StartsWith("connect", StringComparison.Ordinal);

    internal static RingRoute In(RecordingNotice notice) => Ring(Agent2, record: true, Device(Agent2, A)) with { Notice = notice };

    internal static HuntRoute Hunted(RecordingNotice notice) => Hunt(Peer("peer1", A)) with { Record = true, Notice = notice };

    private void Out(RecordingNotice notice, bool isKnown = false) => Out(_call, notice, isKnown);

    internal static CallScript Out(CallScript call, RecordingNotice notice, bool isKnown = false)
    {
        call.Offer().Route(Hunt(Peer("peer1", A) with { Payer = Agent1 }) with { Record = true, Notice = notice });
        return isKnown ? call.See(new LegAnswered(Leg(2), call.Now, "answer", [7]), new LegSnapshotTaken(Leg(1), call.Now, [7])) : call.See(call.Answered(2));
    }
}
