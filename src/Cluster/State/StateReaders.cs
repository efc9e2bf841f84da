using System.Collections.Concurrent;

namespace RtcCluster.Cluster.State;

/// <summary>The connections that read while the one writer writes (WAL); as many as there were readers at once.</summary>
internal sealed class StateReaders(string path) : IDisposable
{
    private readonly ConcurrentBag<StateConnection> _idle = [];
    private volatile bool _closed;

    public T Use<T>(Func<StateConnection, T> read)
    {
        if (!_idle.TryTake(out var connection))
        {
            connection = StateConnection.OpenReader(path);
        }

        try
        {
            return read(connection);
        }
        finally
        {
            _idle.Add(connection);
            if (_closed)
            {
                Dispose();
            }
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }
}
