using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Lines;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Cluster;

/// <summary>Lines, trunks and users around a call, on the demo tenant.</summary>
public sealed class FeatureTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Demo = new("demo");

    private DateTimeOffset Now => house.Time.GetUtcNow();

    private ITrunkGrain Carrier => house.Grains.GetGrain<ITrunkGrain>(new TrunkId(Demo, "carrier").Key);

    [Theory]
    [InlineData("+576017777777", "sip:+576017777777@127.0.0.2:5080")]
    [InlineData("6017777777", "sip:+576017777777@127.0.0.2:5080")]
    [InlineData("00442071838750", "sip:+442071838750@127.0.0.2:5080")]
    public async Task AnOutsideNumber_GoesOutByTheTrunk(string dialled, string uri)
    {
        var call = house.NewCall();

        var receipt = await house.Call(call).Offer(house.Offer(house.A, dialled: dialled));

        Assert.Null(receipt.Refusal);
        await house.A.Until(call, "open 2");
        var edge = house.A.Commands(call).OfType<InviteLeg>().Any() ? house.A : house.B;
        if (edge == house.B)
        {
            await house.A.Report(house.Grains, call, new MediaOffered(Leg(2), Now, "made"));
            await edge.Until(call, "invite");
        }

        var invite = edge.Commands(call).OfType<InviteLeg>().Single();
        Assert.Equal((uri, "127.0.0.2:5080"), (invite.Target.Uri, invite.Target.Peer));
        Assert.Equal(CallDirection.Outbound, (await house.Call(call).View())!.Direction);
        var channels = (await Carrier.Status()).Calls;

        await house.A.Report(house.Grains, call, new LegClosed(Leg(1), Now, new EndCause(EndKind.Cancelled)));
        await Eventually.GetAsync("the channel to be free", TimeSpan.FromSeconds(10), () => Carrier.Status(), status => status.Calls == channels - 1);
        Assert.Equal(("cancelled", "carrier"), await house.Entry(call) is var entry ? (entry.Result, entry.Trunk) : default);
    }

    [Theory]
    [InlineData("123")]
    [InlineData("112")]
    public async Task AnEmergencyNumber_PassesEveryGuard(string number)
    {
        var plan = await Route(number, GrainHouse.User(1));

        var hunt = Assert.IsType<HuntRoute>(plan);
        Assert.Equal($"sip:{number}@127.0.0.2:5080", hunt.Targets[0].Uri);
    }

    [Fact]
    public async Task AnEmergencyNumber_IsNotCalledBecauseSomebodyIsForwardedThere() =>
        Assert.Equal(403, Assert.IsType<RefuseRoute>(await Route("112", GrainHouse.User(1), hops: 1)).Failure.SipCode);

    [Theory]
    [InlineData("+8816123456789", 403)]
    [InlineData("+88213123456", 403)]
    [InlineData("+19002345678", 403)]
    [InlineData("1999", 404)]
    [InlineData("abc", 404)]
    public async Task ANumberThatMayNotOrCannotBeCalled_IsRefused(string number, int code) =>
        Assert.Equal(code, Assert.IsType<RefuseRoute>(await Route(number, GrainHouse.User(1))).Failure.SipCode);

    [Fact]
    public async Task TheMenusNumber_LeadsThroughTheFlowOfTheDirectory()
    {
        var flow = Assert.IsType<FlowRoute>(await Route("3000", GrainHouse.User(1))).Flow;

        Assert.Equal(("main", 1, "hours"), (flow.Name, flow.Version, flow.Definition.Start));
        Assert.NotEmpty(flow.Definition.Steps);
    }

    [Fact]
    public async Task ACallFromTheTrunk_DoesNotGoOutAgain() =>
        Assert.Equal(404, Assert.IsType<RefuseRoute>(await Route("+576017777777", null)).Failure.SipCode);

    [Theory]
    [InlineData("+576015550100")]
    [InlineData("6015550100")]
    public async Task TheTenantsOwnNumber_LeadsToItsLine(string dialled)
    {
        var plan = Assert.IsType<RedirectRoute>(await Route(dialled, null));

        Assert.Contains(plan.To, new[] { "3000", "+576015550100" });
    }

    [Fact]
    public async Task AQueuesNumber_LeadsToTheQueue() =>
        Assert.Equal("demo/support", Assert.IsType<QueueRoute>(await Route("2000", null)).Queue.Key);

    [Fact]
    public async Task AConferencesNumber_LeadsToTheRoom() =>
        Assert.Equal("demo/4000", Assert.IsType<RoomRoute>(await Route("4000", GrainHouse.User(1))).Room.Key);

    [Fact]
    public async Task EchoAndMusic_ArePlayed()
    {
        Assert.Equal(Contracts.Media.MediaSource.Echo, Assert.IsType<PlayRoute>(await Route("9196", GrainHouse.User(1))).Source);
        Assert.Equal(Contracts.Media.MediaSource.HoldMusic, Assert.IsType<PlayRoute>(await Route("9664", GrainHouse.User(1))).Source);
    }

    [Fact]
    public async Task ALine_IsConfiguredAndRemoved()
    {
        var line = house.Grains.GetGrain<ILineGrain>(new LineId(Demo, "7001").Key);
        Assert.Equal(404, Assert.IsType<RefuseRoute>(await Route("7001", GrainHouse.User(1))).Failure.SipCode);

        Assert.Equal(ConfigureStatus.Saved, (await line.Configure(new LineSettings("Echo too", "Echo", null, "Never", 30))).Status);
        Assert.IsType<PlayRoute>(await Route("7001", GrainHouse.User(1)));
        Assert.Equal(ConfigureStatus.Invalid, (await line.Configure(new LineSettings("x", "Teapot", null, "Never", 30))).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await line.Configure(new LineSettings("x", "Echo", null, "Sometimes", 30))).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await line.Configure(new LineSettings("x", "Echo", null, "Never", 4))).Status);

        Assert.Equal(ConfigureStatus.Saved, (await line.Remove()).Status);
        Assert.Equal(404, Assert.IsType<RefuseRoute>(await Route("7001", GrainHouse.User(1))).Failure.SipCode);
        Assert.Equal(ConfigureStatus.NotFound, (await line.Remove()).Status);
    }

    [Fact]
    public async Task ANarrowerPatternBesideAWiderOne_IsALineOfItsOwn()
    {
        var narrow = house.Grains.GetGrain<ILineGrain>(new LineId(Demo, "+573004*").Key);
        Assert.Equal(ConfigureStatus.NotFound, (await narrow.Remove()).Status);

        Assert.Equal(ConfigureStatus.Saved, (await narrow.Configure(new LineSettings("Mobiles", "TrunkOut", "carrier", "Never", 30))).Status);
        Assert.Equal(ConfigureStatus.Saved, (await narrow.Configure(new LineSettings("Mobiles too", "TrunkOut", "carrier", "Never", 30))).Status);

        Assert.Equal(ConfigureStatus.Saved, (await narrow.Remove()).Status);
    }

    [Fact]
    public async Task ABlindTransfer_GoesByTheDirectory()
    {
        await house.Register(2, house.A);
        await house.Register(3, house.A, 6003);
        var call = house.NewCall();
        await house.Call(call).Offer(house.Offer(house.A));
        await house.A.Until(call, "invite");
        await house.A.Report(house.Grains, call, new LegAnswered(Leg(2), Now, "answer", null), new LegReferred(Leg(2), Now, 1, "1003"));
        Assert.Equal(
            ["answerRefer 2 202", "notify 2 100", "play 1 Ringback", "play 2 Silence", "open 3 like 1 rec", "invite 3 local"],
            (await house.A.Until(call, "invite 3"))[4..]);

        await house.A.Report(house.Grains, call, new LegAnswered(Leg(3), Now, "answer", null));
        Assert.Equal(
            ["accept 3 answer", "notify 2 200 final", "connect 1 3", "right 1+3", "end 2 Transferred", "close 2"],
            await house.A.Until(call, "close 2"));

        await house.A.Report(house.Grains, call, new LegClosed(Leg(3), Now, new EndCause(EndKind.Hangup)), new RecordingClosed(Leg(1), Now, new RecordingId(Demo, $"{call.Name}-1"), 1, 900, true));
        var entry = await house.Entry(call);
        Assert.Equal((1, "answered", "callee"), (entry.Transfers, entry.Result, entry.HangupBy));
        Assert.Equal([GrainHouse.User(1).Key, GrainHouse.User(2).Key, GrainHouse.User(3).Key], entry.Participants.Order());
    }

    [Fact]
    public async Task ClickToCall_RingsTheUserFirst()
    {
        await house.Register(2, house.A);
        await house.Register(4, house.A, 6004);
        var call = house.NewCall();

        var receipt = await house.Call(call).Originate(new CallOrigination
        {
            User = GrainHouse.User(4), To = "1002", Edge = house.A.Id, EdgeName = house.A.Name, At = Now,
        });

        Assert.Equal((1, null), (receipt.Epoch, receipt.Refusal));
        Assert.Equal(["open 1 rec", "invite 1 local"], await house.A.Until(call, "invite"));
        await house.A.Report(house.Grains, call, new LegAnswered(Leg(1), Now, "answer", null));
        Assert.Equal(["accept 1 answer", "play 1 Ringback", "open 2 like 1 rec", "invite 2 local"], await house.A.Until(call, "invite 2"));
    }

    [Fact]
    public async Task ClickToCall_IsRefused_WhenTheUserHasNoDevice()
    {
        var receipt = await house.Call(house.NewCall()).Originate(new CallOrigination
        {
            User = new UserId(Demo, "supervisor"), To = "1002", Edge = house.A.Id, EdgeName = house.A.Name, At = Now,
        });

        Assert.Equal((0, 480), (receipt.Epoch, receipt.Refusal!.SipCode));
    }

    private static LegId Leg(int number) => new(number);

    private Task<RoutePlan> Route(string number, UserId? by, int hops = 0) => house.Grains.GetGrain<ILineGrain>(new LineId(Demo, number).Key).Route(
        new RouteRequest(house.NewCall(), by is null ? new Party("+15551234", Trunk: new TrunkId(Demo, "carrier")) : new Party("1001", User: by), by, hops));
}
