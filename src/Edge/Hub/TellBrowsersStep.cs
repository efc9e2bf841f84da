using RtcCluster.Cluster.Draining;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Hub;

/// <summary>Tells the directory that this edge takes nothing new, and browsers that it stops, so that they connect to another one while this one still carries their calls.</summary>
internal sealed class TellBrowsersStep(PhoneDevices devices, EdgeOptions options, EdgeLeave leave) : IDrainStep
{
    /// <inheritdoc/>
    public DrainStage Stage => DrainStage.Refuse;

    /// <inheritdoc/>
    public string Name => "browsers";

    /// <inheritdoc/>
    public async Task Run(Drain drain, CancellationToken cancellation)
    {
        // Where there is no other edge the next process is waited for.
        var seconds = await leave.BeginAsync(cancellation) ? DrainDesk.BrowsersGoAfter : options.RetryAfterSeconds;
        foreach (var device in devices.Connected)
        {
            device.Tell(client => client.Drain(seconds));
        }
    }
}
