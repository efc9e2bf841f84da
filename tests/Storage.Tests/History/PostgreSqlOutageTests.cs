using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RtcCluster.Storage.History;
using RtcCluster.Storage.Tests.Engines;
using RtcCluster.TestKit.Stores;

namespace RtcCluster.Storage.Tests.History;

/// <summary>A PostgreSQL that crashes; a server of its own, because the others' must live.</summary>
public sealed class PostgreSqlOutageTests(PostgreSqlEngine engine) : EngineContract(engine), IClassFixture<PostgreSqlEngine>
{
    [Fact]
    public async Task NothingAcknowledgedOrWaitingIsLost_WhenTheServerCrashesInMidWrite()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        using var retries = new RetryWatch();
        using var host = Engine.NewHost(Settings(server), retries.Attach);
        await host.StartAsync(Ct);
        var writer = host.Services.GetRequiredService<IHistoryWriter>();

        var before = Enumerable.Range(0, 400).Select(i => writer.WriteAsync(Sample.Call("t", $"a{i:000}", i), Ct)).ToList();
        await before[0];
        await server.CrashAsync();
        var during = Enumerable.Range(0, 100).Select(i => writer.WriteAsync(Sample.Call("t", $"b{i:000}", i), Ct)).ToList();
        await retries.FirstAsync(TimeSpan.FromSeconds(60));
        await server.RunAsync();

        var receipts = await Task.WhenAll(before.Concat(during));
        // A commit whose answer was lost in the crash is found present by the next attempt.
        Assert.All(receipts, receipt => Assert.Equal((3, 0), (receipt.Written + receipt.Repeated, receipt.Refused)));
        Assert.Equal(500, await host.Services.GetRequiredService<ICallLogQuery>().CountAsync(new CallLogFilter { TenantId = "t" }, Ct));
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task WaitsForATableThatAMigrationIsYetToMake()
    {
        using var retries = new RetryWatch();
        using var host = Engine.NewHost(Engine.NewSettings(), retries.Attach);
        await host.StartAsync(Ct);
        await using var db = host.Services.GetRequiredService<IDbContextFactory<RtcDbContext>>().CreateDbContext();
        await db.Database.ExecuteSqlAsync($"ALTER TABLE ledger RENAME TO ledger_of_older_version", Ct);

        var write = host.Services.GetRequiredService<IHistoryWriter>().WriteAsync(Sample.Call("t", "c1"), Ct);
        await retries.FirstAsync(TimeSpan.FromSeconds(60));
        await db.Database.ExecuteSqlAsync($"ALTER TABLE ledger_of_older_version RENAME TO ledger", Ct);

        Assert.Equal(new HistoryReceipt(3, 0, 0), await write);
        await host.StopAsync(Ct);
    }

    [Fact]
    public async Task StopWithoutDatabaseEndsInTime_AndTellsEveryCaller()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        using var retries = new RetryWatch();
        using var host = Engine.NewHost(Settings(server), retries.Attach);
        await host.StartAsync(Ct);
        var writer = host.Services.GetRequiredService<IHistoryWriter>();
        await server.CrashAsync();
        var writes = Enumerable.Range(0, 300).Select(i => writer.WriteAsync(Sample.Call("t", $"c{i:000}", i), Ct)).ToList();
        await retries.FirstAsync(TimeSpan.FromSeconds(60));

        using var limit = new CancellationTokenSource();
        var stopped = host.StopAsync(limit.Token);
        await limit.CancelAsync();
        await Record.ExceptionAsync(() => stopped.WaitAsync(TimeSpan.FromSeconds(30), Ct));

        foreach (var write in writes)
        {
            await Assert.ThrowsAsync<HistoryClosedException>(() => write.WaitAsync(TimeSpan.FromSeconds(30), Ct));
        }
    }

    private static Dictionary<string, string?> Settings(PostgreSqlServer server) => new()
    {
        ["Database:Provider"] = "PostgreSql",
        ["Database:ConnectionString"] = server.NewDatabase(),
    };
}
