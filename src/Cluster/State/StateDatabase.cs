using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace RtcCluster.Cluster.State;

/// <summary>One SQLite file with the grains' state and reminders of a Standalone: one writer, group commit, readers beside it.</summary>
/// <remarks>
/// Microsoft.Data.Sqlite is synchronous, and several writers of one file spin on SQLITE_BUSY in pool threads (p99 of seconds, thread pool starved).
/// So exactly one thread writes: it takes everything that is queued into one transaction and answers all callers after the one fsync.
/// WAL with synchronous=FULL: what was acknowledged survives the process and the power.
/// </remarks>
public sealed class StateDatabase : IAsyncDisposable, IDisposable
{
    /// <summary>Most operations in one transaction; bounds how long the first caller waits for the last one's work.</summary>
    private const int BatchLimit = 512;

    /// <summary>Most operations that wait for the writer; a caller beyond it waits for a place.</summary>
    private const int QueueLimit = 8192;

    private readonly FileStream _lock;
    private readonly StateConnection _connection;
    private readonly StateReaders _readers;
    private readonly Channel<StateOperation> _queue;
    private readonly ManualResetEventSlim _arrived = new(initialState: false, spinCount: 0);
    private readonly Action _wake;
    private readonly Task _writer;
    private int _disposed;

    private StateDatabase(string path, FileStream fileLock, StateConnection connection)
    {
        Path = path;
        _lock = fileLock;
        _connection = connection;
        _readers = new StateReaders(path);
        _wake = _arrived.Set;
        // Synchronous continuations: who queues a write wakes the writer itself, without a thread of the pool between them.
        _queue = Channel.CreateBounded<StateOperation>(new BoundedChannelOptions(QueueLimit) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait, AllowSynchronousContinuations = true });
        _writer = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Opens or creates the file, its schema and its writer.</summary>
    /// <param name="path">The file; its directory is made when missing.</param>
    /// <returns>The open database; dispose it after the last grain has stopped.</returns>
    /// <exception cref="IOException">Another process has the file open: two processes on one state would lose each other's calls.</exception>
    /// <exception cref="SqliteException">The file is damaged or not ours.</exception>
    public static StateDatabase Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        FileStream fileLock;
        try
        {
            fileLock = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException($"The state file {path} is in use by another process.", e);
        }

        try
        {
            return new StateDatabase(path, fileLock, StateConnection.OpenWriter(path));
        }
        catch
        {
            fileLock.Dispose();
            throw;
        }
    }

    /// <summary>Runs a read on a pooled connection; it sees everything that was acknowledged before.</summary>
    internal T Read<T>(Func<StateConnection, T> read)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        return _readers.Use(read);
    }

    /// <summary>Queues a write; the task ends when it is on disk.</summary>
    internal async Task<T> Write<T>(Func<StateConnection, T> write)
    {
        var operation = new StateOperation<T>(write);
        try
        {
            await _queue.Writer.WriteAsync(operation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(StateDatabase), $"The state file {Path} is closed.");
        }

        return await operation.Result.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Commits what is queued, folds the write-ahead log into the file and closes it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _queue.Writer.Complete();
        await _writer.ConfigureAwait(false);
        _arrived.Dispose();
        _readers.Dispose();
        _connection.Dispose();
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private void Write()
    {
        var batch = new List<StateOperation>(BatchLimit);
        while (WaitToRead())
        {
            while (batch.Count < BatchLimit && _queue.Reader.TryRead(out var operation))
            {
                batch.Add(operation);
            }

            if (!TryCommit(batch))
            {
                // One of them cannot be written (too large, disk full): each gets its own transaction, so that it fails alone.
                foreach (var operation in batch)
                {
                    CommitAlone(operation);
                }
            }

            batch.Clear();
        }

        _connection.Checkpoint();
    }

    // Waiting on a task spins before it sleeps, which costs more processor time than the commits do.
    private bool WaitToRead()
    {
        var ready = _queue.Reader.WaitToReadAsync();
        if (!ready.IsCompleted)
        {
            _arrived.Reset();
            var task = ready.AsTask();
            task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_wake);
            _arrived.Wait();
            return task.GetAwaiter().GetResult();
        }

        return ready.GetAwaiter().GetResult();
    }

    private bool TryCommit(List<StateOperation> batch)
    {
        try
        {
            _connection.Begin();
            foreach (var operation in batch)
            {
                operation.Execute(_connection);
            }

            _connection.Commit();
        }
        catch (Exception) when (batch.Count > 1)
        {
            _connection.Rollback();
            return false;
        }
        catch (Exception e)
        {
            // Thrown again in the caller, who awaits it. The writer must outlive any fault of one operation: without it every later write hangs.
            _connection.Rollback();
            batch[0].Fail(e);
            return true;
        }

        ClusterTelemetry.StateCommits.Add(1);
        ClusterTelemetry.StateWrites.Add(batch.Count);
        foreach (var operation in batch)
        {
            operation.Complete();
        }

        return true;
    }

    private void CommitAlone(StateOperation operation) => TryCommit([operation]);
}
