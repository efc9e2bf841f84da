namespace RtcCluster.Grains.Tests.Reports;

/// <summary>The reports of the forty calls on PostgreSQL.</summary>
public sealed class FortyCallsOnPostgreSql(FortyCallsOnPostgreSql.Store store) : FortyCallsTests(store), IClassFixture<FortyCallsOnPostgreSql.Store>
{
    public sealed class Store() : FortyCallsStore(postgreSql: true);
}
