using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests;

public abstract class MigrationContract(Engine engine) : EngineContract(engine)
{
    [Fact]
    public async Task ModelHasNoChangeWithoutMigration()
    {
        await using var db = Engine.OpenContext();

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task FindsNothingToDo_WhenHostHasStarted() =>
        Assert.Empty(await Engine.Get<StorageMigrator>().MigrateAsync(Ct));

    [Fact]
    public async Task ManyProcessesMigrateOneEmptyDatabase_EachMigrationOnce()
    {
        var settings = Engine.NewSettings();
        var hosts = Enumerable.Range(0, 6).Select(_ => Engine.NewHost(settings)).ToList();

        var applied = await Task.WhenAll(hosts.Select(host => host.Services.GetRequiredService<StorageMigrator>().MigrateAsync(Ct)));

        await using var db = Engine.OpenContext();
        Assert.Equal(db.Database.GetMigrations(), applied.SelectMany(names => names));
        hosts.ForEach(host => host.Dispose());
    }
}
