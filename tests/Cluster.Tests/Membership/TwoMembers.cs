using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.Tests.Grains;
using RtcCluster.TestKit.Members;

namespace RtcCluster.Cluster.Tests.Membership;

/// <summary>A silo with every grain but the pinned one, and an edge with only that: what a core and an edge of a real cluster load.</summary>
public sealed class TwoMembers : IAsyncLifetime
{
    /// <summary>How long a call may wait before somebody looks for a ring.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private TestMembers? _members;

    public TestMember Core { get; private set; } = null!;

    public TestMember Edge { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        _members = new TestMembers { ExpectsCycles = true, Cycles = new CallCycleWatch { Patience = Patience } };
        Core = await _members.StartAsync(ClusterRoles.Core, "core-1", hosts: type => type != typeof(PinnedGrain));
        Edge = await _members.StartAsync(ClusterRoles.Edge, "edge-1", hosts: type => type == typeof(PinnedGrain));
    }

    public ValueTask DisposeAsync() => _members!.DisposeAsync();

    public IReadOnlyCollection<string> Rings => _members!.Cycles.Found;
}
