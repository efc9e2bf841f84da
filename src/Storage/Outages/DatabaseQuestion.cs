using Npgsql;

namespace RtcCluster.Storage.Outages;

/// <summary>Asks PostgreSQL for nothing at all, on a connection of its own that it keeps: those of the pool may be waiting for the answer too.</summary>
internal sealed class DatabaseQuestion(string connectionString) : IAsyncDisposable
{
    private readonly string _connectionString = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Multiplexing = false, Timeout = 1, CommandTimeout = 1, CancellationTimeout = -1, KeepAlive = 0 }.ToString();
    private NpgsqlConnection? _connection;

    /// <summary>Asks.</summary>
    public async Task AskAsync(CancellationToken ct)
    {
        try
        {
            if (_connection is null)
            {
                _connection = new NpgsqlConnection(_connectionString);
                await _connection.OpenAsync(ct).ConfigureAwait(false);
            }

            var command = new NpgsqlCommand("SELECT 1", _connection);
            await using (command.ConfigureAwait(false))
            {
                await command.ExecuteScalarAsync(ct).ConfigureAwait(false);
            }
        }
        catch (PostgresException answered) when (Serves(answered))
        {
            // It refuses us, and so it is there: what is wrong is said to whoever needs it.
            await DisposeAsync().ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Class 57P: it stops, has crashed, or is about to begin. https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static bool Serves(PostgresException e) => !e.SqlState.StartsWith("57P", StringComparison.Ordinal);
}
