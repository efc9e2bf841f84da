using Orleans.Storage;
using RtcCluster.Cluster.State;
using RtcCluster.TestKit.Redis;

namespace RtcCluster.Cluster.Tests.State;

public sealed class RedisStore : IStateStore, IAsyncLifetime
{
    private RedisServer? _server;
    private StateHost? _host;

    public string? Missing => RedisServer.IsInstalled ? null : "redis-server is not installed (Debian: apt-get install redis-server)";

    public IGrainStorage Storage => _host!.Storage;

    public IReminderTable Reminders => _host!.Reminders;

    public async ValueTask InitializeAsync()
    {
        if (Missing is null)
        {
            _server = await RedisServer.StartAsync();
            _host = await StateHost.StartAsync(silo => silo.AddRedisState(_server.ConnectionString));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
