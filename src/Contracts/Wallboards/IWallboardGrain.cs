using Orleans.Concurrency;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Wallboards;

/// <summary>What supervisors of a tenant see: all its queues and agents. Key: <see cref="KeyOf"/>.</summary>
/// <remarks>It decides nothing and stores nothing: what it knows is told by queues and agents, and asked of them when it is watched for the first time.</remarks>
[Alias("rtc.IWallboardGrain")]
public interface IWallboardGrain : IGrainWithStringKey
{
    /// <summary>The key of a tenant's wallboard.</summary>
    static string KeyOf(TenantId tenant) => GrainKey.Join(tenant, "wallboard");

    /// <summary>Queues and agents changed; may come twice, late, or in another order.</summary>
    [Alias("Told"), OneWay]
    Task Told(WallboardNews news);

    /// <summary>An edge has supervisors that watch: it is told of changes for two minutes (<see cref="IEdgeGrain.WallboardChanged"/>), unless it says so again.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="known">What it knows; null for nothing.</param>
    /// <returns>Everything there is; null when the edge knows it.</returns>
    [Alias("Watch"), ResponseTimeout("00:00:30")]
    Task<WallboardView?> Watch(EdgeId edge, WallboardMark? known);
}
