using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Queues;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;
using static RtcCluster.Grains.Tests.Calls.NoticeTests;

namespace RtcCluster.Grains.Tests.Calls;

/// <summary>Who is told of a recording where calls become one, or a party is replaced: somebody leaves, does not come, or is one who was called for help.</summary>
public sealed class NoticeMeetingTests
{
    [Theory]
    [InlineData("refuses", false)]
    [InlineData("refuses", true)]
    [InlineData("hangs up", false)]
    [InlineData("hangs up", true)]
    [InlineData("never comes", false)]
    [InlineData("never comes", true)]
    [InlineData("hangs up in it", false)]
    [InlineData("hangs up after it", false)]
    public void OfAThirdWhoGoes_TheTwoOthersAreRecordedOn(string how, bool isTold)
    {
        var call = Merging(isTold);
        Assert.DoesNotContain(call.State.Recordings, IsOpen);
        call.Sent();

        if (how.EndsWith("it", StringComparison.Ordinal))
        {
            call.See(call.ReofferAnswered(3));
            Assert.Contains("say 3 #1 'told'", call.Sent());
        }

        if (how.EndsWith("after it", StringComparison.Ordinal))
        {
            call.See(call.PromptEnded(1, leg: 3));
        }

        switch (how)
        {
            case "refuses":
                call.See(new LegReofferFailed(Leg(3), call.Now, 488));
                break;
            case "never comes":
                call.Wait(Joining.TakePatience);
                break;
            default:
                call.See(call.Closed(3));
                break;
        }

        Assert.Equal([Leg(1), Leg(2)], call.Live);
        Assert.Contains("record 1+2", call.Sent());
        Assert.Single(call.State.Recordings, IsOpen);
        Assert.False(Notices.Withholds(call.State));
        // Nobody is waited for any more.
        Assert.Null(call.State.NoticesDue);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void WhileAThirdIsTold_OneOfTheTwoGoes_AndItIsRecordedWithTheOther(int goes, int stays)
    {
        var call = Merging(isTold: false);
        call.See(call.ReofferAnswered(3), call.Closed(goes));
        call.Sent();

        call.See(call.PromptEnded(1, leg: 3));

        Assert.Equal([$"connect 3 {stays}", $"record {stays}+3"], call.Sent());
    }

    [Theory]
    [InlineData(0, "record 1+2")]
    [InlineData(1, "record 1+2")]
    [InlineData(2, "record 1+3")]
    [InlineData(3, "record 2+3")]
    public void OfThreeWithTwoOutside_EachOfWhomIsLeftIsTold(int gone, string recorded)
    {
        // The caller is not recorded until the third comes, whose line records.
        var call = new CallScript().Offer(caller: Outside).Route(Ring(Agent2, false, Device(Agent2, A)));
        call.See(call.Answered(2));
        var (question, yielded) = Consulted(call, true, Hunt(Peer("peer1", A) with { Payer = Agent2 }) with { Record = true });
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(true, Told)));
        call.Sent();
        if (gone == 0)
        {
            // It does not come at all.
            call.See(call.Closed(3));
            Assert.Contains("say 1 #1 'told'", call.Sent());
            call.See(call.PromptEnded(1));
        }
        else
        {
            call.See(call.ReofferAnswered(3));
            Assert.Contains("say 3 #1 'told'", call.Sent());
            call.See(call.Closed(gone switch { 1 => 3, 2 => 2, _ => 1 }));
            if (gone < 3)
            {
                if (gone == 2)
                {
                    call.See(call.PromptEnded(1, leg: 3));
                }

                var sent = call.Sent();
                Assert.Contains("say 1 #2 'told'", sent);
                Assert.DoesNotContain(sent, command => command.StartsWith("record", StringComparison.Ordinal));
                call.See(call.PromptEnded(2));
            }
            else
            {
                call.See(call.PromptEnded(1, leg: 3));
            }
        }

        Assert.Equal(recorded, call.Sent()[^1]);
        Assert.Equal(CallPhase.Connected, call.State.Phase);
    }

    [Fact]
    public void InTheMidstOfAThreeWayCall_WhoHearsItGoes_AndTheOthersAreRecorded()
    {
        var call = new CallScript().Offer(caller: Outside).Route(Ring(Agent2, false, Device(Agent2, A)));
        call.See(call.Answered(2));
        var (question, yielded) = Consulted(call, true, Ring(Agent3, record: true, Device(Agent3, A)));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(true, Told)));
        call.See(call.ReofferAnswered(3));
        Assert.Contains("say 1 #1 'told'", call.Sent());

        call.See(call.Closed(1));

        Assert.Contains("record 2+3", call.Sent());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OfThree_AnEdgeThatDiesInTheMidstOfIt_HasItSaidOnceMore(bool goes)
    {
        var call = Merging(isTold: false);
        call.See(call.ReofferAnswered(3), new LegSnapshotTaken(Leg(1), call.Now, [7]), new LegSnapshotTaken(Leg(2), call.Now, [7]), new LegSnapshotTaken(Leg(3), call.Now, [7]));
        call.Apply(new CallInput.EdgeGone(A, [new EdgeInfo(A, "a", "127.0.0.1", true, Start), new EdgeInfo(B, "b", "127.0.0.1", true, Start)]));
        call.See(B, call.ReofferAnswered(1), call.ReofferAnswered(2), call.ReofferAnswered(3));
        Assert.Contains("say 3 #2 'told'", call.Sent(B));
        Assert.DoesNotContain(call.State.Recordings, IsOpen);

        call.See(B, goes ? call.Closed(3) : call.PromptEnded(2, leg: 3));

        Assert.Contains("record 1+2", call.Sent(B));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoComesWhileAnotherHearsIt_IsToldAfterThem_AndRecordedOnlyThen(bool comesFirst)
    {
        var call = Out(new CallScript(), Told);
        var (question, yielded) = Consulted(call, true, Hunt(Peer("peer1", A) with { Payer = Agent1 }), by: Agent1);
        Assert.Equal(new NoticeQuestion("1002", Outside, true), Notices.Wanted(call.State, question, yielded.Leg!));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(true, Told)));
        call.Sent();
        foreach (var happened in new LegEvent[] { comesFirst ? call.ReofferAnswered(3) : call.PromptEnded(1, leg: 2), comesFirst ? call.PromptEnded(1, leg: 2) : call.ReofferAnswered(3) })
        {
            call.See(happened);
            Assert.Empty(call.State.Recordings);
        }

        Assert.Contains("say 3 #2 'told'", call.Sent());
        call.See(call.PromptEnded(2, leg: 3));
        Assert.Contains("record 1+2", call.Sent());
        call.See(call.Closed(1));

        Assert.Equal("record 3+2", call.Sent()[^1].Replace("2+3", "3+2", StringComparison.Ordinal));
        Assert.Equal([2, 3], Started(call).Notices.Select(static each => each.Leg.Number));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void WhoComesInTheWindowOfAnAnswer_IsToldAfterIt(bool comesFirst, bool agrees)
    {
        var call = Out(new CallScript(), Asked);
        call.See(call.PromptEnded(1, leg: 2));
        var (question, yielded) = Consulted(call, false, Hunt(Peer("peer1", A) with { Payer = Agent1 }), by: Agent1);
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(true, Told)));
        call.Sent();
        var answer = call.Digit(agrees ? '1' : '2', 2);
        foreach (var happened in new LegEvent[] { comesFirst ? call.ReofferAnswered(3) : answer, comesFirst ? answer : call.ReofferAnswered(3) })
        {
            call.See(happened);
            Assert.Empty(call.State.Recordings);
        }

        var sent = call.Sent();
        Assert.Equal(agrees, sent.Contains("say 3 #2 'told'"));
        if (!agrees)
        {
            Assert.Equal(1, sent.Count(static command => command.StartsWith("connect", StringComparison.Ordinal)));
            return;
        }

        call.See(call.PromptEnded(2, leg: 3));
        Assert.Equal("record 2+3", call.Sent()[^1]);
        Assert.Equal([(2, NoticeResult.Given), (3, NoticeResult.Announced)], Started(call).Notices.Select(static each => (each.Leg.Number, each.Result)));
    }

    [Fact]
    public void WhoIsTransferredToOneWhoWasCalledForHelp_IsRecordedNoMore()
    {
        var call = new CallScript().Offer(caller: Outside, dialled: "+576015550100").Route(In(Told));
        call.See(call.MediaAnswered(1)).See(call.PromptEnded(1)).Route(In(Told)).See(call.Answered(2));
        Assert.Single(call.State.Recordings, IsOpen);

        // No user pays for a call for help, and a rule covers it.
        call.See(call.Referred(2, "123")).Route(Hunt(Peer("peer1", A)) with { Withholds = true });
        call.Sent();
        call.See(call.Answered(3));

        var sent = call.Sent();
        Assert.Contains("stop", sent);
        Assert.Contains("connect 1 3", sent);
        Assert.DoesNotContain(sent, static command => command.StartsWith("say", StringComparison.Ordinal) || command.StartsWith("record", StringComparison.Ordinal));
        Assert.True(Notices.Withholds(call.State));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void WhoWasTransferredOutside_IsRecordedOn_WhereTheTrunkDoesNotRecord_ButForHelp(bool forHelp, bool lineWithholds)
    {
        var call = new CallScript().Connected(record: true);

        call.See(call.Referred(2, "+573009999999")).Route(Hunt(forHelp ? Peer("peer1", A) : Peer("peer1", A) with { Payer = Agent2 }) with { Withholds = lineWithholds }).See(call.Answered(3));

        Assert.Equal(forHelp ? 0 : 1, call.State.Recordings.Count(IsOpen));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void WhoIsTransferredOutsideOverATrunkThatDoesNotRecord_IsTold_BeforeWhatRunsGoesOn(bool fromOutside, bool throughAQueue)
    {
        var call = fromOutside ? new CallScript().Offer(caller: Outside).Route(Ring(Agent2, record: true, Device(Agent2, A))) : new CallScript().Connected(record: true);
        if (fromOutside)
        {
            call.See(call.Answered(2));
        }

        var by = 2;
        if (throughAQueue)
        {
            // Its line does not record; what runs goes on.
            call.See(call.Referred(by, "3000")).Enter().OfferTo(Agent3, 1).AgentAnswers();
            by = 3;
            Assert.False(call.State.Record);
        }

        Assert.Single(call.State.Recordings, IsOpen);

        call.See(call.Referred(by, "+573009999999"));
        Assert.True(call.Question!.Request is { Transfers: true, IsRecorded: true });
        call.Route(Hunt(Peer("peer1", A) with { Payer = Agent2 }) with { Notice = Told, Called = Told });
        call.Sent();
        call.See(call.Answered(by + 1));

        var sent = call.Sent();
        Assert.Contains("stop", sent);
        Assert.Contains($"say {by + 1} #1 'told'", sent);
        Assert.DoesNotContain(call.State.Recordings, IsOpen);
        call.See(call.PromptEnded(1, leg: by + 1));
        if (fromOutside)
        {
            Assert.Equal(["say 1 #2 'told'"], call.Sent());
            call.See(call.PromptEnded(2));
        }

        Assert.Equal($"record 1+{by + 1}", call.Sent()[^1]);
        Assert.Contains(Started(call).Notices, told => told.Leg == Leg(by + 1) && told.Result == NoticeResult.Announced);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhereItCannotBeKnownWhatIsTold_ATransferEndsTheRecording_ButNotBeforeSomebodyHasAnswered(bool answers)
    {
        var call = new CallScript().Connected(record: true);
        call.See(call.Referred(2, "+573009999999")).Route(Hunt(Peer("peer1", A) with { Payer = Agent2 }) with { Withholds = true });
        Assert.Single(call.State.Recordings, IsOpen);

        call.See(answers ? call.Answered(3) : call.Failed(3, 486));

        Assert.Equal((answers, answers ? 0 : 1), (Notices.Withholds(call.State), call.State.Recordings.Count(IsOpen)));
        Assert.Contains(call.Sent(), command => answers ? command == "connect 1 3" : command is "connect 1 2" or "connect 2 1");
    }

    [Fact]
    public void ACallThatIsNotRecorded_TellsNobody_WhereItIsTransferredOutside()
    {
        var call = new CallScript().Connected(record: false);

        call.See(call.Referred(2, "+573009999999"));

        Assert.False(call.Question!.Request.IsRecorded);
        call.Route(Hunt(Peer("peer1", A))).See(call.Answered(3));
        Assert.Empty(call.State.Recordings);
    }

    [Fact]
    public void WhoWaitsInARecordedQueue_AndIsLedOutside_IsNotRecordedOnWithOneWhoWasNotTold()
    {
        var call = new CallScript().Offer(caller: Outside).Route(new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")));
        call.Apply(new CallInput.QueueJoined(new QueueJoinReceipt(QueueJoinStatus.Waiting, ServiceLevel: new ServiceLevelRules())));
        call.See(call.MediaAnswered(1));
        Assert.Single(call.State.Recordings, IsOpen);
        call.Apply(new CallInput.QueueSends(call.State.Queue!.Queue, call.State.Queue.Number, "+573009999999", QueueJoinStatus.NobodyServes));
        Assert.True(call.Question!.Request.IsRecorded);

        call.Route(Hunt(Peer("peer1", A) with { Payer = Agent2 }) with { Called = Told }).See(call.Answered(2));

        Assert.DoesNotContain(call.State.Recordings, IsOpen);
        Assert.Contains("say 2 #1 'told'", call.Sent());
        call.See(call.PromptEnded(1, leg: 2));
        Assert.Equal(["connect 2 1", "record 1+2"], call.Sent());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoIsAskedInARecordedCall_IsRecordedOnOnlyWhenTheyAgree_AndNotWhileTheyAreAsked(bool agrees)
    {
        var call = new CallScript().Offer(caller: Outside).Route(new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")));
        call.Apply(new CallInput.QueueJoined(new QueueJoinReceipt(QueueJoinStatus.Waiting, ServiceLevel: new ServiceLevelRules())));
        call.See(call.MediaAnswered(1)).SendAway(QueueJoinStatus.NobodyServes, "+573009999999");
        Assert.Single(call.State.Recordings, IsOpen);
        var plan = Hunt(Peer("peer1", A) with { Payer = Agent2 }) with { Record = true, Notice = Asked };
        call.Sent();

        call.Route(plan);
        var sent = call.Sent();
        Assert.True(Array.IndexOf(sent, "stop") is >= 0 and var stop && stop < Array.IndexOf(sent, "say 1 #1 'asked' until a digit"));
        Assert.DoesNotContain(call.State.Recordings, IsOpen);

        call.See(call.Digit(agrees ? '1' : '2'), call.PromptEnded(1, PromptEnd.Interrupted)).Route(plan).See(call.Answered(2));

        sent = call.Sent();
        Assert.Equal(agrees ? ["record 1+2"] : [], sent.Where(static command => command.StartsWith("record", StringComparison.Ordinal)));
        Assert.Equal(agrees ? 1 : 0, call.State.Recordings.Count(IsOpen));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoJoinsACallForHelp_DoesNotMakeItRecorded(bool stays)
    {
        var call = new CallScript().Offer(dialled: "123").Route(Hunt(Peer("peer1", A)));
        call.See(call.Answered(2));
        // Who comes is outside as well, and its rule is found: the other is not told by it.
        var (question, yielded) = Consulted(call, stays, Hunt(Peer("peer1", A) with { Payer = Agent1 }) with { Record = true }, by: Agent1);
        Assert.NotNull(Notices.Wanted(call.State, question, yielded.Leg!));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(true, Told)));
        call.See(call.ReofferAnswered(3));

        Assert.DoesNotContain(call.Sent(), static command => command.StartsWith("say", StringComparison.Ordinal));
        Assert.Empty(call.State.Recordings);
        Assert.True(Notices.Withholds(call.State));
    }

    [Theory]
    [InlineData(3, "record 1+2")]
    [InlineData(1, null)]
    [InlineData(2, null)]
    public void WhileOneWhoWasCalledForHelpIsInTheCall_NothingIsRecorded_AndThenTheOthersAre(int leaves, string? recorded)
    {
        // The caller was told; the one who talks with them calls for help, and a rule covers such a call.
        var call = new CallScript().Offer(caller: Outside, dialled: "+576015550100").Route(In(Told));
        call.See(call.MediaAnswered(1)).See(call.PromptEnded(1)).Route(In(Told)).See(call.Answered(2));
        call.Act(new HoldIntent(Agent2, false));
        var (question, yielded) = Consulted(call, true, Hunt(Peer("peer1", A)));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(false, null)));
        call.See(call.ReofferAnswered(3));
        Assert.DoesNotContain(call.State.Recordings, IsOpen);
        Assert.DoesNotContain(call.Sent(), static command => command.StartsWith("say 3", StringComparison.Ordinal));

        call.See(call.Closed(leaves));

        var sent = call.Sent();
        Assert.DoesNotContain(sent, static command => command.StartsWith("say", StringComparison.Ordinal));
        Assert.Equal(recorded is null ? [] : [recorded], sent.Where(static command => command.StartsWith("record", StringComparison.Ordinal)));
        Assert.Equal(recorded is null, Notices.Withholds(call.State));
        if (recorded is not null)
        {
            Assert.Contains(Started(call).Notices, static told => told is { Leg.Number: 1, Result: NoticeResult.Announced });
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoComesIntoACallForHelp_IsToldAndRecordedWhenWhoHelpsHasLeft(bool wasTold)
    {
        var call = new CallScript().Offer(dialled: "123").Route(Hunt(Peer("peer1", A)));
        call.See(call.Answered(2));
        var plan = Hunt(Peer("peer1", A) with { Payer = Agent1 }) with { Record = true, Notice = wasTold ? Told : null };
        Action<CallScript>? heard = wasTold ? static script => script.See(script.PromptEnded(1, leg: 2)) : null;
        var (question, yielded) = Consulted(call, true, plan, heard, Agent1);
        call.Apply(new CallInput.Joined(question, yielded, wasTold ? new NoticeFound(false, null) : new NoticeFound(true, Told)));
        call.See(call.ReofferAnswered(3));
        Assert.DoesNotContain(call.Sent(), static command => command.StartsWith("say", StringComparison.Ordinal));

        call.See(call.Closed(2));

        if (!wasTold)
        {
            Assert.Contains("say 3 #1 'told'", call.Sent());
            Assert.Empty(call.State.Recordings);
            call.See(call.PromptEnded(1, leg: 3));
        }

        Assert.Contains("record 1+3", call.Sent());
        Assert.Contains(Started(call).Notices, static told => told is { Leg.Number: 3, Result: NoticeResult.Announced });
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void WhoComesWhileNothingIsRecordedForHelp_IsToldWhenWhoHelpsHasLeft_AndNeverRecordedWhereThatIsNotKnown(bool isKnown)
    {
        var call = new CallScript().Offer(caller: Outside, dialled: "+576015550100").Route(In(Told));
        call.See(call.MediaAnswered(1)).See(call.PromptEnded(1)).Route(In(Told)).See(call.Answered(2));
        var (question, yielded) = Consulted(call, true, Hunt(Peer("peer1", A)));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(false, null)));
        call.See(call.ReofferAnswered(3)).See(call.Closed(1));
        Assert.True(call.State.WithheldForHelp);
        call.Sent();

        // agent2 and who helps are left; a trunk that does not record brings another one.
        (question, yielded) = Consulted(call, true, Hunt(Peer("peer1", A) with { Payer = Agent2 }), name: "c3");
        Assert.Equal(new NoticeQuestion("1002", Outside, true), Notices.Wanted(call.State, question, yielded.Leg!));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(isKnown, isKnown ? Told : null)));
        call.See(call.ReofferAnswered(4));
        Assert.DoesNotContain(call.Sent(), static command => command.StartsWith("say", StringComparison.Ordinal) || command.StartsWith("record", StringComparison.Ordinal));

        call.See(call.Closed(3));

        var sent = call.Sent();
        Assert.DoesNotContain(call.State.Recordings, IsOpen);
        Assert.Equal((isKnown, true), (sent.Contains("say 4 #2 'told'"), Notices.Withholds(call.State)));
        if (isKnown)
        {
            call.See(call.PromptEnded(2, leg: 4));
            Assert.Contains("record 2+4", call.Sent());
        }
    }

    [Fact]
    public void WhoComesIntoACallForHelp_IsNeverRecorded_WhereItCannotBeKnownWhatTheyAreTold()
    {
        var call = new CallScript().Offer(dialled: "123").Route(Hunt(Peer("peer1", A)));
        call.See(call.Answered(2));
        var (question, yielded) = Consulted(call, true, Hunt(Peer("peer1", A) with { Payer = Agent1 }) with { Record = true }, by: Agent1);
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(false, null)));

        call.See(call.ReofferAnswered(3)).See(call.Closed(2));

        Assert.Empty(call.State.Recordings);
        Assert.True(Notices.Withholds(call.State));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void WhoHelps_DoesNotMakeOneRecordedWhoWasNotTold(bool stays, bool isKnown)
    {
        // A rule covers the caller, whose line does not record; none covers the call for help, whose trunk does.
        var call = new CallScript().Offer(caller: Outside).Route(Ring(Agent2, false, Device(Agent2, A)));
        call.See(call.Answered(2));
        var (question, yielded) = Consulted(call, stays, Hunt(Peer("peer1", A)) with { Record = true });
        var asked = Notices.Wanted(call.State, question, yielded.Leg!)!;
        Assert.True(asked.IsOutgoing);
        Assert.Equal(new NoticeQuestion("1002", Outside, false), Notices.WantedNext(call.State, yielded.Leg!, asked, new NoticeFound(true, null)));
        Assert.Null(Notices.WantedNext(call.State, yielded.Leg!, asked, new NoticeFound(false, null)));
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(isKnown, isKnown ? Told : null)));
        call.See(call.ReofferAnswered(3));
        Assert.DoesNotContain(call.Sent(), static command => command.StartsWith("say", StringComparison.Ordinal) || command.StartsWith("record", StringComparison.Ordinal));
        Assert.True(Notices.Withholds(call.State));
        if (!stays)
        {
            return;
        }

        // Who is left is told then, and not before.
        call.See(call.Closed(3));

        Assert.Equal((isKnown, true), (call.Sent().Contains("say 1 #1 'told'"), Notices.Withholds(call.State)));
        if (isKnown)
        {
            call.See(call.PromptEnded(1));
            Assert.Equal("record 1+2", call.Sent()[^1]);
        }
    }

    [Fact]
    public void WhoDidNotAgree_IsNotRecordedWhenWhoHelpsHasLeft()
    {
        var call = Out(new CallScript(), Asked);
        call.See(call.Digit('2', 2));
        var (question, yielded) = Consulted(call, true, Hunt(Peer("peer1", A)), by: Agent1);
        call.Apply(new CallInput.Joined(question, yielded, new NoticeFound(false, null)));
        call.See(call.ReofferAnswered(3)).See(call.Closed(3));

        Assert.Empty(call.State.Recordings);
        Assert.True(Notices.Withholds(call.State));
    }

    [Fact]
    public void ANoThatComesAlong_IsOneToWhomeverReadsTheCallWithoutKnowingOfThat()
    {
        var call = new CallScript().Connected(record: true);
        call.Act(new HoldIntent(Agent2, false));
        var (question, yielded) = Consulted(call, true, Hunted(Asked), static script => script.See(script.Digit('2', 2)));
        call.Apply(new CallInput.Joined(question, yielded));

        Assert.Equal((true, NoticeResult.Refused, false), (call.State.Withheld, call.State.Notice?.Result, call.State.Notice?.Records));
        // Nobody was asked here.
        Assert.DoesNotContain(call.Ledger, static each => each.StartsWith("noticed", StringComparison.Ordinal));
    }

    [Fact]
    public void ATransferToAQueueOnSomebodysList_GoesOnToTheNextNumber_AndTheTransferorStays()
    {
        var call = new CallScript().Offer(caller: Outside).Route(Ring(Agent2, false, Device(Agent2, A)));
        var wish = new RingFallback(Agent3, null, null, [new FollowStep("3000", 20), new FollowStep("+573008888888", 15)]);
        call.See(call.Answered(2)).See(call.Referred(2, "1003")).Route(Ring(Agent3) with { Otherwise = wish, FollowsAtOnce = true });
        Assert.Equal("3000", call.Question!.Number);

        call.Route(new QueueRoute(CallDirection.Internal, true, new QueueId(Tenant, "support")) { Notice = Told });

        Assert.Equal("+573008888888", call.Question?.Number);
        Assert.Equal([Leg(1), Leg(2)], call.Live);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void WhoHoldsInTheMidstOfIt_HasNotHeardIt_ButTheOtherMayHold(int holds, bool isHeard)
    {
        var call = Out(new CallScript(), Told);
        call.Sent();

        call.See(call.Reoffered(holds), call.MediaAnswered(holds, hold: true));
        // The place where it is played ends a prompt whose party is to hear something else.
        call.See(call.PromptEnded(1, call.Sent().Contains("play 2 Silence") ? PromptEnd.Replaced : PromptEnd.Played, 2));
        call.See(call.Reoffered(holds), call.MediaAnswered(holds));

        Assert.Contains(call.Sent(), static command => command is "connect 1 2" or "connect 2 1");
        Assert.Equal(isHeard ? 1 : 0, call.State.Recordings.Count);
    }

    [Fact]
    public void ATransferOutOfIt_ThatIsRefused_LetsTheTwoTalkUnrecorded()
    {
        var call = Out(new CallScript(), Told);
        call.See(call.Referred(1, "1003"));
        call.Sent();

        call.Route(new RefuseRoute(CallDirection.Internal, false, new CallFailure(404, "no")));

        Assert.Contains(call.Sent(), static command => command is "connect 1 2" or "connect 2 1");
        call.See(call.PromptEnded(1, PromptEnd.Replaced, 2));
        Assert.Empty(call.State.Recordings);
        Assert.Equal(NoticeResult.Unheard, call.State.Notice!.Result);
    }

    // agent1 and agent2 are recorded, and agent2 brings somebody outside in.
    private static CallScript Merging(bool isTold)
    {
        var call = new CallScript().Connected(record: true);
        call.Act(new HoldIntent(Agent2, false));
        var (question, yielded) = isTold
            ? Consulted(call, true, Hunted(Told), static script => script.See(script.PromptEnded(1, leg: 2)))
            : Consulted(call, true, Hunt(Peer("peer1", A) with { Payer = Agent2 }));
        call.Apply(new CallInput.Joined(question, yielded, isTold ? null : new NoticeFound(true, Told)));
        return call;
    }

    private static bool IsOpen(CallRecording recording) => recording is { Closed: false, Stopping: false };
}
