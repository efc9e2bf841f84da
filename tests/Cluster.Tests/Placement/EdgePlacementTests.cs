using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.Cluster.Tests.Membership;
using RtcCluster.TestKit.Members;

namespace RtcCluster.Cluster.Tests.Placement;

public sealed class EdgePlacementTests(TwoMembers members) : IClassFixture<TwoMembers>
{
    [Fact]
    public async Task StandsOnTheSiloThatTheKeyNames()
    {
        var edge = members.Edge.Address.ToParsableString();

        Assert.Equal(edge, await members.Core.Grains.GetGrain<IPinnedGrain>(edge).Where());
        Assert.Equal(edge, await members.Edge.Grains.GetGrain<IPinnedGrain>(edge).Where());
    }

    [Fact]
    public async Task LeavesOtherGrainsToTheSilosThatLoadThem()
    {
        var core = members.Core.Address.ToParsableString();

        Assert.Equal(core, await members.Edge.Grains.GetGrain<ICounterGrain>("demo/from-edge").Where());
    }

    [Fact]
    public async Task RefusesAtOnce_WhenThatIncarnationIsGone()
    {
        using var counted = new CounterWatch("rtc.edge.gone");
        var edge = members.Edge.Address;
        var earlier = SiloAddress.New(edge.Endpoint, edge.Generation - 1).ToParsableString();

        var refused = await Assert.ThrowsAsync<SiloUnavailableException>(() => members.Core.Grains.GetGrain<IPinnedGrain>(earlier).Where());

        Assert.Equal($"Edge {earlier} is gone.", refused.Message);
        // Counted where the call leaves: it never came to the placement, whose refusal takes three tries and half a second.
        Assert.Equal(1, counted.Total);
    }

    [Theory]
    [InlineData("127.0.0.1:1@1")]
    [InlineData("not-an-address")]
    [InlineData("demo/x")]
    public async Task Refuses_WhenTheKeyNamesNoMember(string key) =>
        await Assert.ThrowsAsync<SiloUnavailableException>(() => members.Core.Grains.GetGrain<IPinnedGrain>(key).Where());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RefusesAnEdgeThatHasEnded_AndFindsItsSuccessorByName(bool killed)
    {
        await using var cluster = new TestMembers();
        var core = await cluster.StartAsync(ClusterRoles.Core, "core-1");
        var edge = await cluster.StartAsync(ClusterRoles.Edge, "edge-1");
        var key = edge.Address.ToParsableString();
        Assert.Equal(key, await core.Grains.GetGrain<IPinnedGrain>(key).Where());

        await (killed ? edge.KillAsync() : edge.StopAsync());
        await SeenGone(core, edge.Address);
        var again = await cluster.StartAsync(ClusterRoles.Edge, "edge-1");

        await Assert.ThrowsAsync<SiloUnavailableException>(() => core.Grains.GetGrain<IPinnedGrain>(key).Where());
        var successor = core.Membership.EdgeNamed("edge-1");
        Assert.Equal(again.Address, successor?.Address);
        Assert.Equal(successor!.EdgeKey, await core.Grains.GetGrain<IPinnedGrain>(successor.EdgeKey).Where());
    }

    private static async Task SeenGone(TestMember watcher, SiloAddress silo)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(20));
        await foreach (var _ in watcher.Membership.Changes(bound.Token))
        {
            if (watcher.Membership.IsGone(silo))
            {
                return;
            }
        }
    }
}
