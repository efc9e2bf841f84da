using RtcCluster.TestKit.Nodes;

namespace RtcCluster.Interop.Tests.Nodes;

/// <summary>Two silos and two edges with Redis and PostgreSQL, for the tests of one class.</summary>
public sealed class NodesFixture : IAsyncLifetime
{
    private LocalCluster? _cluster;

    public LocalCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster has not been started.");

    public async ValueTask InitializeAsync() => _cluster = await LocalCluster.StartAsync(silos: 2, edges: 2);

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
