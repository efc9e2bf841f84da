using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Grains.Edges;

namespace RtcCluster.Grains.Tests.Edges;

public sealed class EdgeDirectoryMachineTests
{
    private readonly EdgeDirectoryState _state = new();

    [Fact]
    public void ANewerIncarnation_ReplacesTheOlderAtTheSameEndpoint()
    {
        Announce("127.0.0.1:11111@5", "a");
        Announce("127.0.0.1:11112@5", "b");

        Announce("127.0.0.1:11111@6", "a");

        Assert.Equal(["127.0.0.1:11112@5", "127.0.0.1:11111@6"], _state.Edges.Select(edge => edge.Edge.Value));
        Assert.Equal(["127.0.0.1:11111@5"], _state.Gone.Select(edge => edge.Value));
    }

    [Fact]
    public void AnOlderIncarnation_ReplacesNothing()
    {
        Announce("127.0.0.1:11111@6", "a");
        Announce("127.0.0.1:11111@5", "a");

        Assert.Equal(2, _state.Edges.Count);
        Assert.Empty(_state.Gone);
    }

    [Fact]
    public void TheSameNameElsewhere_IsReplacedWhenItIsDead()
    {
        Announce("10.0.0.1:11111@5", "a");
        Announce("10.0.0.2:11111@5", "b");

        Announce("10.0.0.3:11111@9", "a", dead: ["10.0.0.1:11111@5", "10.0.0.2:11111@5"]);

        Assert.Equal(["10.0.0.1:11111@5"], _state.Gone.Select(edge => edge.Value));
    }

    [Fact]
    public void TheSameNameElsewhere_StaysWhileItLives()
    {
        Announce("10.0.0.1:11111@5", "a");
        Announce("10.0.0.3:11111@9", "a");

        Assert.Equal(2, _state.Edges.Count);
    }

    [Fact]
    public void AName_BelongsToWhoLives_AndToItsSuccessorAtTheSamePlace()
    {
        Announce("10.0.0.1:11111@5", "a");
        Announce("10.0.0.2:11111@5", "b");

        Assert.Equal("10.0.0.1:11111@5", HolderOf("10.0.0.3:11111@9", "a"));
        Assert.Equal("10.0.0.1:11111@5", HolderOf("10.0.0.1:11111@4", "a"));
        Assert.Null(HolderOf("10.0.0.1:11111@5", "a"));
        Assert.Null(HolderOf("10.0.0.1:11111@6", "a"));
        Assert.Null(HolderOf("10.0.0.3:11111@9", "a", dead: ["10.0.0.1:11111@5"]));
        Assert.Null(HolderOf("10.0.0.3:11111@9", "c"));
    }

    [Fact]
    public void ADeadEdge_IsMissed_AlthoughNobodyComesInItsPlace()
    {
        Announce("10.0.0.1:11111@5", "a");
        Announce("10.0.0.2:11111@5", "b");

        Assert.True(EdgeDirectoryMachine.Miss(_state, edge => edge.Value == "10.0.0.1:11111@5"));

        Assert.Equal(["10.0.0.2:11111@5"], _state.Edges.Select(edge => edge.Edge.Value));
        Assert.Equal(["10.0.0.1:11111@5"], _state.Gone.Select(edge => edge.Value));
        Assert.False(EdgeDirectoryMachine.Miss(_state, edge => edge.Value == "10.0.0.1:11111@5"));
    }

    [Fact]
    public void AnnouncingTwice_ChangesNothing()
    {
        Announce("10.0.0.1:11111@5", "a");

        Assert.False(Announce("10.0.0.1:11111@5", "a"));
        Assert.Single(_state.Edges);
    }

    [Fact]
    public void Withdraw_TakesOutWhatIsUpAndWhatIsGone()
    {
        Announce("127.0.0.1:11111@5", "a");
        Announce("127.0.0.1:11111@6", "a");

        Assert.True(EdgeDirectoryMachine.Withdraw(_state, new EdgeId("127.0.0.1:11111@5")));
        Assert.False(EdgeDirectoryMachine.Withdraw(_state, new EdgeId("127.0.0.1:11111@5")));
        Assert.Empty(_state.Gone);
        Assert.Single(_state.Edges);
    }

    private string? HolderOf(string id, string name, params string[] dead) =>
        EdgeDirectoryMachine.HolderOfName(_state, new EdgeInfo(new EdgeId(id), name, "127.0.0.1", true, default), edge => dead.Contains(edge.Value))?.Value;

    private bool Announce(string id, string name, params string[] dead) =>
        EdgeDirectoryMachine.Announce(_state, new EdgeInfo(new EdgeId(id), name, "127.0.0.1", true, default), edge => dead.Contains(edge.Value));
}
