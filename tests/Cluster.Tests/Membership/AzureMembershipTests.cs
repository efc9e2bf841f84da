using Orleans.Configuration;
using RtcCluster.TestKit.Azurite;

namespace RtcCluster.Cluster.Tests.Membership;

public sealed class AzureMembershipTests(AzureMembershipTests.Tables tables) : MembershipTableContract(tables), IClassFixture<AzureMembershipTests.Tables>
{
    /// <summary>One Azurite for all tests of the class.</summary>
    public sealed class Tables : IMembershipStore, IAsyncLifetime
    {
        private readonly MembershipHost _hosts = new();

        public string? Missing => AzuriteServer.IsInstalled ? null : AzuriteServer.Missing;

        // The provider (Orleans 10.4) writes a member's row whatever its tag is, and in the same transaction the row of the version, whose tag it compares.
        public bool ChecksRowTags => false;

        public AzuriteServer? Server { get; private set; }

        public IMembershipTable Open(ClusterOptions cluster) => _hosts.Open(new RtcClusterOptions { Provider = ClusterProvider.AzureTable, ConnectionString = Server!.ConnectionString }, cluster);

        public async ValueTask InitializeAsync() => Server = Missing is null ? await AzuriteServer.StartAsync() : null;

        public async ValueTask DisposeAsync()
        {
            _hosts.Dispose();
            await (Server?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
    }
}
