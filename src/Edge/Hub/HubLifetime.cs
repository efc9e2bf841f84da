using RtcCluster.Cluster.Draining;

namespace RtcCluster.Edge.Hub;

/// <summary>The life of the hub's connections: until the calls of a stop are over.</summary>
/// <remarks>
/// SignalR closes its connections with the host's <see cref="IHostApplicationLifetime.ApplicationStopping"/>, which is the first thing that a signal fires: browsers
/// would be gone before they were told to connect elsewhere, and would not be told the end of their calls.
/// </remarks>
internal sealed class HubLifetime(IHostApplicationLifetime host, PhoneDevices devices) : IHostApplicationLifetime, IDrainStep, IDisposable
{
    // A browser that does not read its messages does not hold up the stop.
    private static readonly TimeSpan FlushBound = TimeSpan.FromSeconds(1);

    // From a connection's end for us to its last byte on the wire.
    private static readonly TimeSpan LastBytes = TimeSpan.FromMilliseconds(100);

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
    public async Task Run(Drain drain, CancellationToken cancellation)
    {
        await Task.WhenAny(Task.WhenAll(devices.Connected.Select(device => device.FlushAsync())), Task.Delay(FlushBound, cancellation));
        await CloseAsync(cancellation);
        await _stopping.CancelAsync();
    }

    // What SignalR is told to stop with is cut off with what it has not sent; a connection that is closed for itself is emptied first.
    private async Task CloseAsync(CancellationToken cancellation)
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(PhoneDevice? lost)
        {
            if (devices.Count == 0)
            {
                left.TrySetResult();
            }
        }

        devices.Lost += Look;
        foreach (var connection in devices.Connected.Select(device => device.Connection).OfType<PhoneConnection>())
        {
            connection.Abort();
        }

        Look(null);
        await Task.WhenAny(left.Task, Task.Delay(FlushBound, cancellation));
        devices.Lost -= Look;
        await Task.Delay(LastBytes, cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();
}
