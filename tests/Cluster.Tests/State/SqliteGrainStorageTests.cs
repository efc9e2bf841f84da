namespace RtcCluster.Cluster.Tests.State;

public sealed class SqliteGrainStorageTests(SqliteStore store) : GrainStorageContract(store), IClassFixture<SqliteStore>;
