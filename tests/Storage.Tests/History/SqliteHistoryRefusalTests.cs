using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

public sealed class SqliteHistoryRefusalTests(SqliteEngine engine) : HistoryRefusalContract(engine), IClassFixture<SqliteEngine>
{
    protected override string Rule =>
        "CREATE TRIGGER poison BEFORE INSERT ON ledger WHEN NEW.kind = 'poison' BEGIN SELECT RAISE(ABORT, 'poison'); END";
}
