using RtcCluster.Contracts.Calls;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Trunks;
using RtcCluster.Contracts.Users;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

namespace RtcCluster.Grains.Tests.Trunks;

public sealed class TrunkGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly TenantId Demo = new("demo");
    private static readonly Party Caller = new("1001");

    private IEnumerable<(TrunkId Trunk, System.Collections.Immutable.ImmutableArray<TrunkPeer> Peers)> Probes => house.A.Probes.Concat(house.B.Probes);

    [Fact]
    public async Task AsksAnEdgeToProbe_AndBelievesTheSecondMiss()
    {
        var (trunk, id) = await Make("probed", new TrunkSettings { Peers = [new TrunkPeer("", "127.0.0.3", 5070)], OptionsSeconds = 30 });
        Assert.Single(Probes, probe => probe.Trunk == id);

        await trunk.Probed("127.0.0.3:5070", 0, 0);
        Assert.Null((await trunk.Choose(house.NewCall(), "+571", Caller)).Refusal);
        house.Time.Advance(TimeSpan.FromSeconds(30));
        await Eventually.IsTrueAsync("the second probe", TimeSpan.FromSeconds(10), () => Task.FromResult(Probes.Count(probe => probe.Trunk == id) == 2));
        await trunk.Probed("127.0.0.3:5070", 0, 0);

        Assert.Equal(503, (await trunk.Choose(house.NewCall(), "+571", Caller)).Refusal!.SipCode);
        Assert.False((await trunk.Status()).Peers[0].Healthy);

        await trunk.Probed("127.0.0.3:5070", 200, 3);
        Assert.Null((await trunk.Choose(house.NewCall(), "+571", Caller)).Refusal);
    }

    [Fact]
    public async Task AsksADeadPeerEveryFiveSeconds_UntilItAnswers()
    {
        const string Peer = "127.0.0.3:5074";
        var (trunk, id) = await Make("revived", new TrunkSettings { Peers = [new TrunkPeer("", "127.0.0.3", 5074)], OptionsSeconds = 60 });
        await trunk.Probed(Peer, 0, 0);
        await trunk.Probed(Peer, 0, 0);
        Assert.False((await trunk.Status()).Peers[0].Healthy);

        house.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.IsTrueAsync("a probe after 5 s", TimeSpan.FromSeconds(10), () => Task.FromResult(Probes.Count(probe => probe.Trunk == id) == 2));

        // The answer puts the trunk back to its own pace.
        await trunk.Probed(Peer, 200, 3);
        house.Time.Advance(TimeSpan.FromSeconds(59));
        await trunk.Status();
        Assert.Equal(2, Probes.Count(probe => probe.Trunk == id));
        house.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsTrueAsync("a probe after 60 s", TimeSpan.FromSeconds(10), () => Task.FromResult(Probes.Count(probe => probe.Trunk == id) == 3));
    }

    [Fact]
    public async Task AnEmergencyCall_IsSentToEveryPeer_DeadOrFull()
    {
        var (trunk, _) = await Make("help", new TrunkSettings { Peers = [new TrunkPeer("", "127.0.0.3", 5071)], OptionsSeconds = 0, MaxCalls = 1 });
        await trunk.Choose(house.NewCall(), "+571", Caller);
        await trunk.Probed("127.0.0.3:5071", 0, 0);
        await trunk.Probed("127.0.0.3:5071", 0, 0);

        Assert.Equal("sip:123@127.0.0.3:5071", Assert.Single((await trunk.Choose(house.NewCall(), "123", Caller)).Targets).Uri);
    }

    [Fact]
    public async Task CountsItsCalls()
    {
        var (trunk, _) = await Make("small", new TrunkSettings { Peers = [new TrunkPeer("", "127.0.0.3", 5072)], OptionsSeconds = 0, MaxCalls = 1 });
        var call = house.NewCall();

        Assert.Null((await trunk.Choose(call, "+571", Caller)).Refusal);
        Assert.Null((await trunk.Choose(call, "+571", Caller)).Refusal);
        Assert.Equal(503, (await trunk.Choose(house.NewCall(), "+571", Caller)).Refusal!.SipCode);

        await trunk.Release(call);
        Assert.Null((await trunk.Choose(house.NewCall(), "+571", Caller)).Refusal);
    }

    [Fact]
    public async Task HandsItsRegistrationToOneEdge_AndTakesItBack()
    {
        var (trunk, id) = await Make(
            "registered",
            new TrunkSettings { Peers = [new TrunkPeer("", "127.0.0.3", 5073)], OptionsSeconds = 0, Register = true, Username = "u", Password = "p", Realm = "r" });
        var edge = house.A.Registrations.Exists(registration => registration.Trunk == id) ? house.A : house.B;
        Assert.Equal(("u", "r"), edge.Registrations.Find(registration => registration.Trunk == id).Registration is { } kept ? (kept.Username, kept.Realm) : default);

        await trunk.RegistrationChanged(edge.Id, true, null);
        Assert.True((await trunk.Status()).Registered);
        await trunk.RegistrationChanged(new EdgeId("127.0.0.1:9@9"), false, "not mine");
        Assert.True((await trunk.Status()).Registered);
        await trunk.RegistrationChanged(edge.Id, false, "403");
        Assert.Equal((false, "403"), await trunk.Status() is var status ? (status.Registered, status.RegistrationProblem) : default);

        Assert.Equal(ConfigureStatus.Saved, (await trunk.Remove()).Status);
        Assert.Null(edge.Registrations.FindLast(registration => registration.Trunk == id).Registration);
        Assert.Equal(503, (await trunk.Choose(house.NewCall(), "+571", Caller)).Refusal!.SipCode);
    }

    [Fact]
    public async Task RefusesBadSettings()
    {
        var trunk = house.Grains.GetGrain<ITrunkGrain>(new TrunkId(Demo, "bad").Key);

        Assert.Equal(ConfigureStatus.Invalid, (await trunk.Configure(new TrunkSettings { Peers = [] })).Status);
        Assert.Equal(ConfigureStatus.Invalid, (await trunk.Configure(new TrunkSettings { Peers = [new TrunkPeer("", "h", 5060, "smoke")] })).Status);
        Assert.Equal(ConfigureStatus.NotFound, (await trunk.Remove()).Status);
    }

    private async Task<(ITrunkGrain Trunk, TrunkId Id)> Make(string name, TrunkSettings settings)
    {
        var id = new TrunkId(Demo, name);
        var trunk = house.Grains.GetGrain<ITrunkGrain>(id.Key);
        var receipt = await trunk.Configure(settings);
        Assert.True(receipt.Status == ConfigureStatus.Saved, receipt.Problem);
        return (trunk, id);
    }
}
