using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tests.Cluster;

namespace RtcCluster.Grains.Tests.Users;

public sealed class UserGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Demo = new("demo");
    private int _cseq;

    [Fact]
    public async Task ARegistration_SurvivesTheActivation()
    {
        var user = User("agent1");
        await Register(user, 3600);

        await GrainHouse.Deactivate(user);

        var device = Assert.Single(await user.Devices());
        Assert.Equal(("sip:phone@127.0.0.1:6000", true), (device.Uri, device.Reachable));
        Assert.Equal(house.A.Id, Assert.Single((await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Targets).Edge);
    }

    [Fact]
    public async Task ARefresh_IsWrittenOncePerHalfExpiry()
    {
        var user = User("agent2");
        await Register(user, 3600);
        var before = Writes();

        await Register(user, 3600);
        house.Time.Advance(TimeSpan.FromMinutes(29));
        await Register(user, 3600);
        Assert.Equal(before, Writes());

        house.Time.Advance(TimeSpan.FromMinutes(2));
        await Register(user, 3600);
        Assert.Equal(before + 1, Writes());
    }

    [Fact]
    public async Task ARegistrationThatRunsOut_CannotBeRung()
    {
        var user = User("agent3");
        await Register(user, 60);
        Assert.Null((await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Refusal);

        house.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal(480, (await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Refusal!.SipCode);
        Assert.Empty(await user.Devices());
    }

    [Fact]
    public async Task ATelephoneThatOnlyADrainedEdgeReaches_IsRungByIt_AndSoonElsewhereWhenItStops()
    {
        var user = User("agent3");
        await user.Register(Request(3600) with { Transport = "tcp", Flow = 7 });
        var directory = house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key);
        await directory.Announce(house.A.Info with { Leaving = true });
        try
        {
            Assert.Equal(house.A.Info.Edge, Assert.Single((await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Targets).Edge);
            await directory.Announce(house.A.Info with { Leaving = true, Stopping = true });
            var refusal = (await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Refusal!;
            Assert.Equal((480, CallResult.Unavailable, true), (refusal.SipCode, refusal.Result, refusal.RetrySafe));
        }
        finally
        {
            await directory.Announce(house.A.Info);
            await user.Register(Request(0));
        }

        Assert.False((await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Refusal!.RetrySafe);
    }

    [Fact]
    public async Task AWriteThatCameInLate_MakesTheUserForgetNoCall()
    {
        var user = User("agent1");
        var call = house.NewCall();
        await Register(user, 3600);
        await user.CallChanged(new UserCall(call, UserCallState.Talking, house.Time.GetUtcNow()));
        house.Storage.LateFor = "user";
        await Assert.ThrowsAnyAsync<Exception>(() => user.Register(Request(0)));

        // The telephone asks again.
        await user.Register(Request(0));

        Assert.Equal(call, Assert.Single(await user.ActiveCalls()));
        await GrainHouse.Deactivate(user);
        Assert.Empty(await user.Devices());
    }

    [Fact]
    public async Task ABlockThatCouldNotBeWritten_IsNone_UntilItIs()
    {
        var user = User("agent2");
        var until = house.Time.GetUtcNow().AddHours(1);
        house.Storage.DownFor = "user";
        try
        {
            await Assert.ThrowsAnyAsync<Exception>(() => user.BlockOutside(until, "a"));
        }
        finally
        {
            house.Storage.DownFor = null;
        }

        Assert.Null(await user.AdmitOutbound(house.NewCall(), "+573001234567", false));
        await user.BlockOutside(until, "a");
        await user.BlockOutside(until.AddHours(1), "b");
        await user.BlockOutside(null, "a");
        await GrainHouse.Deactivate(user);

        Assert.Equal(403, (await user.AdmitOutbound(house.NewCall(), "+573001234567", false))!.SipCode);
        await user.BlockOutside(null, "b");
        Assert.Null(await user.AdmitOutbound(house.NewCall(), "+573001234567", false));
    }

    [Fact]
    public async Task AStranger_CannotRegisterOrBeRung()
    {
        var user = User("nobody");

        Assert.Equal(404, (await Register(user, 60)).Refusal!.SipCode);
        Assert.Equal(404, (await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Refusal!.SipCode);
    }

    [Fact]
    public async Task AQuery_NamesTheBindings()
    {
        var user = User("agent4");
        await Register(user, 3600);

        var receipt = await user.Register(Request(0) with { Contacts = [] });

        Assert.Equal("sip:phone@127.0.0.1:6000", Assert.Single(receipt.Contacts).Uri);
    }

    [Fact]
    public async Task AUser_IsMadeChangedAndRemoved()
    {
        var user = User("newbie");
        var settings = new UserSettings("newbie@demo.test", "New Bie", "1077", "Agent", "secret-password");

        Assert.Equal(ConfigureStatus.Saved, (await user.Configure(settings)).Status);
        Assert.Equal("New Bie", (await user.Ring(new RingRequest(house.NewCall(), new Party("1004")))).Party.Name);
        Assert.Equal(480, Assert.IsType<Contracts.Lines.RefuseRoute>(await Route("1077")).Failure.SipCode);

        Assert.Equal(ConfigureStatus.Conflict, (await user.Configure(settings with { Extension = "1001" })).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await user.Configure(settings with { Role = "King" })).Status);
        Assert.Equal(ConfigureStatus.Saved, (await user.Configure(settings with { Disabled = true, Password = null })).Status);
        Assert.Equal(404, (await Register(user, 60)).Refusal!.SipCode);

        Assert.Equal(ConfigureStatus.Saved, (await user.Remove()).Status);
        Assert.Equal(ConfigureStatus.NotFound, (await user.Remove()).Status);
    }

    private int Writes()
    {
        lock (house.Storage.Writes)
        {
            return house.Storage.Writes.GetValueOrDefault("user");
        }
    }

    private IUserGrain User(string name) => house.Grains.GetGrain<IUserGrain>(new UserId(Demo, name).Key);

    private Task<Contracts.Lines.RoutePlan> Route(string number) => house.Grains.GetGrain<Contracts.Lines.ILineGrain>(new LineId(Demo, number).Key).Route(
        new Contracts.Lines.RouteRequest(house.NewCall(), new Contracts.Calls.Party("1001"), GrainHouse.User(1), 0));

    private Task<RegisterReceipt> Register(IUserGrain user, int expires) => user.Register(Request(expires));

    private RegisterRequest Request(int expires) => new()
    {
        SignallingId = "r",
        CSeq = ++_cseq,
        Contacts = [new ContactRequest("sip:phone@127.0.0.1:6000", expires)],
        Transport = "udp",
        Source = "127.0.0.1:6000",
        Edge = house.A.Id,
        EdgeName = house.A.Name,
        At = house.Time.GetUtcNow(),
    };
}
