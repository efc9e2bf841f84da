using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Stores;

[assembly: AssemblyFixture(typeof(PostgreSqlRun))]

namespace RtcCluster.Storage.Tests.Engines;

/// <summary>The PostgreSQL server that all tests of the run share; started by the first who needs it.</summary>
public sealed class PostgreSqlRun : IAsyncLifetime
{
    private static readonly Lazy<Task<PostgreSqlServer>> Started = new(PostgreSqlServer.StartAsync);

    public static Task<PostgreSqlServer> ServerAsync() => Started.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Started.IsValueCreated)
        {
            await (await Started.Value).DisposeAsync();
        }
    }
}
