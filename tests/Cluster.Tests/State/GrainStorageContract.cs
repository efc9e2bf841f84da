using Orleans.Storage;
using RtcCluster.Cluster.Tests.Grains;

namespace RtcCluster.Cluster.Tests.State;

/// <summary>What every store of grain state promises. One class of each store runs all of it.</summary>
public abstract class GrainStorageContract(IStateStore store)
{
    private const string Name = "counter";

    private readonly GrainId _grain = GrainId.Create("contract", Guid.NewGuid().ToString("N"));

    [Fact]
    public async Task GivesAnEmptyState_WhenNothingIsStored()
    {
        var state = await Read();

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal(0, state.State!.Value);
    }

    [Fact]
    public async Task ReadsWhatWasWritten_ToTheLastByte()
    {
        var blob = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var written = await Write(new CounterState { Value = long.MinValue, Blob = blob, Text = "Ñandú \0 ☎" });

        var read = await Read();

        Assert.True(read.RecordExists);
        Assert.Equal(written.ETag, read.ETag);
        Assert.Equal(long.MinValue, read.State!.Value);
        Assert.Equal(blob, read.State!.Blob);
        Assert.Equal("Ñandú \0 ☎", read.State!.Text);
    }

    [Fact]
    public async Task GivesANewETagAtEachWrite()
    {
        var state = await Write(new CounterState { Value = 1 });
        var first = state.ETag;
        state.State!.Value = 2;

        await Storage.WriteStateAsync(Name, _grain, state, Stop);

        Assert.NotEqual(first, state.ETag);
        Assert.Equal(2, (await Read()).State!.Value);
    }

    [Fact]
    public async Task RefusesAWrite_WhenSomebodyElseWroteFirst()
    {
        await Write(new CounterState { Value = 1 });
        var mine = await Read();
        var theirs = await Read();
        theirs.State!.Value = 2;
        await Storage.WriteStateAsync(Name, _grain, theirs, Stop);
        mine.State!.Value = 3;

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, _grain, mine, Stop));

        Assert.Equal(2, (await Read()).State!.Value);
    }

    [Fact]
    public async Task RefusesAFirstWrite_WhenThereIsARow()
    {
        await Write(new CounterState { Value = 1 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => Write(new CounterState { Value = 2 }));

        Assert.Equal(1, (await Read()).State!.Value);
    }

    [Fact]
    public async Task RefusesAnETagOfItsOwnInvention()
    {
        await Write(new CounterState { Value = 1 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, _grain, new GrainState<CounterState>(new CounterState(), "no-such-etag"), Stop));

        Assert.Equal(1, (await Read()).State!.Value);
    }

    [Fact]
    public async Task LeavesNothing_WhenCleared()
    {
        var state = await Write(new CounterState { Value = 1 });

        await Storage.ClearStateAsync(Name, _grain, state, Stop);

        Assert.False(state.RecordExists);
        Assert.Null(state.ETag);
        Assert.Equal(0, state.State!.Value);
        Assert.False((await Read()).RecordExists);
    }

    [Fact]
    public async Task RefusesAClear_WhenSomebodyElseWroteFirst()
    {
        var mine = await Write(new CounterState { Value = 1 });
        var theirs = await Read();
        theirs.State!.Value = 2;
        await Storage.WriteStateAsync(Name, _grain, theirs, Stop);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(Name, _grain, mine, Stop));

        Assert.Equal(2, (await Read()).State!.Value);
    }

    [Fact]
    public async Task RefusesAClearOfWhatWasNeverRead_WhenThereIsARow()
    {
        await Write(new CounterState { Value = 1 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync(Name, _grain, new GrainState<CounterState>(), Stop));

        Assert.True((await Read()).RecordExists);
    }

    [Fact]
    public async Task ClearsNothing_WithoutComplaint() => await Storage.ClearStateAsync(Name, _grain, new GrainState<CounterState>(), Stop);

    [Fact]
    public async Task RefusesAnOldETag_AfterTheRowWasClearedAndWrittenAnew()
    {
        var old = await Write(new CounterState { Value = 1 });
        var theirs = await Read();
        await Storage.ClearStateAsync(Name, _grain, theirs, Stop);
        await Write(new CounterState { Value = 2 });

        await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync(Name, _grain, old, Stop));

        Assert.Equal(2, (await Read()).State!.Value);
    }

    [Fact]
    public async Task LetsExactlyOneWin_WhenManyWriteFirst()
    {
        var results = await Task.WhenAll(Enumerable.Range(1, 32).Select(async i =>
        {
            try
            {
                await Write(new CounterState { Value = i });
                return i;
            }
            catch (InconsistentStateException)
            {
                return 0;
            }
        }));

        var winner = Assert.Single(results, r => r != 0);
        Assert.Equal(winner, (await Read()).State!.Value);
    }

    [Fact]
    public async Task LetsExactlyOneWin_WhenManyWriteOverTheSameRow()
    {
        await Write(new CounterState { Value = -1 });
        var readers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Read()));

        var results = await Task.WhenAll(readers.Select(async (state, i) =>
        {
            state.State!.Value = i;
            try
            {
                await Storage.WriteStateAsync(Name, _grain, state, Stop);
                return i;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        }));

        var winner = Assert.Single(results, r => r >= 0);
        Assert.Equal(winner, (await Read()).State!.Value);
    }

    [Fact]
    public async Task KeepsStatesOfOneGrainApart_ByTheirNames()
    {
        await Write(new CounterState { Value = 1 });
        await Storage.WriteStateAsync("other", _grain, new GrainState<CounterState>(new CounterState { Value = 2 }), Stop);

        Assert.Equal(1, (await Read()).State!.Value);
    }

    [Fact]
    public async Task KeepsGrainsApart_ThatDifferOnlyInCase()
    {
        var upper = GrainId.Create("contract", _grain.Key.ToString()!.ToUpperInvariant());
        await Write(new CounterState { Value = 1 });
        await Storage.WriteStateAsync(Name, upper, new GrainState<CounterState>(new CounterState { Value = 2 }), Stop);

        Assert.Equal(1, (await Read()).State!.Value);
    }

    [Fact]
    public async Task KeepsAMegabyte()
    {
        var blob = new byte[1 << 20];
        new Random(20261124).NextBytes(blob);
        await Write(new CounterState { Blob = blob });

        Assert.Equal(blob, (await Read()).State!.Blob);
    }

    [Fact]
    public async Task AnswersManyGrainsAtOnce()
    {
        var grains = Enumerable.Range(0, 200).Select(i => GrainId.Create("contract", $"{_grain.Key}/{i}")).ToList();

        await Task.WhenAll(grains.Select((g, i) => Storage.WriteStateAsync(Name, g, new GrainState<CounterState>(new CounterState { Value = i }), Stop)));

        var values = await Task.WhenAll(grains.Select(async g =>
        {
            var state = new GrainState<CounterState>();
            await Storage.ReadStateAsync(Name, g, state, Stop);
            return (int)state.State!.Value;
        }));
        Assert.Equal(Enumerable.Range(0, 200), values);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IGrainStorage Storage
    {
        get
        {
            Assert.SkipWhen(store.Missing is not null, store.Missing ?? "");
            return store.Storage;
        }
    }

    private async Task<GrainState<CounterState>> Read()
    {
        var state = new GrainState<CounterState>();
        await Storage.ReadStateAsync(Name, _grain, state, Stop);
        return state;
    }

    private async Task<GrainState<CounterState>> Write(CounterState value)
    {
        var state = new GrainState<CounterState>(value);
        await Storage.WriteStateAsync(Name, _grain, state, Stop);
        return state;
    }
}
