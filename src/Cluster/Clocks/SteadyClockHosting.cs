using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace RtcCluster.Cluster.Clocks;

/// <summary>Gives a process its <see cref="SteadyClock"/>.</summary>
internal static class SteadyClockHosting
{
    /// <summary>Puts it in the place of the system's clock; whoever has brought another one, a test, keeps that.</summary>
    public static void AddSteadyClock(this IServiceCollection services)
    {
        var clock = new SteadyClock(TimeProvider.System);
        if (services.LastOrDefault(service => service.ServiceType == typeof(TimeProvider)) is { } brought && brought.ImplementationInstance != TimeProvider.System)
        {
            return;
        }

        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<ClockWatch>(provider, clock));
    }
}
