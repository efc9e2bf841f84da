using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Backups;

/// <summary>The database as it is at one moment, while everybody goes on writing: a read transaction of SQLite's log, a repeatable read of PostgreSQL.</summary>
internal sealed class BackupSnapshot : IAsyncDisposable
{
    private readonly RtcDbContext _db;
    private readonly DbTransaction _transaction;

    private BackupSnapshot(RtcDbContext db, DbTransaction transaction)
    {
        (_db, _transaction) = (db, transaction);
        Tables = BackupTable.Of(db);
    }

    public List<BackupTable> Tables { get; }

    public static async Task<BackupSnapshot> OpenAsync(RtcDbContextFactory contexts, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        try
        {
            await db.Database.OpenConnectionAsync(ct).ConfigureAwait(false);
            var connection = db.Database.GetDbConnection();
            // SQLite, not deferred, would take the right to write, for as long as the backup lasts.
            var transaction = connection is SqliteConnection sqlite
                ? sqlite.BeginTransaction(deferred: true)
                : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct).ConfigureAwait(false);
            return new BackupSnapshot(db, transaction);
        }
        catch
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The last migration; the first question, with which the moment is fixed.</summary>
    public async Task<string> SchemaAsync(CancellationToken ct) =>
        await ScalarAsync("SELECT MAX(\"MigrationId\") FROM \"__EFMigrationsHistory\"", null, ct).ConfigureAwait(false) as string ?? throw new BackupRefusedException("The database was never migrated.");

    public async Task<long> LastReceiptAsync(string tenant, CancellationToken ct) =>
        await ScalarAsync("SELECT MAX(id) FROM retention_receipts WHERE tenant_id = @tenant", tenant, ct).ConfigureAwait(false) is long last ? last : 0;

    public async Task<bool> HasTenantAsync(string tenant, CancellationToken ct) => await ScalarAsync("SELECT id FROM tenants WHERE id = @tenant", tenant, ct).ConfigureAwait(false) is string;

    /// <summary>A tenant's rows of a table, in the order of its key.</summary>
    public async Task ReadAsync(BackupTable table, string tenant, Func<DbDataReader, Task> row, CancellationToken ct)
    {
        var command = Command(table.Select, tenant);
        await using (command.ConfigureAwait(false))
        {
            command.CommandTimeout = 0;
            var reader = await command.ExecuteReaderAsync(ct).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(ct).ConfigureAwait(false))
                {
                    await row(reader).ConfigureAwait(false);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _db.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<object?> ScalarAsync(string sql, string? tenant, CancellationToken ct)
    {
        var command = Command(sql, tenant);
        await using (command.ConfigureAwait(false))
        {
            return await command.ExecuteScalarAsync(ct).ConfigureAwait(false);
        }
    }

    private DbCommand Command(string sql, string? tenant)
    {
        var command = _db.Database.GetDbConnection().CreateCommand();
        command.Transaction = _transaction;
#pragma warning disable CA2100 // Names come from the model, values from parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        if (tenant is not null)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@tenant";
            parameter.Value = tenant;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
