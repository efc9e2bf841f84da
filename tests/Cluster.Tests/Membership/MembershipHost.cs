using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using RtcCluster.Cluster.Membership;
using RtcCluster.Storage;

namespace RtcCluster.Cluster.Tests.Membership;

/// <summary>Takes membership tables out of silos that are put together as the configuration says and never started.</summary>
internal sealed class MembershipHost : IDisposable
{
    private readonly List<IHost> _hosts = [];

    public IMembershipTable Open(RtcClusterOptions options, ClusterOptions cluster)
    {
        (options.ClusterId, options.ServiceId) = (cluster.ClusterId, cluster.ServiceId);
        var stores = MemberStores.Choose(
            ClusterRoles.Core, options, new StateOptions { Provider = StateProvider.Redis, ConnectionString = "127.0.0.1:1" }, new DatabaseOptions { Provider = DatabaseProvider.PostgreSql, ConnectionString = "Host=nowhere" }, "");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (cluster.ClusterId, cluster.ServiceId));
            stores.Register(silo, options);
        });
        _hosts.Add(builder.Build());
        return _hosts[^1].Services.GetRequiredService<IMembershipTable>();
    }

    public void Dispose() => _hosts.ForEach(static host => host.Dispose());
}
