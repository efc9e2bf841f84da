using Microsoft.Data.Sqlite;

namespace RtcCluster.Cluster.State;

/// <summary>One connection to the state file with its prepared commands. Used by one thread at a time.</summary>
internal sealed class StateConnection : IDisposable
{
    /// <summary>Another process (a backup) may hold the file for a moment; in milliseconds.</summary>
    private const int BusyTimeout = 5_000;

    private const int SchemaVersion = 1;

    /// <summary>Versions are put aside so many at a time: a statement for each thousand and not for each commit. A restart skips what is left of them.</summary>
    private const int VersionsAtOnce = 1_000;

    private const string Schema = """
        CREATE TABLE grain_state (
            grain TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, data BLOB NOT NULL,
            PRIMARY KEY (grain, name));
        CREATE TABLE reminder (
            grain TEXT NOT NULL, name TEXT NOT NULL, hash INTEGER NOT NULL, start INTEGER NOT NULL, period INTEGER NOT NULL, version INTEGER NOT NULL,
            PRIMARY KEY (grain, name));
        CREATE INDEX reminder_hash ON reminder (hash);
        CREATE TABLE last_version (value INTEGER NOT NULL);
        INSERT INTO last_version VALUES (0);
        PRAGMA user_version = 1;
        """;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);
    private long _lastVersion;
    private long _reservedThrough;

    private StateConnection(string path, SqliteOpenMode mode)
    {
        // Not the provider's pool: it resets pragmas and throws prepared commands away.
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        _connection.Open();
        Run($"PRAGMA busy_timeout = {BusyTimeout}");
    }

    /// <summary>The one connection that writes; makes the schema.</summary>
    public static StateConnection OpenWriter(string path)
    {
        var connection = new StateConnection(path, SqliteOpenMode.ReadWriteCreate);
        try
        {
            connection.Prepare();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>A connection that only reads.</summary>
    public static StateConnection OpenReader(string path)
    {
        // Not Mode=ReadOnly: a reader of a WAL file writes the shared-memory index.
        var connection = new StateConnection(path, SqliteOpenMode.ReadWrite);
        connection.Run("PRAGMA query_only = ON");
        return connection;
    }

    /// <summary>The next version: unique over the life of the file, so that an ETag of a deleted row never fits its successor.</summary>
    public long NextVersion() => ++_lastVersion;

    /// <summary>A prepared command; its parameters are named <c>$0</c>, <c>$1</c> … in the order of <paramref name="values"/>.</summary>
    public SqliteCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = _connection.CreateCommand();
            command.CommandText = sql;
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter($"${i}", null));
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        return command;
    }

    /// <summary>Opens the writer's transaction.</summary>
    public void Begin() => Command("BEGIN IMMEDIATE").ExecuteNonQuery();

    /// <summary>Puts the transaction on disk.</summary>
    public void Commit()
    {
        var reserved = _reservedThrough;
        if (_lastVersion > reserved)
        {
            reserved = _lastVersion + VersionsAtOnce;
            Command("UPDATE last_version SET value = $0", reserved).ExecuteNonQuery();
        }

        Command("COMMIT").ExecuteNonQuery();
        _reservedThrough = reserved;
    }

    /// <summary>Undoes the transaction, if there still is one: a full disk makes SQLite roll back by itself.</summary>
    public void Rollback()
    {
        try
        {
            Command("ROLLBACK").ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // "no transaction is active" is the wanted end; any worse fault shows again at the next BEGIN, which is told to its caller.
        }
    }

    /// <summary>Folds the write-ahead log into the file.</summary>
    public void Checkpoint() => Run("PRAGMA wal_checkpoint(TRUNCATE)");

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        _connection.Dispose();
    }

    private void Prepare()
    {
        Run("PRAGMA journal_mode = WAL");
        Run("PRAGMA synchronous = FULL");
        Run("PRAGMA journal_size_limit = 67108864");
        // Pages that change again and again (calls, queues) are folded in once for some thousand commits instead of some hundred; 32 MiB, as much as is read at a start.
        Run("PRAGMA wal_autocheckpoint = 8192");
        var found = Number("PRAGMA user_version");
        if (found > SchemaVersion)
        {
            throw new InvalidDataException($"The state file {_connection.DataSource} has schema {found}; this version knows up to {SchemaVersion}.");
        }

        if (found == 0)
        {
            Run($"BEGIN IMMEDIATE; {Schema} COMMIT;");
        }

        _reservedThrough = _lastVersion = Number("SELECT value FROM last_version");
    }

    private long Number(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
