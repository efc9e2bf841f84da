using Orleans.Configuration;
using RtcCluster.TestKit.Redis;

namespace RtcCluster.Cluster.Tests.Membership;

public sealed class RedisMembershipTests(RedisMembershipTests.Tables tables) : MembershipTableContract(tables), IClassFixture<RedisMembershipTests.Tables>
{
    /// <summary>One Redis for all tests of the class.</summary>
    public sealed class Tables : IMembershipStore, IAsyncLifetime
    {
        private readonly MembershipHost _hosts = new();
        private RedisServer? _server;

        public string? Missing => RedisServer.IsInstalled ? null : "redis-server is not installed (Debian: apt-get install redis-server)";

        public bool ChecksRowTags => true;

        public IMembershipTable Open(ClusterOptions cluster) => _hosts.Open(new RtcClusterOptions { Provider = ClusterProvider.Redis, ConnectionString = _server!.ConnectionString }, cluster);

        public async ValueTask InitializeAsync() => _server = Missing is null ? await RedisServer.StartAsync() : null;

        public async ValueTask DisposeAsync()
        {
            _hosts.Dispose();
            await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
