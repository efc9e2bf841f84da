using RtcCluster.Contracts.Agents;
using RtcCluster.Contracts.Edges;
using RtcCluster.Contracts.Ids;
using RtcCluster.Edge.Hub;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Agents;

/// <summary>Tells the browsers of agents at this edge what their agent does.</summary>
internal sealed class AgentWatch(IGrainFactory grains, EdgeIdentity identity, EdgeMetrics metrics) : UserWatch<PhoneDevice, AgentChange>("agent", metrics)
{
    protected override Task<AgentChange?> AskGrainAsync(UserId key) => grains.GetGrain<IAgentGrain>(key.Key).Watch(identity.Edge);

    protected override long VersionOf(AgentChange news) => news.Version;

    protected override void Tell(PhoneDevice watcher, AgentChange news) => watcher.Tell(client => client.AgentChanged(news.Card));
}
