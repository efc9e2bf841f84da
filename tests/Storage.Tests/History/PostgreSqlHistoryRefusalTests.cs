using RtcCluster.Storage.Tests.Engines;

namespace RtcCluster.Storage.Tests.History;

public sealed class PostgreSqlHistoryRefusalTests(PostgreSqlEngine engine) : HistoryRefusalContract(engine), IClassFixture<PostgreSqlEngine>
{
    protected override string Rule => "ALTER TABLE ledger ADD CONSTRAINT poison CHECK (kind <> 'poison')";
}
