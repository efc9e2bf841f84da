using Microsoft.Extensions.Hosting;
using RtcCluster.Storage.Directory;

namespace RtcCluster.Storage;

/// <summary>Migrates, and seeds the tenants that are wanted, before any other service of the host starts, whatever the order of registration.</summary>
internal sealed class StorageStart(StorageMigrator migrator, IEnumerable<IDirectorySeed> seeds) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await migrator.MigrateAsync(cancellationToken).ConfigureAwait(false);
        foreach (var seed in seeds)
        {
            await seed.SeedAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
