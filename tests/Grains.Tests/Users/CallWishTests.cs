using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.Grains.Users;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Grains.Tests.Users;

/// <summary>What users want done with calls.</summary>
public sealed class CallWishTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly CallWishes None = new(null, null, null, null, true, false, []);
    private static readonly Party Stranger = new("3001234567", Trunk: new TrunkId(new TenantId("demo"), "carrier"));

    [Theory]
    [InlineData("+573001234567", true)]
    [InlineData("+57300*", true)]
    [InlineData("3001234567", true)]
    [InlineData("+573001234568", false)]
    [InlineData("1001", false)]
    public void ACallerIsKnownByTheNumberInWhateverForm(string entry, bool blocked) =>
        Assert.Equal(blocked, CallWishRules.Blocks(new UserCallSettings { Blocked = [entry] }, Stranger, "CO"));

    [Theory]
    [InlineData("anonymous", true, true)]
    [InlineData("", true, true)]
    [InlineData("anonymous", false, false)]
    [InlineData("3001234567", true, false)]
    public void WhoShowsNoNumberCanBeRefused(string number, bool wish, bool blocked) =>
        Assert.Equal(blocked, CallWishRules.Blocks(new UserCallSettings { BlocksAnonymous = wish }, Stranger with { Number = number }, "CO"));

    [Fact]
    public async Task ABlockedCallerIsDeclined_EvenWhereEverythingIsForwarded()
    {
        var user = await Wish(1, None with { ForwardAlways = "1003", Blocked = ["1002", "+573001234567"] });
        Assert.Equal(603, (await Ring(user, Stranger)).Refusal!.SipCode);
        Assert.Equal(603, (await Ring(user, new Party("1002", User: GrainHouse.User(2)))).Refusal!.SipCode);
        Assert.Equal("1003", (await Ring(user, new Party("1004", User: GrainHouse.User(4)))).Forward);
    }

    [Fact]
    public async Task ThePersonWhoIsBusyOrAway_IsForwardedAsTheyWish()
    {
        var user = await Wish(2, None with { ForwardBusy = "1003", ForwardNoAnswer = "1004", CallWaiting = false, RingSeconds = 15 });
        Assert.Equal("1004", (await Ring(user, Stranger)).Forward);
        await house.Register(2, house.A);
        var plan = await Ring(user, Stranger);
        Assert.Equal((15, new RingFallback(GrainHouse.User(2), "1003", "1004")), (plan.RingSeconds, plan.Otherwise));

        var call = house.NewCall();
        await user.CallChanged(new UserCall(call, UserCallState.Talking, house.Time.GetUtcNow()));
        Assert.Equal("1003", (await Ring(user, Stranger)).Forward);
        Assert.NotEmpty((await user.Ring(new RingRequest(call, Stranger))).Targets);
        await user.CallChanged(new UserCall(call, UserCallState.None, house.Time.GetUtcNow()));

        await user.SetPresence(PresenceStatus.DoNotDisturb, null);
        Assert.Equal("1003", (await Ring(user, Stranger)).Forward);
        await user.SetPresence(PresenceStatus.Available, null);
    }

    [Fact]
    public async Task TheOtherNumbersOfAUser_AreRungAfterTheDevices_OrInsteadOfThem()
    {
        var list = new[] { new FollowStep("1003", 15), new FollowStep("+573001234567", 20) };
        var user = await Wish(1, None with { ForwardNoAnswer = "*97", FollowMe = [.. list] });
        var away = await Ring(user, Stranger);
        Assert.Equal((null, null, true), (away.Forward, away.Refusal, away.Targets.IsEmpty));
        Assert.Equal(list, away.Otherwise!.Follow);

        await house.Register(1, house.A);
        Assert.False((await Ring(user, Stranger)).FollowsAtOnce);
        await Wish(1, None with { FollowMe = [.. list], FollowMeAtOnce = true });
        var plan = await Ring(user, Stranger);
        // A queue rings the devices all the same: it wants this agent and nobody else.
        Assert.Equal((true, 1, list.Length), (plan.FollowsAtOnce, plan.Targets.Length, plan.Otherwise!.Follow.Length));

        await user.SetPresence(PresenceStatus.DoNotDisturb, null);
        Assert.Equal(480, (await Ring(user, Stranger)).Refusal!.SipCode);
        await user.SetPresence(PresenceStatus.Available, null);
        await Wish(1, None);
        await house.Register(1, house.A, expires: 0);
    }

    [Theory]
    [InlineData("1004", 20)]
    [InlineData("sip:x@y", 20)]
    [InlineData("1003", 4)]
    [InlineData("1003", 61)]
    public async Task AListThatCannotBeIsRefused(string number, int seconds)
    {
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(4).Key);
        Assert.Equal(ConfigureStatus.Invalid, (await user.ConfigureCalls(None with { FollowMe = [new FollowStep(number, seconds)] })).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await user.ConfigureCalls(None with { FollowMe = [.. Enumerable.Repeat(new FollowStep("1003", 20), 6)] })).Status);
    }

    [Fact]
    public async Task WithoutCallWaiting_TheSecondCallerHearsBusy()
    {
        var user = await Wish(3, None with { CallWaiting = false });
        await house.Register(3, house.A);
        var call = house.NewCall();
        await user.CallChanged(new UserCall(call, UserCallState.Ringing, house.Time.GetUtcNow()));
        Assert.Equal((486, CallResult.Busy), (await Ring(user, Stranger)).Refusal is { } busy ? (busy.SipCode, busy.Result) : default);
        await user.CallChanged(new UserCall(call, UserCallState.None, house.Time.GetUtcNow()));
        Assert.Null((await Ring(user, Stranger)).Refusal);
    }

    [Theory]
    [InlineData("10 03")]
    [InlineData("1004")]
    [InlineData("sip:x@y")]
    public async Task AWishThatCannotBeIsRefused(string forward)
    {
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(4).Key);
        Assert.Equal(ConfigureStatus.Invalid, (await user.ConfigureCalls(None with { ForwardAlways = forward })).Status);
    }

    private async Task<RingPlan> Ring(IUserGrain user, Party caller) => await user.Ring(new RingRequest(house.NewCall(), caller));

    private async Task<IUserGrain> Wish(int agent, CallWishes wishes)
    {
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(agent).Key);
        Assert.Equal(ConfigureStatus.Saved, (await user.ConfigureCalls(wishes)).Status);
        return user;
    }
}
