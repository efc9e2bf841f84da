using System.Collections.Concurrent;
using System.Net;
using RtcCluster.Edge.Configuration;
using RtcCluster.Edge.Lifecycle;

namespace RtcCluster.Edge.Sip;

/// <summary>Every connection of this edge, whatever carries it: numbered, found again, bounded, closed when idle.</summary>
internal sealed class SipConnections(SipOptions options, EdgeClock clock) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, SipConnection> _byId = new();
    private readonly ConcurrentDictionary<IPAddress, int> _perSource = new();
    private readonly ConcurrentDictionary<long, Task> _running = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _watch = Task.CompletedTask;
    private long _lastId;

    /// <summary>Connections that are open.</summary>
    public int Count => _byId.Count;

    /// <summary>Begins to look for idle ones.</summary>
    public void Start() => _watch = WatchIdleAsync();

    /// <summary>Counts one more of a source; false when it, or all together, have as many as they may. A true one is given back with <see cref="Release"/>.</summary>
    public bool TryAdmit(IPAddress source)
    {
        if (_byId.Count >= options.MaxConnections)
        {
            return false;
        }

        if (_perSource.AddOrUpdate(source, 1, (_, n) => n + 1) <= options.MaxConnectionsPerSource)
        {
            return true;
        }

        Release(source);
        return false;
    }

    /// <summary>One of a source is over.</summary>
    public void Release(IPAddress source)
    {
        if (_perSource.AddOrUpdate(source, 0, (_, n) => n - 1) <= 0)
        {
            _perSource.TryRemove(new KeyValuePair<IPAddress, int>(source, 0));
        }
    }

    /// <summary>Runs a connection's life under a number of its own; a stop waits for it.</summary>
    public Task Run(Func<long, Task> life)
    {
        var id = Interlocked.Increment(ref _lastId);
        var task = Task.Run(() => life(id));
        _running[id] = task;
        return task.ContinueWith(
            ended =>
            {
                _running.TryRemove(id, out _);
                return ended;
            },
            TaskScheduler.Default).Unwrap();
    }

    /// <summary>Reads and writes until the connection ends; meanwhile it is found by its number.</summary>
    public async Task CarryAsync(SipConnection connection)
    {
        using (connection)
        {
            _byId[connection.Flow.Connection] = connection;
            try
            {
                await connection.RunAsync(_stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _byId.TryRemove(connection.Flow.Connection, out _);
            }
        }
    }

    /// <summary>Sends by an open connection; false when it is closed or its peer does not read.</summary>
    public bool TrySend(long connection, ReadOnlyMemory<byte> bytes, int shard, long transaction) =>
        _byId.TryGetValue(connection, out var known) && known.TrySend(bytes, shard, transaction);

    /// <summary>Ends those that are WebSockets.</summary>
    public void CloseWebSockets()
    {
        foreach (var connection in _byId.Values.Where(c => c.Flow.IsWebSocket))
        {
            connection.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _watch.ConfigureAwait(false);
        await Task.WhenAll(_running.Values).ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task WatchIdleAsync()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(5));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                var oldest = clock.Now - options.ConnectionIdle.Ticks;
                foreach (var connection in _byId.Values)
                {
                    if (connection.LastActivity < oldest)
                    {
                        connection.Close();
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The edge stops; so does the watch.
        }
    }
}
