using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace RtcCluster.Cluster.Draining;

/// <summary>Tells the service manager (systemd's <c>Type=notify</c>) when the process is ready and when it begins to stop.</summary>
/// <remarks>Nothing but the notices of that library: its lifetime and its log format would stand beside our own. Without <c>NOTIFY_SOCKET</c> nobody is told.</remarks>
internal sealed class ServiceNotice(ISystemdNotifier notifier, IHostApplicationLifetime lifetime) : IHostedLifecycleService
{
    private CancellationTokenRegistration _stopping;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(() => notifier.Notify(ServiceState.Stopping));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Every service has started: an edge has its sockets and its lease, a silo is a member.
        notifier.Notify(ServiceState.Ready);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _stopping.Dispose();
        return Task.CompletedTask;
    }
}
