namespace RtcCluster.Cluster.Tests.Grains;

public sealed class CounterGrain([PersistentState("counter")] IPersistentState<CounterState> state, ILocalSiloDetails silo) : Grain, ICounterGrain
{
    public async Task<long> Add()
    {
        state.State.Value++;
        await state.WriteStateAsync();
        return state.State.Value;
    }

    public Task<long> Value() => Task.FromResult(state.State.Value);

    public Task Clear() => state.ClearStateAsync();

    public Task<string> Where() => Task.FromResult(silo.SiloAddress.ToParsableString());
}
