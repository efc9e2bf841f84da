using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Teams;
using RtcCluster.Contracts.Users;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Which call *8 leads to: the oldest that rings in the own teams, and in the own queues for one who is in no team.</summary>
public sealed class GroupPickupTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Demo = new("demo");
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task TheOldestCallOfTheTeamIsPickedUp_OnlyByColleagues_AndNoMoreWhenItIsAnswered()
    {
        var team = house.Grains.GetGrain<ITeamGrain>(new TeamId(Demo, "night").Key);
        Assert.Equal(ConfigureStatus.Saved, (await team.Configure(new TeamSettings("Night", ["supervisor"], ["agent2", "agent3"]), null, "admin")).Status);
        await house.Register(2, house.A, 6002);
        await house.Register(3, house.A, 6003);
        var first = await RingAsync("1003", 3);
        var second = await RingAsync("1002", 2);

        // The own one is no colleague's.
        Assert.Equal(second, await PickedBy("agent3"));
        Assert.Equal(first, await PickedBy("agent2"));
        Assert.Equal(first, await PickedBy("supervisor"));
        // In no team, and in no queue: nobody's colleague. In no team, but in the queue that two of them serve: theirs.
        Assert.Null(await PickedBy("admin"));
        Assert.Equal(first, await PickedBy("agent1"));
        // Whoever comes from outside has no colleagues, and a number of digits behind it is an extension.
        Assert.Equal(480, Assert.IsType<RefuseRoute>(await Route("*8", null)).Failure.SipCode);
        Assert.Equal(second, Assert.IsType<PickRoute>(await Route("*81002", "admin")).Ringing);

        await house.A.Report(house.Grains, first, new LegAnswered(new LegId(2), house.Time.GetUtcNow(), "answer", null));
        await Eventually.IsTrueAsync("only the other to ring", Soon, async () => await PickedBy("supervisor") == second);
        await house.A.Report(house.Grains, second, new LegClosed(LegId.First, house.Time.GetUtcNow(), new EndCause(EndKind.Cancelled)));
        await Eventually.IsTrueAsync("nothing to ring", Soon, async () => await PickedBy("supervisor") is null);
        Assert.Equal(ConfigureStatus.Saved, (await team.Remove()).Status);
    }

    private async Task<CallId> RingAsync(string number, int agent)
    {
        var call = house.NewCall();
        await house.Call(call).Offer(house.Offer(house.A, dialled: number));
        await house.A.Until(call, "invite");
        await Eventually.IsTrueAsync($"{call} to ring", Soon, async () => await house.Grains.GetGrain<IUserGrain>(GrainHouse.User(agent).Key).RingingCall() == call);
        return call;
    }

    private async Task<CallId?> PickedBy(string user) => (await Route("*8", user) as PickRoute)?.Ringing;

    private Task<RoutePlan> Route(string number, string? by) => house.Grains.GetGrain<ILineGrain>(new LineId(Demo, number).Key).Route(new RouteRequest(
        house.NewCall(),
        by is null ? new Party("+15551234", Trunk: new TrunkId(Demo, "carrier")) : new Party("1001", User: new UserId(Demo, by)),
        by is null ? null : new UserId(Demo, by),
        0));
}
