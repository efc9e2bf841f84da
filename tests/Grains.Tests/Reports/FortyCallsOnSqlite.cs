namespace RtcCluster.Grains.Tests.Reports;

/// <summary>The reports of the forty calls on SQLite.</summary>
public sealed class FortyCallsOnSqlite(FortyCallsOnSqlite.Store store) : FortyCallsTests(store), IClassFixture<FortyCallsOnSqlite.Store>
{
    public sealed class Store() : FortyCallsStore(postgreSql: false);
}
