using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Hub;

/// <summary>Tells browsers that this edge stops, so that they connect to another one while this one still carries their calls.</summary>
internal sealed class TellBrowsersStep(PhoneDevices devices, EdgeOptions options) : IDrainStep
{
    /// <inheritdoc/>
    public DrainStage Stage => DrainStage.Refuse;

    /// <inheritdoc/>
    public string Name => "browsers";

    /// <inheritdoc/>
    public Task Run(Drain drain, CancellationToken cancellation)
    {
        foreach (var device in devices.Connected)
        {
            device.Tell(client => client.Drain(options.RetryAfterSeconds));
        }

        return Task.CompletedTask;
    }
}
