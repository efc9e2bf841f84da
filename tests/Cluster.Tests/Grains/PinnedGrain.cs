using RtcCluster.Cluster.Placement;

namespace RtcCluster.Cluster.Tests.Grains;

[EdgePlacement]
public sealed class PinnedGrain(ILocalSiloDetails silo) : Grain, IPinnedGrain
{
    public Task<string> Where() => Task.FromResult(silo.SiloAddress.ToParsableString());
}
