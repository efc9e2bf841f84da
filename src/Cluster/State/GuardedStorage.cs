using Orleans.Persistence.Redis;
using Orleans.Storage;
using StackExchange.Redis;

namespace RtcCluster.Cluster.State;

/// <summary>A store in Redis whose callers are told at once when it is away, and always in the same way.</summary>
/// <param name="store">The store.</param>
/// <param name="link">Knows whether it is there.</param>
internal sealed class GuardedStorage(IGrainStorage store, RedisLink link) : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => AskAsync(() => store.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => AskAsync(() => store.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) => AskAsync(() => store.ClearStateAsync(stateName, grainId, grainState));

    public void Participate(ISiloLifecycle lifecycle) => (store as ILifecycleParticipant<ISiloLifecycle>)?.Participate(lifecycle);

    public async ValueTask DisposeAsync()
    {
        if (store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private async Task AskAsync(Func<Task> question)
    {
        if (link.IsAway)
        {
            throw new StateAwayException();
        }

        try
        {
            await question();
        }
        catch (Exception e) when (e is RedisStorageException or RedisException or TimeoutException)
        {
            // The provider's own message has the state's key in it, which may be a person.
            throw new StateAwayException(e.GetBaseException().GetType().Name);
        }
    }
}
