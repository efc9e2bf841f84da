using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.Rooms;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Rooms;

/// <summary>Tells telephones and browsers of this edge who is in conference rooms.</summary>
internal sealed class RoomWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : GrainWatch<RoomId, IRoomWatcher, RoomNews>("conference", metrics)
{
    protected override TenantId TenantOf(RoomId key) => key.Tenant;

    protected override async Task<RoomNews?> AskGrainAsync(RoomId key) => await grains.GetGrain<IConferenceGrain>(key.Key).Watch(identity.Edge);

    protected override long VersionOf(RoomNews news) => news.Version;

    protected override void Tell(IRoomWatcher watcher, RoomNews news) => watcher.Changed(news);
}
