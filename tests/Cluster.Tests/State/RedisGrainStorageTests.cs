namespace RtcCluster.Cluster.Tests.State;

public sealed class RedisGrainStorageTests(RedisStore store) : GrainStorageContract(store), IClassFixture<RedisStore>;
