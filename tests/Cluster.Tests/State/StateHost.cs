using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using RtcCluster.Cluster.Membership;
using RtcCluster.Cluster.State;
using RtcCluster.TestKit.Network;

namespace RtcCluster.Cluster.Tests.State;

/// <summary>A silo with one of the stores, from which a contract test takes the provider as grains get it.</summary>
internal sealed class StateHost(IHost host) : IAsyncDisposable
{
    public IGrainStorage Storage => host.Services.GetRequiredService<IGrainStorage>();

    public IReminderTable Reminders => host.Services.GetRequiredService<IReminderTable>();

    public StateDatabase Database => host.Services.GetRequiredService<StateDatabase>();

    public static async Task<StateHost> StartAsync(Action<ISiloBuilder> store)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(FreePorts.Take(), gatewayPort: 0);
            store(silo);
            silo.AddRtcMember(ClusterRoles.Core, "state");
        });
        var host = builder.Build();
        await host.StartAsync();
        return new StateHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        await ((IAsyncDisposable)host).DisposeAsync();
    }
}
