using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.ParkLots;

/// <summary>Tells telephones of this edge in which slots calls wait.</summary>
internal sealed class ParkLotWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : GrainWatch<TenantId, IParkLotWatcher, ParkLotNews>("parkLot", metrics)
{
    protected override TenantId TenantOf(TenantId key) => key;

    protected override async Task<ParkLotNews?> AskGrainAsync(TenantId key) => await grains.GetGrain<IParkLotGrain>(IParkLotGrain.KeyOf(key)).Watch(identity.Edge);

    protected override long VersionOf(ParkLotNews news) => news.Version;

    protected override void Tell(IParkLotWatcher watcher, ParkLotNews news) => watcher.Changed(news);
}
