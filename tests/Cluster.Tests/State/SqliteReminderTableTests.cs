namespace RtcCluster.Cluster.Tests.State;

public sealed class SqliteReminderTableTests(SqliteStore store) : ReminderTableContract(store), IClassFixture<SqliteStore>;
