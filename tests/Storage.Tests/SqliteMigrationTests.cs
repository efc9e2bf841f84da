using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests;

public sealed class SqliteMigrationTests(SqliteEngine engine) : EngineContract(engine), IClassFixture<SqliteEngine>
{
    [Fact]
    public async Task StartsAfterAFirstStartThatWasKilledInMidMigration()
    {
        var settings = Engine.NewSettings();
        await using (var killed = new SqliteConnection(settings["Database:ConnectionString"]))
        {
            await killed.OpenAsync(Ct);
            await using var command = killed.CreateCommand();
            command.CommandText =
                "CREATE TABLE \"__EFMigrationsLock\" (\"Id\" INTEGER NOT NULL PRIMARY KEY, \"Timestamp\" TEXT NOT NULL); INSERT INTO \"__EFMigrationsLock\" VALUES (1, '2026-11-24')";
            await command.ExecuteNonQueryAsync(Ct);
        }

        using var host = Engine.NewHost(settings);
        var applied = await host.Services.GetRequiredService<StorageMigrator>().MigrateAsync(Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.EndsWith("_Initial", applied[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task MakesTheFolderOfTheFile()
    {
        var file = new SqliteConnectionStringBuilder(Engine.NewSettings()["Database:ConnectionString"]).DataSource;
        var deeper = Path.Combine(Path.GetDirectoryName(file)!, "not", "there", "rtc.db");
        using var host = Engine.NewHost(new Dictionary<string, string?> { ["Database:ConnectionString"] = $"Data Source={deeper}" });

        await host.Services.GetRequiredService<StorageMigrator>().MigrateAsync(Ct);

        Assert.True(File.Exists(deeper));
    }
}
