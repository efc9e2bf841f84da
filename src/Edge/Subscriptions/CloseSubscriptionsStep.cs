using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Subscriptions;

/// <summary>Tells telephones that watch colleagues to subscribe elsewhere, as soon as nothing new is taken here.</summary>
internal sealed class CloseSubscriptionsStep(EdgeHost edge) : IDrainStep
{
    /// <inheritdoc/>
    public DrainStage Stage => DrainStage.Refuse;

    /// <inheritdoc/>
    public string Name => "subscriptions";

    /// <inheritdoc/>
    public Task Run(Drain drain, CancellationToken cancellation)
    {
        edge.CloseSubscriptions();
        return Task.CompletedTask;
    }
}
