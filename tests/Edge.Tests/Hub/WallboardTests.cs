using RtcCluster.Contracts.Hub;
using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Wallboards;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Wallboards;
using Xunit;

namespace RtcCluster.Edge.Tests.Hub;

/// <summary>A company's wallboard at an edge: who is shown what is known, and when it has to be asked for.</summary>
public sealed class WallboardTests
{
    private static readonly TenantId Tenant = new("demo");
    private static readonly PhoneDevice One = new(new UserId(Tenant, "supervisor"), "one");
    private static readonly PhoneDevice Other = new(new UserId(Tenant, "supervisor"), "other");

    [Fact]
    public void WhoComesWhileSomebodyWatches_IsShownWhatIsKnown()
    {
        var board = new Wallboard();
        Assert.False(board.WatchQueues(One));
        Assert.True(board.Replace(new WallboardView(new WallboardMark(1, 1), [], [])));

        Assert.True(board.WatchQueues(Other));
        Assert.True(board.WatchAgents(Other, new AgentsFilter(new AgentsRequest())));
    }

    [Fact]
    public void WhoComesAfterNobodyWatched_IsNotShownWhatMayBeOld()
    {
        var board = new Wallboard();
        board.WatchQueues(One);
        board.Replace(new WallboardView(new WallboardMark(1, 1), [], []));
        board.UnwatchQueues(One);

        Assert.False(board.WatchQueues(One));
        Assert.Null(board.Mark);
        board.UnwatchQueues(One);
        Assert.False(board.WatchAgents(One, new AgentsFilter(new AgentsRequest())));
    }
}
