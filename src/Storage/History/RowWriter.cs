using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RtcCluster.Storage.History;

/// <summary>Writes rows whose fate is decided, without tracking them: tracking cost several times what the statements do.</summary>
/// <remarks>PostgreSQL gets all of them in one round trip; SQLite, which has none, one statement for each table, prepared once.</remarks>
internal sealed class RowWriter(RtcDbContext db)
{
    private static readonly ConcurrentDictionary<IEntityType, RowTable> Tables = new();

    private readonly List<Row> _rows = [];

    /// <summary>Notes a row that is not stored yet.</summary>
    /// <param name="row">The row.</param>
    /// <param name="shadow">The value of the column that its type has no property for.</param>
    public void Insert<T>(T row, object? shadow = null)
        where T : class => Put(row, shadow, isUpdate: false);

    /// <summary>Notes a row that replaces the one with its key, or adds it.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isStored">Whether there is one.</param>
    /// <param name="shadow">The value of the column that its type has no property for.</param>
    public void Put<T>(T row, bool isStored, object? shadow = null)
        where T : class => Put(row, shadow, isStored);

    /// <summary>Writes what was noted, in its order, in the transaction of the context.</summary>
    public async Task WriteAsync(CancellationToken ct)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        var connection = db.Database.GetDbConnection();
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await (connection.CanCreateBatch ? TogetherAsync(connection, transaction, ct) : OneByOneAsync(connection, transaction, ct)).ConfigureAwait(false);
        _rows.Clear();
    }

    private async Task TogetherAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        var maker = connection.CreateCommand();
        await using (maker.ConfigureAwait(false))
        {
            var batch = connection.CreateBatch();
            await using (batch.ConfigureAwait(false))
            {
                batch.Transaction = transaction;
                foreach (var (table, row, shadow, isUpdate) in _rows)
                {
                    var command = batch.CreateBatchCommand();
                    command.CommandText = isUpdate ? table.Update : table.Insert;
                    table.Bind(maker, command.Parameters, row, shadow, isUpdate);
                    batch.BatchCommands.Add(command);
                }

                await batch.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
        }
    }

    private async Task OneByOneAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct)
    {
        var commands = new Dictionary<string, DbCommand>();
        try
        {
            foreach (var (table, row, shadow, isUpdate) in _rows)
            {
                var sql = isUpdate ? table.Update : table.Insert;
                if (!commands.TryGetValue(sql, out var command))
                {
                    commands.Add(sql, command = connection.CreateCommand());
                    command.CommandText = sql;
                    command.Transaction = transaction;
                    table.Bind(command, command.Parameters, row, shadow, isUpdate);
                }
                else
                {
                    table.BindAgain(command.Parameters, row, shadow, isUpdate);
                }

                await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (var command in commands.Values)
            {
                await command.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private void Put<T>(T row, object? shadow, bool isUpdate)
        where T : class =>
        _rows.Add(new Row(Tables.GetOrAdd(db.Model.FindEntityType(typeof(T))!, static type => new RowTable(type)), row, shadow, isUpdate));

    private readonly record struct Row(RowTable Table, object Content, object? Shadow, bool IsUpdate);
}
