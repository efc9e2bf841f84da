using Orleans.Storage;
using RtcCluster.Cluster.Tests.Grains;

namespace RtcCluster.Cluster.Tests.State;

public sealed class SqliteGrainStorageTests(SqliteStore store) : GrainStorageContract(store), IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store = store;

    [Fact]
    public async Task CountsAConflict_AndTellsBothETags()
    {
        using var counted = new CounterWatch("rtc.state.conflicts");
        var grain = GrainId.Create("contract", Guid.NewGuid().ToString("N"));
        var first = new GrainState<CounterState>(new CounterState());
        await _store.Storage.WriteStateAsync("counter", grain, first, TestContext.Current.CancellationToken);
        var second = new GrainState<CounterState>(new CounterState(), "0");

        var conflict = await Assert.ThrowsAsync<InconsistentStateException>(() =>
            _store.Storage.WriteStateAsync("counter", grain, second, TestContext.Current.CancellationToken));

        Assert.Equal((first.ETag, "0"), (conflict.StoredEtag, conflict.CurrentEtag));
        Assert.Equal("0", second.ETag);
        Assert.Equal(1, counted.Total);
    }

    [Fact]
    public async Task StoresBinary_NotJson()
    {
        var grain = GrainId.Create("contract", Guid.NewGuid().ToString("N"));
        await _store.Storage.WriteStateAsync("counter", grain, new GrainState<CounterState>(new CounterState { Value = 5 }), TestContext.Current.CancellationToken);

        var data = _store.Database.Read(c => (byte[])c.Command("SELECT data FROM grain_state WHERE grain = $0", grain.ToString()).ExecuteScalar()!);

        Assert.DoesNotContain((byte)'{', data);
        Assert.InRange(data.Length, 1, 60);
    }
}
