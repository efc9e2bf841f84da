using Microsoft.EntityFrameworkCore;
using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests;

public sealed class SqlitePragmaTests(SqliteEngine engine) : EngineContract(engine), IClassFixture<SqliteEngine>
{
    [Fact]
    public async Task EveryConnectionKeepsTheSettings_HoweverOftenThePoolHandsItOn()
    {
        for (var i = 0; i < 4; i++)
        {
            await using var first = Engine.OpenContext();
            await using var second = Engine.OpenContext();
            foreach (var db in new[] { first, second })
            {
                await db.Database.OpenConnectionAsync(Ct);
                Assert.Equal((2, 1, 5000), (await ReadAsync(db, "synchronous"), await ReadAsync(db, "foreign_keys"), await ReadAsync(db, "busy_timeout")));
            }
        }
    }

    private static async Task<long> ReadAsync(RtcDbContext db, string pragma)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
