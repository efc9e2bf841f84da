using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using RtcCluster.TestKit.Redis;

namespace RtcCluster.Cluster.Tests.Membership;

public sealed class RedisMembershipTests(RedisMembershipTests.Tables tables) : MembershipTableContract(tables), IClassFixture<RedisMembershipTests.Tables>
{
    /// <summary>One Redis for all tests of the class.</summary>
    public sealed class Tables : IMembershipStore, IAsyncLifetime
    {
        private readonly List<IHost> _hosts = [];
        private RedisServer? _server;

        public string? Missing => RedisServer.IsInstalled ? null : "redis-server is not installed (Debian: apt-get install redis-server)";

        public bool ChecksRowTags => true;

        public IMembershipTable Open(ClusterOptions cluster)
        {
            var (host, table) = MembershipHost.Open(new RtcClusterOptions { Provider = ClusterProvider.Redis, ConnectionString = _server!.ConnectionString }, cluster);
            _hosts.Add(host);
            return table;
        }

        public async ValueTask InitializeAsync() => _server = Missing is null ? await RedisServer.StartAsync() : null;

        public async ValueTask DisposeAsync()
        {
            _hosts.ForEach(static host => host.Dispose());
            await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
