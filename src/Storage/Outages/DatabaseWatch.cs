using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RtcCluster.Storage.Outages;

/// <summary>Watches PostgreSQL from when its tables are there. A file is never away.</summary>
internal sealed class DatabaseWatch : IHostedService, IAsyncDisposable
{
    private readonly DatabaseQuestion? _question;
    private int _disposed;

    public DatabaseWatch(IOptions<DatabaseOptions> options, StorageMetrics metrics, TimeProvider time, ILogger<StoreWatch> log)
    {
        if (options.Value.Provider == DatabaseProvider.PostgreSql)
        {
            _question = new DatabaseQuestion(options.Value.ConnectionString);
            Watch = new StoreWatch(WatchedStore.Database, _question.AskAsync, time, log);
            metrics.Show(Watch);
        }
    }

    /// <summary>The watch; null when there is nothing to watch.</summary>
    public StoreWatch? Watch { get; }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        Watch?.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The history is flushed after all services have stopped, so it goes on until the container ends it: once for each of its registrations.
    public async ValueTask DisposeAsync()
    {
        if (Watch is not null && _question is not null && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            await Watch.DisposeAsync().ConfigureAwait(false);
            await _question.DisposeAsync().ConfigureAwait(false);
        }
    }
}
