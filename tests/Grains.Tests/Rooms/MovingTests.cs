using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Rooms;
using RtcCluster.Grains.Tests.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Rooms;

/// <summary>A call whose media is open goes into a room: transferred, led there by a menu, asked for, forwarded. With it the answers of a room that lets nobody in, and those who hang up on the way.</summary>
public sealed class MovingTests
{
    private const long Ticket = 17;
    private static readonly RoomId Room = new(Tenant, "4001");
    private static readonly RoomRoute ToRoom = new(CallDirection.Internal, false, Room);

    [Fact]
    public void ATransferredTelephone_IsOfferedTheRoomsPort_AndIsInWhenItHasTakenIt()
    {
        var call = new CallScript().Connected();
        call.See(call.Referred(2, "4001")).Route(ToRoom);
        Assert.Equal((Leg(1), 0L), (call.Room!.Entry.Leg, call.Room.Entry.Ticket));
        Assert.Empty(call.Sent());

        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(
            ["answerRefer 2 202", "notify 2 200 final", "play 1 Silence", "end 2 Transferred", "close 2", "close 1", "open 1 in 4001", "offer 1 local"],
            call.Sent());
        Assert.Contains("transferred 2 1", call.Ledger);

        // What the call's own port had answered before is no answer of the room's.
        call.See(call.MediaAnswered(1));
        Assert.Empty(call.Sent());
        call.See(call.MediaOffered(1), call.ReofferAnswered(1, "offer"));

        Assert.Equal(["accept 1 offer", "join 1 with a tone"], call.Sent());
        Assert.Equal((CallPhase.Connected, null), (call.State.Phase, call.State.Leg(Leg(1))!.TakenUntil));
    }

    [Fact]
    public void ARoomMixedElsewhere_TakesTheMediaThere_AndTheOfferTravels()
    {
        var call = new CallScript().Connected(record: true);
        call.See(call.Referred(2, "4001")).Route(ToRoom);
        Tell(call, RoomEntryStatus.Entered, B);

        Assert.Equal(["stop", "answerRefer 2 202", "notify 2 200 final", "play 1 Silence", "end 2 Transferred", "close 2", "close 1"], call.Sent());
        Assert.Equal(["open 1 report in 4001"], call.Sent(B));
        call.See(B, call.MediaOffered(1, "room"));
        Assert.Equal(["offer 1 room"], call.Sent());
        call.See(call.ReofferAnswered(1, "again"));
        Assert.Equal(["accept 1 again", "join 1 with a tone"], call.Sent(B));

        // The recording was made where the call was.
        call.See(call.RecordingClosed());
        Assert.True(Assert.Single(call.State.Recordings).Closed);
        call.See(call.Closed(1));
        Assert.Equal(CallResult.Answered, call.Over.Result);
    }

    [Theory]
    [InlineData(RoomEntryStatus.Locked, 403)]
    [InlineData(RoomEntryStatus.Full, 486)]
    [InlineData(RoomEntryStatus.Unavailable, 503)]
    public void ATransferIntoARoomThatLetsNobodyIn_IsRefused_AndTheTwoTalkOn(RoomEntryStatus why, int code)
    {
        var call = new CallScript().Connected(record: true);
        call.See(call.Referred(2, "4001")).Route(ToRoom);

        call.Apply(new CallInput.RoomTold(call.Room!, new RoomReceipt(why)));

        Assert.Equal([$"answerRefer 2 {code}"], call.Sent());
        Assert.Equal((CallPhase.Connected, null, null, true), (call.State.Phase, call.State.Program, call.State.Transfer, call.State.Record));
        Assert.Equal([Leg(1), Leg(2)], call.Live);
        Assert.Contains($"transferFailed 2 {code}", call.Ledger);
    }

    [Fact]
    public void TheApi_IsToldThatTheRoomIsLocked()
    {
        var call = new CallScript().Connected();
        call.Act(new TransferIntent(Agent2, false, "4001"));
        call.Route(ToRoom);

        var receipt = call.Apply(new CallInput.RoomTold(call.Room!, new RoomReceipt(RoomEntryStatus.Locked))).Receipt!;

        Assert.Equal((IntentStatus.Unreachable, "The conference is locked."), (receipt.Status, receipt.Text));
    }

    [Fact]
    public void ARoomWithAPin_AsksTheOneWhoWasTransferred_WhenItCanHear()
    {
        var call = new CallScript().Connected();
        call.See(call.Referred(2, "4001")).Route(ToRoom);
        Tell(call, RoomEntryStatus.PinNeeded);
        call.Sent();
        // A key on the way is pressed for nobody.
        call.See(call.Digit('9'));
        call.See(call.ReofferAnswered(1));
        Assert.Equal(["accept 1 again", "say 1 #1 'Please enter the PIN of the conference, followed by pound.'+1000Hz until a digit"], call.Sent());

        call.See(call.Digit('4'), call.Digit('#'));
        Assert.Equal("4", call.Room!.Entry.Pin);
        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["join 1 with a tone"], call.Sent());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void WhoHangsUpOnTheWay_LeavesTheRoomOnce(int state)
    {
        var call = new CallScript().Connected();
        call.See(call.Referred(2, "4001")).Route(ToRoom);
        if (state > 0)
        {
            Tell(call, state == 1 ? RoomEntryStatus.Entered : RoomEntryStatus.PinNeeded);
        }

        call.See(call.Closed(1));
        if (state == 0)
        {
            Tell(call, RoomEntryStatus.Entered);
        }

        Assert.Equal(CallPhase.Ended, call.State.Phase);
        Assert.Equal(new CallTell.RoomLeft(Room, Ticket), Assert.Single(call.Tells.OfType<CallTell.RoomLeft>()));
        Assert.DoesNotContain("join 1 with a tone", call.Sent());
        call.See(call.ReofferAnswered(1));
        Assert.Empty(call.Sent());
    }

    [Fact]
    public void TheTransferorWhoHangsUpFirst_ChangesNothing()
    {
        var call = new CallScript().Connected();
        call.See(call.Referred(2, "4001"));
        var question = call.Question!;
        call.See(call.Closed(2));
        call.Apply(new CallInput.Routed(question, ToRoom));

        call.Apply(new CallInput.RoomTold(call.Room!, new RoomReceipt(RoomEntryStatus.Locked)));

        // Nobody is left to talk with.
        Assert.Equal((CallPhase.Ended, 403), (call.State.Phase, call.Over.Cause.SipCode));
    }

    [Fact]
    public void ATelephoneThatRefusesTheRoomsOffer_OrNeverAnswersIt_IsOut()
    {
        var refusing = Moved();
        refusing.See(new LegReofferFailed(Leg(1), refusing.Now, 488));
        Assert.Equal(["end 1 Failed", "close 1"], refusing.Sent());

        var silent = Moved();
        silent.Wait(TimeSpan.FromSeconds(30));
        Assert.Equal(["end 1 MediaLost", "close 1"], silent.Sent());
        Assert.All([refusing, silent], call => Assert.Single(call.Tells.OfType<CallTell.RoomLeft>()));
    }

    [Fact]
    public void AnOfferOfTheTelephoneThatCrossesOurs_ComesAgainLater()
    {
        var call = new CallScript().Connected();
        call.See(call.Reoffered(1, "hold"));
        call.Sent();
        call.See(call.Referred(2, "4001")).Route(ToRoom);
        Tell(call, RoomEntryStatus.Entered);

        Assert.Equal(["rejectReoffer 1 491", "open 1 in 4001", "offer 1 local"], call.Sent()[^3..]);
        // The old port's answer to it was on its way.
        call.See(call.MediaAnswered(1, hold: true));
        Assert.Empty(call.Sent());
    }

    [Fact]
    public void AMenusCaller_IsMoved_AndTheCallCountsAsAnsweredInTheRoom()
    {
        var call = new CallScript().Offer(dialled: "3000").Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Silence)).See(new CallScript().MediaAnswered(1));
        call.Sent();
        FromMenu(call);
        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["close 1", "open 1 in 4001", "offer 1 local"], call.Sent());

        call.See(call.ReofferAnswered(1));

        Assert.Equal(["accept 1 again", "join 1 with a tone"], call.Sent());
        Assert.NotNull(call.State.AnsweredAt);
    }

    [Fact]
    public void AMenusCaller_IsToldWhyTheRoomLetsNobodyIn()
    {
        var call = new CallScript().Offer(dialled: "3000").Route(new PlayRoute(CallDirection.Internal, false, MediaSource.Silence)).See(new CallScript().MediaAnswered(1));
        FromMenu(call);
        call.Sent();
        call.Apply(new CallInput.RoomTold(call.Room!, new RoomReceipt(RoomEntryStatus.Full, Language: "en")));

        Assert.Equal(["say 1 #1 'The conference is full.'"], call.Sent());
        call.See(call.PromptEnded(1));
        Assert.Equal(["end 1 Administrative", "close 1"], call.Sent());
    }

    [Fact]
    public void AnOwnTelephone_ThatAnswersAClickToARoom_GoesIn()
    {
        var call = new CallScript().Originate(Device(Agent1, A)).See(new CallScript().Answered(1));
        call.Sent();
        call.Route(ToRoom);
        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["close 1", "open 1 in 4001", "offer 1 local"], call.Sent());

        call.See(call.ReofferAnswered(1));

        Assert.Equal(["accept 1 again", "join 1 with a tone"], call.Sent());
    }

    [Fact]
    public void AnOwnBrowser_ThatAnswersAClickToARoom_IsAskedForANewConnection()
    {
        var browser = new DialTarget { Uri = "hub:tab", Edge = A, User = Agent1, Transport = DialTarget.Browser };
        var call = new CallScript().Originate(browser).See(new CallScript().Answered(1, "first"));
        Assert.Contains("answer 1 local", call.Sent());
        call.Route(ToRoom);
        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["show 1 Connected 4001", "close 1", "offer 1 none"], call.Sent());

        Assert.Equal(IntentStatus.Accepted, call.Act(new AttachIntent(Agent1, false, "hub:tab", A, "second")).Status);
        Assert.Equal(["open 1 second in 4001"], call.Sent());
        call.See(call.MediaAnswered(1));

        Assert.Contains("join 1 with a tone", call.Sent());
    }

    [Fact]
    public void ABrowserElsewhere_WhoseFirstOfferIsNotAnsweredYet_IsAnsweredByTheRoomAtOnce()
    {
        var browser = new DialTarget { Uri = "hub:tab", Edge = B, User = Agent1, Transport = DialTarget.Browser };
        var call = new CallScript().Originate(browser).See(B, new CallScript().Answered(1, "first"));
        call.Sent(B);
        call.Route(ToRoom);
        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["open 1 first report in 4001"], call.Sent()[^1..]);

        call.See(call.MediaAnswered(1, "room"));

        Assert.Equal(["join 1 with a tone"], call.Sent());
        Assert.Contains("answer 1 room", call.Sent(B));
    }

    [Fact]
    public void ACallerForwardedAfterRinging_IsAnsweredAndMoved()
    {
        var call = Rung();
        Assert.Equal("4001", call.Question!.Number);
        call.Route(ToRoom);
        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["answer 1 local", "close 1", "open 1 in 4001", "offer 1 local"], call.Sent());

        call.See(call.ReofferAnswered(1));

        Assert.Equal(["accept 1 again", "join 1 with a tone"], call.Sent());
    }

    [Fact]
    public void ACallerWithoutAnOffer_WhoIsForwardedAfterRinging_IsRefusedByName()
    {
        var call = Rung(sdp: null);

        call.Route(ToRoom);

        Assert.Null(call.Room);
        Assert.Equal(["reject 1 503", "close 1"], call.Sent());
    }

    [Fact]
    public void AnotherActivation_BringsTheMoveToItsEnd()
    {
        var call = Moved();
        call.Apply(new CallInput.Activated());
        call.See(call.ReofferAnswered(1));

        Assert.Contains("join 1 with a tone", call.Sent());
    }

    private static CallScript Moved()
    {
        var call = new CallScript().Connected();
        call.See(call.Referred(2, "4001")).Route(ToRoom);
        Tell(call, RoomEntryStatus.Entered);
        call.Sent();
        return call;
    }

    private static CallScript Rung(string? sdp = "offer")
    {
        var call = new CallScript().Offer(sdp: sdp);
        call.Route(Ring(Agent2, false, Device(Agent2, A)) with { Otherwise = new RingFallback(Agent2, "4001", "4001") });
        call.See(call.MediaAnswered(1), call.Ringing(2));
        call.Wait(TimeSpan.FromSeconds(30));
        call.Sent();
        return call;
    }

    private static void FromMenu(CallScript call)
    {
        call.State.Playing = null;
        call.State.AnsweredAt = null;
        var question = new RouteQuestion(RoutePurpose.Destination, "4001", new RouteRequest(call.Id, call.State.Caller, null, 1), Leg(1), [], null);
        call.Apply(new CallInput.Routed(question, ToRoom));
    }

    private static void Tell(CallScript call, RoomEntryStatus status, EdgeId? anchor = null) => call.Apply(new CallInput.RoomTold(
        call.Room ?? new RoomQuestion(Room, new RoomEntry(call.Id, LegId.First, call.State.Caller, A)), new RoomReceipt(status, Ticket, anchor ?? A, false, true, "en")));
}
