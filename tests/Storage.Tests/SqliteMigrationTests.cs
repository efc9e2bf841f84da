using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Folders;

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

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task OnlyTheOwnerCanReadTheFileItsLogAndTheKeys()
    {
        var settings = Engine.NewSettings();
        using var data = TempFolder.Create("private");
        using var host = Engine.NewHost(settings, dataPath: data.Path);
        await host.StartAsync(Ct);
        await using var db = host.Services.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        await db.Database.OpenConnectionAsync(Ct);
        await db.Database.ExecuteSqlAsync($"CREATE TABLE written (x INTEGER)", Ct);

        var file = new SqliteConnectionStringBuilder(settings["Database:ConnectionString"]).DataSource;

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file + "-wal"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(data.At("keys")));
        await host.StopAsync(Ct);
    }
}
