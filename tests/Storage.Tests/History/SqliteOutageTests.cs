using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

/// <summary>A SQLite file that cannot be written for a while.</summary>
public sealed class SqliteOutageTests(SqliteEngine engine) : EngineContract(engine), IClassFixture<SqliteEngine>
{
    [Fact]
    public async Task WritesWhatWaited_WhenTheFileIsFreeAgain()
    {
        var settings = new Dictionary<string, string?>(Engine.NewSettings());
        // The driver gives up after a second instead of half a minute, so that the writer's own patience is what is tested.
        settings["Database:ConnectionString"] += ";Default Timeout=1";
        using var retries = new RetryWatch();
        using var host = Engine.NewHost(settings, retries.Attach);
        await host.StartAsync(Ct);
        var writer = host.Services.GetRequiredService<IHistoryWriter>();
        await using var blocker = new SqliteConnection(settings["Database:ConnectionString"]);
        await blocker.OpenAsync(Ct);
        var held = blocker.BeginTransaction(deferred: false);

        var writes = Enumerable.Range(0, 20).Select(i => writer.WriteAsync(Sample.Call("t", $"c{i}", i), Ct)).ToList();
        using var impatient = new CancellationTokenSource();
        var left = writer.WriteAsync(Sample.Call("t", "left"), impatient.Token);
        await retries.FirstAsync(TimeSpan.FromSeconds(60));
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        await held.DisposeAsync();

        Assert.All(await Task.WhenAll(writes), receipt => Assert.Equal(new HistoryReceipt(3, 0, 0), receipt));
        // Who stopped waiting had handed over all the same.
        await writer.FlushAsync(Ct);
        Assert.Equal(21, await host.Services.GetRequiredService<ICallLogQuery>().CountAsync(new CallLogFilter { TenantId = "t" }, Ct));
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task KeepsAcknowledgedCallsOnDisk_BeforeAnyOrderlyEnd()
    {
        var settings = Engine.NewSettings();
        using var host = Engine.NewHost(settings);
        await host.StartAsync(Ct);
        await host.Services.GetRequiredService<IHistoryWriter>().WriteAsync(Sample.Call("t", "c1"), Ct);

        // What kill -9 leaves is the file and its write-ahead log as they are at this moment.
        var file = new SqliteConnectionStringBuilder(settings["Database:ConnectionString"]).DataSource;
        var copy = file + ".copy";
        File.Copy(file, copy);
        File.Copy(file + "-wal", copy + "-wal");
        using var successor = Engine.NewHost(new Dictionary<string, string?> { ["Database:ConnectionString"] = $"Data Source={copy}" });
        await successor.StartAsync(Ct);

        Assert.Equal("answered", (await successor.Services.GetRequiredService<ICallLogQuery>().FindAsync("t", "c1", Ct))?.Result);
        await successor.StopAsync(Ct);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task EveryConnectionIsDurableAndChecked()
    {
        await using var db = Engine.OpenContext();

        var settings = await db.Database.SqlQuery<string>($"""
            SELECT journal_mode || ' ' || synchronous || ' ' || foreign_keys || ' ' || timeout AS "Value"
            FROM pragma_journal_mode, pragma_synchronous, pragma_foreign_keys, pragma_busy_timeout
            """).ToListAsync(Ct);

        // Write-ahead log, synchronous FULL (2), foreign keys on, 5 s for a busy file.
        Assert.Equal(["wal 2 1 5000"], settings);
    }
}
