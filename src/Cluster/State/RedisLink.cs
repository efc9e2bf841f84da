using Microsoft.Extensions.Logging;
using RtcCluster.Storage;
using RtcCluster.Storage.Outages;
using StackExchange.Redis;

namespace RtcCluster.Cluster.State;

/// <summary>The connection over which states are read and written, and the watch over it.</summary>
/// <param name="connectionString">In StackExchange.Redis' form.</param>
/// <param name="time">The clock.</param>
/// <param name="metrics">Where the watch is shown; null in a silo without stores of ours.</param>
/// <param name="log">Told when the store goes and comes.</param>
internal sealed class RedisLink(string connectionString, TimeProvider time, StorageMetrics? metrics, ILogger<StoreWatch> log) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<IConnectionMultiplexer>? _connection;
    private StoreWatch? _watch;

    /// <summary>Whether the store is known not to answer.</summary>
    public bool IsAway => _watch?.IsAway ?? false;

    /// <summary>Connects; from then on the store is watched.</summary>
    public Task<IConnectionMultiplexer> ConnectAsync()
    {
        lock (_gate)
        {
            return _connection ??= OpenAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync().ConfigureAwait(false);
        }

        if (_connection is { IsCompletedSuccessfully: true } connection)
        {
            await connection.Result.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<IConnectionMultiplexer> OpenAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(RedisSettings.ParseForState(connectionString)).ConfigureAwait(false);
        _watch = new StoreWatch(WatchedStore.State, _ => connection.GetDatabase().PingAsync(), time, log);
        metrics?.Show(_watch);
        _watch.Start();
        return connection;
    }
}
