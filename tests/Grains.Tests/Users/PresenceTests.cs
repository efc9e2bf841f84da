using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Users;

public sealed class PresenceTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task FollowsDevicesCallsAndWhatTheUserSays()
    {
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(1).Key);
        Assert.Equal(PresenceStatus.Offline, (await user.WatchPresence(house.A.Id))!.Card.Status);

        await house.Register(1, house.A);
        Assert.Equal(PresenceStatus.Available, (await user.Presence()).Status);
        await user.SetPresence(PresenceStatus.Away, "almuerzo");
        Assert.Equal((PresenceStatus.Away, "almuerzo"), await user.Presence() is var away ? (away.Status, away.Reason) : default);

        var call = house.NewCall();
        await user.CallChanged(new UserCall(call, UserCallState.Ringing, house.Time.GetUtcNow()));
        Assert.Equal((PresenceStatus.Away, UserCallState.Ringing), await user.WatchPresence(house.A.Id) is { } rung ? (rung.Card.Status, rung.Line) : default);
        await user.CallChanged(new UserCall(call, UserCallState.Talking, house.Time.GetUtcNow()));
        Assert.Equal((PresenceStatus.OnCall, null), await user.Presence() is var busy ? (busy.Status, busy.Reason) : default);
        await user.CallChanged(new UserCall(call, UserCallState.None, house.Time.GetUtcNow()));
        Assert.Equal("almuerzo", (await user.Presence()).Reason);
        await Eventually.IsTrueAsync("the edge to be told of all of it", Soon, () => Task.FromResult(house.A.Presence.LastOrDefault()?.Card is { Status: PresenceStatus.Away }));
        Assert.DoesNotContain(house.B.Presence, change => change.User == GrainHouse.User(1));
    }

    [Fact]
    public async Task WhatACallSaysLateIsNoNews()
    {
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(4).Key);
        var (call, now) = (house.NewCall(), house.Time.GetUtcNow());
        await user.CallChanged(new UserCall(call, UserCallState.None, now));
        await user.CallChanged(new UserCall(call, UserCallState.Talking, now.AddSeconds(-1)));
        Assert.DoesNotContain(call, await user.ActiveCalls());
        Assert.Equal(UserCallState.None, (await user.WatchPresence(house.B.Id))!.Line);
    }

    [Fact]
    public async Task ThePersonWhoIsNotToBeDisturbed_IsRungByNobodyButThemselves()
    {
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(2).Key);
        await house.Register(2, house.A);
        await user.SetPresence(PresenceStatus.DoNotDisturb, null);

        Assert.Equal((480, CallResult.Unavailable), (await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Refusal is { } refusal ? (refusal.SipCode, refusal.Result) : default);
        Assert.Single((await user.RingOwn()).Targets);
    }

    [Fact]
    public async Task TheLastDeviceGone_MeansOfflineAfterTheGrace()
    {
        var user = house.Grains.GetGrain<IUserGrain>(GrainHouse.User(3).Key);
        await user.Register(Browser(house.A, expires: 60));
        Assert.Equal(PresenceStatus.Available, (await user.WatchPresence(house.B.Id))!.Card.Status);

        await user.FlowClosed(house.A.Id, -7);
        Assert.Equal(PresenceStatus.Available, (await user.Presence()).Status);
        house.Time.Advance(TimeSpan.FromSeconds(15));
        await Eventually.IsTrueAsync("the watching edge to be told", Soon, () => Task.FromResult(house.B.Presence.Any(change => change.Card.Status == PresenceStatus.Offline)));
    }

    private RegisterRequest Browser(FakeEdge edge, int expires) => new()
    {
        SignallingId = "hub:tab-12345678",
        CSeq = 1,
        Contacts = [new ContactRequest("hub:tab-12345678", expires)],
        Transport = DialTarget.Browser,
        Source = "127.0.0.1:50000",
        Flow = -7,
        Edge = edge.Id,
        EdgeName = edge.Info.Name,
        At = house.Time.GetUtcNow(),
    };
}
