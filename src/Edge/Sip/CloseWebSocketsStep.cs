using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Sip;

/// <summary>Ends SIP WebSockets once the calls are over: the web server stops before the other SIP sockets do, and it waits for each of them.</summary>
internal sealed class CloseWebSocketsStep(EdgeHost edge) : IDrainStep
{
    /// <inheritdoc/>
    public DrainStage Stage => DrainStage.Flush;

    /// <inheritdoc/>
    public string Name => "websockets";

    /// <inheritdoc/>
    public Task Run(Drain drain, CancellationToken cancellation)
    {
        edge.CloseWebSockets();
        return Task.CompletedTask;
    }
}
