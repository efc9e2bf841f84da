using System.Globalization;
using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using RtcCluster.Cluster.Configuration;

namespace RtcCluster.Cluster.Membership;

/// <summary>Refuses to start where another member listens already.</summary>
/// <remarks>
/// Orleans opens its port so that several processes may share it, and takes whoever was at the same address before for its dead predecessor: of two that were
/// given one port by mistake the second would have the first, and all of its calls, declared dead.
/// </remarks>
/// <param name="options">Where this member is to be.</param>
internal sealed class PlaceCheck(IOptions<RtcClusterOptions> options) : IHostedLifecycleService
{
    /// <inheritdoc/>
    /// <exception cref="ConfigurationRefusedException">Another process listens there.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        var (address, port) = (options.Value.Address, options.Value.SiloPort);
        try
        {
            // Unlike Orleans' socket this one shares with nobody.
            using var probe = new TcpListener(address, port);
            probe.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new ConfigurationRefusedException(
                [new SettingError("Cluster:SiloPort", port.ToString(CultureInfo.InvariantCulture), $"another process listens at {address}; each member needs a port of its own, and one that is to replace another waits for its end")]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
