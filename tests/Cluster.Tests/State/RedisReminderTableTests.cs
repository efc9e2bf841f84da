namespace RtcCluster.Cluster.Tests.State;

public sealed class RedisReminderTableTests(RedisStore store) : ReminderTableContract(store), IClassFixture<RedisStore>;
