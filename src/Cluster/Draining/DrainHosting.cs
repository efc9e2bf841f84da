using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace RtcCluster.Cluster.Draining;

/// <summary>Registers the order of a stop.</summary>
public static class DrainHosting
{
    /// <summary>Adds <see cref="Drain"/>, the runner of <see cref="IDrainStep"/>s, the bound of 30 s, the second signal and the notices for a service manager.</summary>
    /// <param name="services">The services.</param>
    /// <param name="patience">How long calls that cannot be moved may go on.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddDraining(this IServiceCollection services, TimeSpan patience)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(_ => new Drain(patience));
        services.AddHostedService<DrainRunner>();
        services.AddHostedService<SecondSignal>();
        services.TryAddSingleton<ISystemdNotifier, SystemdNotifier>();
        services.AddHostedService<ServiceNotice>();
        services.Configure<HostOptions>(o => o.ShutdownTimeout = DrainRunner.WholeBound);
        return services;
    }
}
