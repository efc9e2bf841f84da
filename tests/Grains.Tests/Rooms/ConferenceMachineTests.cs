using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Grains.Rooms;

namespace RtcCluster.Grains.Tests.Rooms;

/// <summary>The rules of a room: who is let in, who may what, and that the same message twice does nothing.</summary>
public sealed class ConferenceMachineTests
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly EdgeId A = new("127.0.0.1:11111@1");
    private static readonly EdgeId B = new("127.0.0.1:11112@1");
    private static readonly RoomSettings Open = new();
    private static readonly RoomSettings Guarded = new() { Pin = "1234", ModeratorPin = "9876" };
    private static readonly RoomActor Boss = new(null, Privileged: true);
    private readonly ConferenceState _state = new();
    private DateTimeOffset _now = new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void TheFirstOne_ChoosesTheEdge_AndTheLastOneTakesEverythingAlong()
    {
        var first = Enter(1);
        var second = Enter(2, edge: B);
        Assert.Equal((RoomEntryStatus.Entered, A, A), (second.Status, first.Anchor, second.Anchor));
        Act(new RoomLock(true), Boss);

        Apply(new ConferenceInput.Left(Call(1), first.Ticket));
        Assert.True(_state.Locked);
        Apply(new ConferenceInput.Left(Call(2), second.Ticket));

        Assert.Equal((true, false, null), (_state.IsEmpty, _state.Locked, _state.Anchor));
        Assert.Equal(B, Enter(3, edge: B).Anchor);
    }

    [Fact]
    public void ALateFarewell_DoesNotPutOutWhoCameAgain()
    {
        var before = Enter(1).Ticket;
        Apply(new ConferenceInput.Left(Call(1), before));
        var now = Enter(1).Ticket;
        Assert.NotEqual(before, now);

        Assert.False(Apply(new ConferenceInput.Left(Call(1), before)).Save);
        Assert.Single(_state.Seats);
    }

    [Fact]
    public void TheSameCallTwice_HasOneSeat()
    {
        Enter(1);
        var again = Enter(1);

        Assert.Equal(again.Ticket, Assert.Single(_state.Seats).Ticket);
        Assert.Equal((RoomEntryStatus.Entered, again.Ticket), (Enter(1, ticket: again.Ticket).Status, Enter(1, ticket: again.Ticket).Ticket));
    }

    [Fact]
    public void ThirtyTwoAreLetIn_AndTheThirtyThirdIsNot()
    {
        for (var member = 1; member <= 32; member++)
        {
            Assert.Equal(RoomEntryStatus.Entered, Enter(member).Status);
        }

        Assert.Equal(RoomEntryStatus.Full, Enter(33).Status);
        Apply(new ConferenceInput.Left(Call(7), _state.Of(Call(7))!.Ticket));
        Assert.Equal(RoomEntryStatus.Entered, Enter(33).Status);
    }

    [Fact]
    public void ASmallerRoom_IsFullSooner_AlsoForWhoWasAskedForThePinMeanwhile()
    {
        var settings = Guarded with { MaxMembers = 2 };
        var waiting = Enter(3, settings);
        Assert.Equal(RoomEntryStatus.PinNeeded, waiting.Status);
        Enter(1, settings, pin: "1234", ticket: Enter(1, settings).Ticket);
        Enter(2, settings, pin: "1234", ticket: Enter(2, settings).Ticket);

        Assert.Equal(RoomEntryStatus.Full, Enter(3, settings, pin: "1234", ticket: waiting.Ticket).Status);
        Assert.Equal(2, _state.Seats.Count);
    }

    [Fact]
    public void ThePin_LetsIn_AndTheModeratorsMakesAModerator()
    {
        var member = Enter(1, Guarded);
        Assert.Equal(RoomEntryStatus.WrongPin, Enter(1, Guarded, "4321", member.Ticket).Status);
        Assert.Equal((RoomEntryStatus.Entered, false), Enter(1, Guarded, "1234", member.Ticket) is var let ? (let.Status, let.IsModerator) : default);

        var moderator = Enter(2, Guarded);
        Assert.True(Enter(2, Guarded, "9876", moderator.Ticket).IsModerator);
        Assert.Equal(RoomActStatus.Done, Act(new RoomLock(true), new RoomActor(null, Call(2))));
        Assert.Equal(RoomActStatus.Forbidden, Act(new RoomLock(false), new RoomActor(null, Call(1))));
    }

    [Fact]
    public void WhoHasGivenTooManyWrongPins_IsAskedNoMore_AndTheRightOneComesTooLate()
    {
        var caller = Enter(1, Guarded);

        Assert.Equal(RoomEntryStatus.Barred, Enter(1, Guarded, "1234", caller.Ticket, barred: true).Status);
        Assert.Equal(RoomEntryStatus.Barred, Enter(1, Guarded, privileged: true, barred: true).Status);

        Assert.Empty(_state.Seats);
        Assert.Equal(RoomEntryStatus.Entered, Enter(1, Open, barred: true).Status);
    }

    [Fact]
    public void WithAModeratorsPinAlone_APoundLetsIn()
    {
        var settings = Open with { ModeratorPin = "9876" };
        var member = Enter(1, settings);

        Assert.Equal(RoomEntryStatus.PinNeeded, member.Status);
        Assert.Equal((RoomEntryStatus.Entered, false), Enter(1, settings, "", member.Ticket) is var let ? (let.Status, let.IsModerator) : default);
    }

    [Fact]
    public void ALockedRoom_LetsInModeratorsOnly_AlsoWhenItWasLockedAfterTheKnock()
    {
        Enter(1);
        var waiting = Enter(2, Guarded);
        Act(new RoomLock(true), Boss);

        Assert.Equal(RoomEntryStatus.Locked, Enter(2, Guarded, "1234", waiting.Ticket).Status);
        Assert.Equal(RoomEntryStatus.Locked, Enter(3).Status);
        Assert.Equal(RoomEntryStatus.Entered, Enter(4, privileged: true).Status);
        Act(new RoomLock(false), Boss);
        Assert.Equal(RoomEntryStatus.Entered, Enter(3).Status);
    }

    [Fact]
    public void WhoMutedItself_SpeaksAgain_AndWhomAModeratorMutedDoesNot()
    {
        Enter(1);
        var self = new RoomActor(null, Call(1));

        Assert.Equal(new RoomOrder(1, true, false, A), Assert.Single(Apply(new ConferenceInput.Wished(new RoomMute(Call(1), true), self)).Tells).Order);
        Assert.Equal(RoomActStatus.Done, Act(new RoomMute(Call(1), false), self));
        Assert.Equal(RoomActStatus.Done, Act(new RoomMute(Call(1), true), Boss));
        Assert.Equal(RoomActStatus.Forbidden, Act(new RoomMute(Call(1), false), self));
        Assert.True(_state.Of(Call(1))!.Muted);
        Assert.Equal(RoomActStatus.Done, Act(new RoomMute(Call(1), false), Boss));
        Assert.False(_state.Of(Call(1))!.Muted);
    }

    [Fact]
    public void TheSameWishTwice_IsSaidOnce()
    {
        Enter(1);
        Assert.Single(Apply(new ConferenceInput.Wished(new RoomMute(Call(1), true), Boss)).Tells);

        var again = Apply(new ConferenceInput.Wished(new RoomMute(Call(1), true), Boss));

        Assert.Equal((false, 0, RoomActStatus.Done), (again.Save, again.Tells.Count, again.Status));
    }

    [Fact]
    public void WhoIsRemoved_CountsNoMore_AndIsToldUntilItHasLeft()
    {
        var ticket = Enter(1).Ticket;
        Enter(2);
        Assert.Equal(RoomActStatus.Forbidden, Act(new RoomRemove(Call(1)), new RoomActor(null, Call(2))));

        Assert.Equal(RoomActStatus.Done, Act(new RoomRemove(Call(1)), Boss));

        Assert.Equal(RoomActStatus.NotFound, Act(new RoomMute(Call(1), true), Boss));
        Assert.Contains(Apply(new ConferenceInput.Refreshed()).Tells, tell => tell.Call == Call(1) && tell.Order.Removed);
        Apply(new ConferenceInput.Left(Call(1), ticket));
        Assert.Equal(Call(2), Assert.Single(Apply(new ConferenceInput.Refreshed()).Tells).Call);
    }

    [Fact]
    public void WhenItsEdgeIsGone_TheRoomBeginsAnew()
    {
        Enter(1);
        Act(new RoomLock(true), Boss);

        Assert.True(Assert.Single(Apply(new ConferenceInput.AnchorGone()).Tells).Order.Removed);

        Assert.Equal((RoomEntryStatus.Entered, B), Enter(2, edge: B) is var receipt ? (receipt.Status, receipt.Anchor) : default);
    }

    [Fact]
    public void WhoIsNotThere_AndWhoHasNeverKnocked_AreUnknown()
    {
        Assert.Equal(RoomEntryStatus.Unknown, Enter(1, ticket: 5).Status);
        Assert.Equal(RoomActStatus.NotFound, Act(new RoomRemove(Call(1)), Boss));
        Assert.Equal(RoomActStatus.Forbidden, Act(new RoomRemove(Call(1)), new RoomActor(new UserId(Tenant, "agent1"))));
        Assert.Equal(RoomActStatus.NotFound, Act(new RoomLock(true), Boss));
        Assert.False(_state.Locked);
    }

    private static CallId Call(int number) => new(Tenant, $"c{number}");

    private ConferenceEffects Apply(ConferenceInput input)
    {
        _now += TimeSpan.FromSeconds(1);
        return ConferenceMachine.Apply(_state, input, _now);
    }

    private RoomActStatus Act(RoomWish wish, RoomActor by) => Apply(new ConferenceInput.Wished(wish, by)).Status;

    [Fact]
    public void AnEdgeThatLeaves_TakesAllToAnother_OnceHoweverManySaySo()
    {
        Enter(1);
        Enter(2);

        var effects = Apply(new ConferenceInput.AnchorLeaves(A, B, Call(1)));

        Assert.True(effects.Save);
        Assert.Equal([(Call(1), new RoomOrder(1, false, false, B)), (Call(2), new RoomOrder(1, false, false, B))], effects.Tells.Select(tell => (tell.Call, tell.Order)));
        Assert.Equal(B, Enter(3).Anchor);

        // The second one is told again; a stranger is not.
        effects = Apply(new ConferenceInput.AnchorLeaves(A, B, Call(2)));
        Assert.False(effects.Save);
        Assert.Equal(new RoomOrder(1, false, false, B), Assert.Single(effects.Tells).Order);
        Assert.Empty(Apply(new ConferenceInput.AnchorLeaves(A, B, Call(9))).Tells);
    }

    private RoomReceipt Enter(int member, RoomSettings? settings = null, string? pin = null, long ticket = 0, EdgeId? edge = null, bool privileged = false, bool barred = false) =>
        Apply(new ConferenceInput.Knocked(new RoomEntry(Call(member), LegId.First, new Party($"10{member:00}"), edge ?? A, ticket, pin), settings ?? Open, privileged, barred)).Receipt!;
}
