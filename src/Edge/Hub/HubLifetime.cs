using RtcCluster.Cluster.Draining;

namespace RtcCluster.Edge.Hub;

/// <summary>The life of the hub's connections: until the calls of a stop are over.</summary>
/// <remarks>
/// SignalR closes its connections with the host's <see cref="IHostApplicationLifetime.ApplicationStopping"/>, which is the first thing that a signal fires: browsers
/// would be gone before they were told to connect elsewhere, and would not be told the end of their calls.
/// </remarks>
internal sealed class HubLifetime(IHostApplicationLifetime host) : IHostApplicationLifetime, IDrainStep, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    /// <inheritdoc/>
    public CancellationToken ApplicationStarted => host.ApplicationStarted;

    /// <inheritdoc/>
    public CancellationToken ApplicationStopping => _stopping.Token;

    /// <inheritdoc/>
    public CancellationToken ApplicationStopped => host.ApplicationStopped;

    /// <inheritdoc/>
    public DrainStage Stage => DrainStage.Flush;

    /// <inheritdoc/>
    public string Name => "hubs";

    /// <inheritdoc/>
    public void StopApplication() => host.StopApplication();

    /// <inheritdoc/>
    public async Task Run(Drain drain, CancellationToken cancellation) => await _stopping.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();
}
