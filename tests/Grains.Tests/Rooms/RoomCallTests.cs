using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Media;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Grains.Calls;
using RtcCluster.Grains.Rooms;
using RtcCluster.Grains.Tests.Calls;
using static RtcCluster.Grains.Tests.Calls.CallScript;

namespace RtcCluster.Grains.Tests.Rooms;

/// <summary>A call visits a room: let in at once, asked for a PIN, muted, removed, and a caller who hangs up in every state.</summary>
public sealed class RoomCallTests
{
    private const long Ticket = 17;
    private const string AskPin = "'Please enter the PIN of the conference, followed by pound.'+1000Hz";
    private const string AskAgain = "'That is not the PIN. Please enter it again, followed by pound.'+1000Hz";
    private static readonly RoomId Room = new(Tenant, "4000");

    [Fact]
    public void AnOpenRoom_IsEnteredAtOnce_AndTheCallCountsAsAnswered()
    {
        var call = AtTheDoor();
        Assert.Equal((LegId.First, A, 0, (string?)null), (call.Room!.Entry.Leg, call.Room.Entry.Anchor, call.Room.Entry.Ticket, call.Room.Entry.Pin));

        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["open 1 offer in 4000"], call.Sent());
        call.See(call.MediaAnswered(1));

        Assert.Equal(["play 1 Silence", "answer 1 local", "join 1 with a tone"], call.Sent());
        Assert.Equal(CallPhase.Connected, call.State.Phase);
        Assert.Contains("routed 1002 room 4000", call.Ledger);
        Assert.Null(call.State.NextDeadline() is { } due && due < call.Now + TimeSpan.FromMinutes(30) ? "something is due" : null);
    }

    [Fact]
    public void TheRoomsMix_IsAtTheEdgeOfTheFirstMember_AndTheSignallingStaysWhereItIs()
    {
        var call = new CallScript().Offer(B);
        call.Route(new RoomRoute(CallDirection.Internal, false, Room));
        Assert.Equal(B, call.Room!.Entry.Anchor);

        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["open 1 offer report in 4000"], call.Sent(A));
        call.See(A, call.MediaAnswered(1, "made"));

        Assert.Equal(["play 1 Silence", "join 1 with a tone"], call.Sent(A));
        Assert.Equal(["answer 1 made"], call.Sent(B));
        call.See(B, call.Closed(1));
        Assert.Equal(["close 1"], call.Sent(A));
    }

    [Theory]
    [InlineData(RoomEntryStatus.Full, 486)]
    [InlineData(RoomEntryStatus.Locked, 403)]
    [InlineData(RoomEntryStatus.Barred, 403)]
    [InlineData(RoomEntryStatus.Unavailable, 503)]
    public void ARoomThatLetsNobodyIn_RefusesTheCall(RoomEntryStatus why, int code)
    {
        var call = AtTheDoor();

        call.Apply(new CallInput.RoomTold(call.Room!, new RoomReceipt(why)));

        Assert.Equal([$"reject 1 {code}"], call.Sent());
        Assert.Empty(call.Tells.OfType<CallTell.RoomLeft>());
        Assert.Equal(code, call.State.Refusal!.SipCode);
    }

    [Fact]
    public void ThePin_IsAskedFor_AndItsDigitsLetIn()
    {
        var call = AskedForPin();

        Press(call, "1234#");

        Assert.Equal((Ticket, "1234"), (call.Room!.Entry.Ticket, call.Room.Entry.Pin));
        Tell(call, RoomEntryStatus.Entered);
        Assert.Equal(["join 1 with a tone"], call.Sent());
        call.See(call.PromptEnded(1, PromptEnd.Replaced));
        Assert.Equal(MediaSource.Silence, call.See(call.MediaAnswered(1, hold: true)).State.Leg(LegId.First)!.HearsSource);
    }

    [Fact]
    public void DigitsWithoutAPound_CountAfterAWhile_AndAStarBeginsAnew()
    {
        var call = AskedForPin();

        Press(call, "99*1234");
        call.Wait(TimeSpan.FromSeconds(5));

        Assert.Equal("1234", call.Room!.Entry.Pin);
    }

    [Fact]
    public void ThreeWrongPins_EndTheCall()
    {
        var call = AskedForPin();
        Press(call, "1#");
        Tell(call, RoomEntryStatus.WrongPin);
        Assert.Equal([$"say 1 #2 {AskAgain} until a digit"], call.Sent());

        call.See(call.PromptEnded(2)).Wait(TimeSpan.FromSeconds(10));
        Assert.Equal([$"say 1 #3 {AskAgain} until a digit"], call.Sent());
        Press(call, "2#");
        Tell(call, RoomEntryStatus.WrongPin);
        Assert.Equal(["say 1 #4 'That is not the PIN. Goodbye.'"], call.Sent());
        call.See(call.PromptEnded(4));

        Assert.Equal(["end 1 Administrative", "close 1"], call.Sent());
        Assert.Equal(new CallTell.RoomLeft(Room, Ticket), Assert.Single(call.Tells.OfType<CallTell.RoomLeft>()));
    }

    [Fact]
    public void ARoomThatWasLockedMeanwhile_SaysSo()
    {
        var call = AskedForPin();
        Press(call, "1234#");

        call.Apply(new CallInput.RoomTold(call.Room!, new RoomReceipt(RoomEntryStatus.Locked)));

        Assert.Equal(["say 1 #2 'The conference is locked.'"], call.Sent());
        call.Wait(TimeSpan.FromSeconds(30));
        Assert.Equal(["end 1 Administrative", "close 1"], call.Sent());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void WhoHangsUpInAnyState_LeavesTheRoom_ExactlyOnce(int state)
    {
        var call = AtTheDoor();
        if (state > 0)
        {
            Tell(call, state is 1 or 4 ? RoomEntryStatus.Entered : RoomEntryStatus.PinNeeded);
        }

        if (state is 2 or 3 or 4)
        {
            call.See(call.MediaAnswered(1));
        }

        if (state == 3)
        {
            Press(call, "1234#");
        }

        call.See(call.Closed(1));
        if (state is 0 or 3)
        {
            // The answer comes after the caller has left.
            Tell(call, RoomEntryStatus.Entered);
        }

        Assert.Equal(CallPhase.Ended, call.State.Phase);
        Assert.Null(call.State.Program);
        Assert.All(call.Tells.OfType<CallTell.RoomLeft>(), left => Assert.Equal(new CallTell.RoomLeft(Room, Ticket), left));
        Assert.NotEmpty(call.Tells.OfType<CallTell.RoomLeft>());
        Assert.DoesNotContain("join 1 with a tone", state == 4 ? [] : call.Sent());
    }

    [Fact]
    public void TheRoomsOrders_CountOnce_AndNeverAfterANewerOne()
    {
        var call = In();

        Assert.True(Order(call, new RoomOrder(2, true, false)));
        Assert.Equal(["join 1 muted"], call.Sent());
        Assert.True(Order(call, new RoomOrder(2, true, false)));
        Assert.True(Order(call, new RoomOrder(1, false, false)));
        Assert.Empty(call.Sent());
        Assert.False(Order(call, new RoomOrder(3, false, false), ticket: Ticket + 1));

        Assert.True(Order(call, new RoomOrder(3, true, true)));
        Assert.Equal(["end 1 Administrative", "close 1"], call.Sent());
        Assert.Equal(new CallTell.RoomLeft(Room, Ticket), Assert.Single(call.Tells.OfType<CallTell.RoomLeft>()));
        Assert.False(Order(call, new RoomOrder(3, true, true)));
    }

    [Fact]
    public void WhoHolds_IsOutOfTheMix_AndComesBackAsItWas_WithoutATone()
    {
        var call = In();
        call.See(call.MediaAnswered(1, hold: true));
        Assert.Equal(["play 1 Silence"], call.Sent());
        Order(call, new RoomOrder(1, true, false));
        Assert.Empty(call.Sent());

        call.See(call.MediaAnswered(1));

        Assert.Equal(["join 1 muted"], call.Sent());
    }

    [Fact]
    public void TheKeysOfATelephone_MuteItself_AndAModeratorsLockTheRoom()
    {
        var call = In();
        Press(call, "*6*56");
        Assert.Equal([new RoomMute(call.Id, true)], call.Tells.OfType<CallTell.RoomWanted>().Select(wanted => wanted.Wish));

        var moderator = In(isModerator: true);
        Press(moderator, "*5");
        Press(moderator, "*4");
        Assert.Equal([new RoomLock(true), new RoomLock(false)], moderator.Tells.OfType<CallTell.RoomWanted>().Select(wanted => wanted.Wish));
    }

    [Fact]
    public void AnotherActivationOfTheCall_IsStillInTheRoom()
    {
        var call = In();
        call.Apply(new CallInput.Activated());

        Assert.True(Order(call, new RoomOrder(1, true, false)));
        Assert.Contains("join 1 muted", call.Sent());
    }

    [Fact]
    public void AQuestionThatWasLost_IsAskedAgain()
    {
        var call = AskedForPin();
        Press(call, "1234#");
        call.Wait(TimeSpan.FromSeconds(5));

        Assert.Equal((Ticket, "1234"), (call.Room!.Entry.Ticket, call.Room.Entry.Pin));
    }

    [Fact]
    public void AnEdgeThatLeaves_IsLeftByTheRoom_AndEachMemberGoesWithIt()
    {
        var call = In();
        call.See(new LegSnapshotTaken(LegId.First, call.Now, [7]));

        Assert.Equal(LeaveStatus.Waits, Leave(call));
        Assert.Equal(new CallTell.RoomLeaves(Room, A), call.Tells[^1]);
        Assert.Empty(call.Sent());

        Assert.True(Order(call, new RoomOrder(1, false, false, B)));
        Assert.Equal(["dialog 1 by 1", "open 1 in 4000", "offer 1 local"], call.Sent(B));
        call.See(B, call.ReofferAnswered(1, "there"));
        Assert.Equal(["accept 1 there", "join 1"], call.Sent(B));
        Assert.Equal(["hand over 1", "leave"], call.Sent(A));
        Assert.Equal(CallPhase.Connected, call.State.Phase);
    }

    [Fact]
    public void AMemberThatNoOtherEdgeCanReach_GoesWithTheRoom_AndIsSignalledWhereItIs()
    {
        var call = In();
        call.See(new LegSnapshotTaken(LegId.First, call.Now, [7]));
        Leave(call, LegId.First);

        Order(call, new RoomOrder(1, false, false, B));
        Assert.Equal(["open 1 report in 4000"], call.Sent(B));
        call.See(B, call.MediaOffered(1, "from B"));
        Assert.Equal(["offer 1 from B"], call.Sent(A));
        call.See(A, call.ReofferAnswered(1, "there"));
        Assert.Equal(["accept 1 there", "join 1"], call.Sent(B));
        Assert.Equal(["leave but 1"], call.Sent(A));
        Assert.Equal(LeaveStatus.Stays, Leave(call, LegId.First));

        // Nothing keeps it there any more.
        Assert.Equal(LeaveStatus.Goes, Leave(call));
        Assert.Equal(["dialog 1 by 1", "reoffer 1", "offer 1 local"], call.Sent(B));
        call.See(B, call.ReofferAnswered(1, "again"));
        Assert.Equal(["hand over 1", "leave"], call.Sent(A));
    }

    private static LeaveStatus Leave(CallScript call, params LegId[] near) => call.Apply(new CallInput.EdgeLeaves(
        A, [.. near], false, [new EdgeInfo(A, "a", "127.0.0.1", true, call.Now, true), new EdgeInfo(B, "b", "127.0.0.1", true, call.Now)])).Leave;

    private static CallScript AtTheDoor() => new CallScript().Offer().Route(new RoomRoute(CallDirection.Internal, false, Room));

    private static CallScript In(bool isModerator = false)
    {
        var call = AtTheDoor();
        Tell(call, RoomEntryStatus.Entered, isModerator);
        call.See(call.MediaAnswered(1));
        call.Sent();
        return call;
    }

    private static CallScript AskedForPin()
    {
        var call = AtTheDoor();
        Tell(call, RoomEntryStatus.PinNeeded);
        call.See(call.MediaAnswered(1));
        Assert.Equal(["open 1 offer in 4000", "play 1 Silence", "answer 1 local", $"say 1 #1 {AskPin} until a digit"], call.Sent());
        return call;
    }

    private static void Press(CallScript call, string digits) => call.See([.. digits.Select(digit => call.Digit(digit))]);

    private static void Tell(CallScript call, RoomEntryStatus status, bool isModerator = false) =>
        call.Apply(new CallInput.RoomTold(call.Room ?? new RoomQuestion(Room, new RoomEntry(call.Id, LegId.First, call.State.Caller, A)), new RoomReceipt(status, Ticket, A, isModerator, true, "en")));

    private static bool Order(CallScript call, RoomOrder order, long ticket = Ticket) => call.Apply(new CallInput.RoomOrders(Room, ticket, order)).StillWaits;
}
