using RtcCluster.Cluster.Membership;

namespace RtcCluster.Cluster.Tests.Membership;

public sealed class ClusterMembershipTests(TwoMembers members) : IClassFixture<TwoMembers>
{
    [Fact]
    public void ListsLiveMembersByRole()
    {
        Assert.Equal(["edge-1"], members.Core.Membership.Live(ClusterRoles.Edge).Select(m => m.Name));
        Assert.Equal(["core-1"], members.Edge.Membership.Live(ClusterRoles.Core).Select(m => m.Name));
        Assert.Equal(["core-1", "edge-1"], members.Core.Membership.Live(ClusterRoles.Core | ClusterRoles.Edge).Select(m => m.Name).Order());
    }

    [Fact]
    public void FindsAnEdgeByItsName()
    {
        Assert.Equal(members.Edge.Address, members.Core.Membership.EdgeNamed("edge-1")?.Address);
        Assert.Null(members.Core.Membership.EdgeNamed("core-1"));
        Assert.Null(members.Core.Membership.EdgeNamed("edge-2"));
    }

    [Fact]
    public void TellsAliveGoneAndUnknownApart()
    {
        var view = members.Core.Membership;
        var edge = members.Edge.Address;
        var earlier = SiloAddress.New(edge.Endpoint, edge.Generation - 1);
        var elsewhere = SiloAddress.New(System.Net.IPAddress.Loopback, 1, edge.Generation);

        Assert.Equal((true, false), (view.IsAlive(edge), view.IsGone(edge)));
        Assert.Equal((false, true), (view.IsAlive(earlier), view.IsGone(earlier)));
        Assert.Equal((false, false), (view.IsAlive(elsewhere), view.IsGone(elsewhere)));
    }

    [Fact]
    public void KnowsTheSuccessorOfAnEarlierIncarnation()
    {
        var edge = members.Edge.Address;

        Assert.Equal(edge, members.Core.Membership.SuccessorOf(SiloAddress.New(edge.Endpoint, edge.Generation - 1))?.Address);
        Assert.Null(members.Core.Membership.SuccessorOf(edge));
    }

    [Fact]
    public async Task AsksTheTable_BeforeItCallsAnUnknownMemberDead()
    {
        var unknown = SiloAddress.New(System.Net.IPAddress.Loopback, 1, 1);

        Assert.True(await members.Core.Membership.ConfirmAlive(members.Edge.Address, TestContext.Current.CancellationToken));
        Assert.False(await members.Core.Membership.ConfirmAlive(unknown, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task ConfirmsItself() => Assert.True(await members.Edge.Membership.ConfirmLocal(TestContext.Current.CancellationToken));
}
