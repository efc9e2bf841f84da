using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Tests.Cluster;

namespace RtcCluster.Grains.Tests.Edges;

public sealed class EdgeLeaseGrainTests(GrainHouse house) : IClassFixture<GrainHouse>
{
    private static readonly EdgeLoad Load = new(0, 0, false);

    [Fact]
    public async Task IsHeld_WhileItIsRenewed_AndLostForGoodAfterwards()
    {
        var (lease, _) = await Open(32001);
        for (var second = 0; second < 20; second++)
        {
            house.Time.Advance(TimeSpan.FromSeconds(1));
            Assert.True(await lease.Renew(Load));
        }

        house.Time.Advance(IEdgeLeaseGrain.Lifetime);

        Assert.False(await lease.Renew(Load));
        Assert.False(await lease.Renew(Load));
    }

    [Fact]
    public async Task AnUnknownEdge_HoldsNothing()
    {
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>("127.0.0.1:32002@1");

        Assert.False(await lease.Renew(Load));
        await Assert.ThrowsAsync<InvalidOperationException>(() => lease.Track([house.NewCall()]));
        await lease.Expire();
        await lease.Close();
    }

    [Fact]
    public async Task CallsThatAreTrackedAtTheSameTime_ShareWrites()
    {
        var (lease, _) = await Open(32003);
        var before = Writes();

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => lease.Track([house.NewCall()])));

        Assert.InRange(Writes() - before, 1, 50);
    }

    [Fact]
    public async Task Close_WithdrawsTheEdge()
    {
        var (lease, edge) = await Open(32004);

        await lease.Close();

        Assert.False(await lease.Renew(Load));
        Assert.DoesNotContain(await house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List(), other => other.Edge == edge);
    }

    private int Writes()
    {
        lock (house.Storage.Writes)
        {
            return house.Storage.Writes.GetValueOrDefault("lease");
        }
    }

    private async Task<(IEdgeLeaseGrain Lease, EdgeId Edge)> Open(int port)
    {
        var info = new EdgeInfo(new EdgeId($"127.0.0.1:{port}@1"), $"edge-{port}", "127.0.0.1", true, house.Time.GetUtcNow());
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(info.Edge.Value);
        await lease.Open(info);
        await house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Announce(info);
        return (lease, info.Edge);
    }
}
