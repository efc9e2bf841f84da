using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Tests.Cluster;
using RtcCluster.TestKit.Waiting;

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

    [Fact]
    public async Task TheCallsOfAnEdgeThatIsGone_AreToldAtOnce_AndNotWithTheNextLook()
    {
        var (lease, edge) = await Open(32007);
        await lease.Track([.. Enumerable.Range(0, 100).Select(_ => house.NewCall())]);

        await lease.Expire();

        // Nobody moves the clock. The edge is withdrawn when every call has confirmed.
        await Eventually.IsTrueAsync("the edge to be withdrawn", TimeSpan.FromSeconds(60), async () =>
            (await house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).List()).All(other => other.Edge != edge));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallThatDiedWithItsSilo_AndOfWhichNobodyAsks_ComesToLife_AndKeepsItsDeadline(bool leaseDiedToo)
    {
        var port = leaseDiedToo ? 32006 : 32005;
        var (lease, _) = await Open(port);
        var call = house.NewCall();
        await house.Register(2, house.A);
        await lease.Track([call]);
        await house.Call(call).Offer(house.Offer(house.A));
        await house.A.Until(call, "invite");
        await house.Deactivate(call);

        if (leaseDiedToo)
        {
            await GrainHouse.Deactivate(lease);
        }
        else
        {
            await lease.SiloLost();
        }

        // A lease that ran out would tell the call, which is another way to come to life: time moves from one renewal to the next.
        var entry = house.Entry(call);
        while (!entry.IsCompleted)
        {
            house.Time.Advance(TimeSpan.FromMilliseconds(100));
            Assert.True(await lease.Renew(Load));
            await Task.WhenAny(entry, Task.Delay(10, TestContext.Current.CancellationToken));
        }

        Assert.Equal("noAnswer", (await entry).Result);
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
        var info = new EdgeInfo(new EdgeId($"127.0.0.1:{port}@2000000000"), $"edge-{port}", "127.0.0.1", true, house.Time.GetUtcNow());
        var lease = house.Grains.GetGrain<IEdgeLeaseGrain>(info.Edge.Value);
        await lease.Open(info);
        await house.Grains.GetGrain<IEdgeDirectoryGrain>(IEdgeDirectoryGrain.Key).Announce(info);
        return (lease, info.Edge);
    }
}
