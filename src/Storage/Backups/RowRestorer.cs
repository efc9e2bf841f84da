using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using RtcCluster.Storage.Departures;
using RtcCluster.Storage.Fax;
using RtcCluster.Storage.Retention;
using RtcCluster.Storage.Rights;
using RtcCluster.Storage.Subscriptions;
using RtcCluster.Storage.Voicemail;

namespace RtcCluster.Storage.Backups;

/// <summary>Puts a backup's rows into the database, in one transaction: all of them or none.</summary>
internal sealed class RowRestorer(RtcDbContext db, EntryReader reader, string tenant, DateTimeOffset now)
{
    private const string NotKnown = "Brought back from a backup: whether it was sent is not known";
    private readonly Dictionary<string, long> _offsets = new(StringComparer.Ordinal);

    /// <summary>Whether any table has a row of the tenant.</summary>
    public static async Task<bool> IsThereAsync(RtcDbContext db, string tenant, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct).ConfigureAwait(false);
        foreach (var table in BackupTable.Of(db))
        {
            if (await ScalarAsync(db, $"SELECT 1 FROM {BackupTable.Quoted(table.Name)} WHERE {table.Filter} LIMIT 1", ("@tenant", tenant), ct).ConfigureAwait(false) is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The tables as they are here, of which a backup's must be a part.</summary>
    /// <exception cref="BackupRefusedException">It has a table or a column that is not here.</exception>
    public static BackupTable Match(List<BackupTable> tables, IndexLine line, EntryReader reader)
    {
        var table = tables.Find(each => each.Name == line.Table) ?? throw reader.Refused("has a table that this version does not know");
        return (line.Columns ?? []).All(column => column.Length > 1 && Array.IndexOf(table.Columns, column[1..]) is >= 0 and var at && table.Kinds[at] == column[0])
            ? table with { Columns = [.. line.Columns!.Select(column => column[1..])], Kinds = string.Concat(line.Columns!.Select(column => column[0])) }
            : throw reader.Refused($"has columns of {table.Name} that this version does not know");
    }

    /// <summary>Inserts the rows, and erases what was erased since the backup was made.</summary>
    /// <param name="erased">Receipts of since then.</param>
    /// <param name="shredded">Folders whose key is gone.</param>
    /// <param name="ct">Ends it; nothing was done then.</param>
    /// <returns>Rows.</returns>
    public async Task<long> RestoreAsync(List<RetentionReceipt> erased, HashSet<string> shredded, CancellationToken ct)
    {
        try
        {
            return await db.InTransactionAsync(
                async () =>
                {
                    var rows = await InsertAsync(ct).ConfigureAwait(false);
                    await EraseAsync(erased, shredded, ct).ConfigureAwait(false);
                    await GiveUpFaxesAsync(ct).ConfigureAwait(false);
                    await GiveUpExportsAsync(ct).ConfigureAwait(false);
                    return rows;
                },
                ct).ConfigureAwait(false);
        }
        catch (DbException e) when (e is SqliteException { SqliteErrorCode: 19 } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.NotNullViolation })
        {
            throw new BackupRefusedException($"Rows of {tenant} do not fit here: a name, an address or a realm of it is another tenant's ({e.Message}).", e);
        }
    }

    // A backup may be of a moment before a fax went out: nobody is called again because of it, and its owner sends it again who knows better.
    private Task<int> GiveUpFaxesAsync(CancellationToken ct) => db.FaxMessages.Where(f => f.TenantId == tenant && (f.State == FaxState.Waiting || f.State == FaxState.Sending)).ExecuteUpdateAsync(
        set => set.SetProperty(f => f.State, FaxState.Failed).SetProperty(f => f.Due, (DateTimeOffset?)null).SetProperty(f => f.Result, NotKnown), ct);

    // Bytes of bundles are in no backup: whoever wants one asks again.
    private Task<int> GiveUpExportsAsync(CancellationToken ct) => db.DataExports.Where(e => e.TenantId == tenant && e.State != DataExportState.Gone).ExecuteUpdateAsync(
        set => set.SetProperty(e => e.State, DataExportState.Gone).SetProperty(e => e.Key, "").SetProperty(e => e.LeaseUntil, (DateTimeOffset?)null), ct);

    private async Task<long> InsertAsync(CancellationToken ct)
    {
        var tables = BackupTable.Of(db);
        var numbered = new List<BackupTable>();
        BackupTable? table = null;
        DbCommand? insert = null;
        long rows = 0;
        try
        {
            await foreach (var line in reader.LinesAsync(ct).ConfigureAwait(false))
            {
                if (line.Blob is not null)
                {
                    break;
                }

                if (line.Table is not null)
                {
                    table = Match(tables, line, reader);
                    if (insert is not null)
                    {
                        await insert.DisposeAsync().ConfigureAwait(false);
                    }

                    insert = Insert(table);
                    if (table.Numbered is { } column)
                    {
                        numbered.Add(table);
                        // Beside another tenant's rows numbers begin after theirs.
                        _offsets[table.Name] = Convert.ToInt64(
                            await ScalarAsync(db, $"SELECT COALESCE(MAX({BackupTable.Quoted(column)}), 0) FROM {BackupTable.Quoted(table.Name)}", null, ct).ConfigureAwait(false), System.Globalization.CultureInfo.InvariantCulture);
                    }
                }

                foreach (var chunk in line.Chunks ?? [])
                {
                    foreach (var row in EntryReader.Lines(await reader.ChunkAsync(chunk, null, ct).ConfigureAwait(false)))
                    {
                        await InsertAsync(table!, insert!, RowCodec.TryRead(row, table!.Kinds) ?? throw reader.Refused("has a row that cannot be read"), ct).ConfigureAwait(false);
                        rows++;
                    }
                }
            }
        }
        finally
        {
            if (insert is not null)
            {
                await insert.DisposeAsync().ConfigureAwait(false);
            }
        }

        foreach (var each in numbered.Where(_ => db.Database.IsNpgsql()))
        {
            await ScalarAsync(
                db,
                $"SELECT setval(pg_get_serial_sequence('{BackupTable.Quoted(each.Name)}', '{each.Numbered}'), MAX({BackupTable.Quoted(each.Numbered!)})) FROM {BackupTable.Quoted(each.Name)} HAVING MAX({BackupTable.Quoted(each.Numbered!)}) IS NOT NULL",
                null,
                ct).ConfigureAwait(false);
        }

        return rows;
    }

    private async Task InsertAsync(BackupTable table, DbCommand insert, object?[] values, CancellationToken ct)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var offset = table.Columns[i] == table.Numbered ? _offsets[table.Name]
                : (table.Name, table.Columns[i]) == ("audit_chain", "row_id") ? _offsets["audit"]
                : 0;
            insert.Parameters[i].Value = offset == 0 ? values[i] ?? DBNull.Value
                : values[i] is int small ? (int)(small + offset)
                : values[i] is long number ? number + offset
                : DBNull.Value;
        }

        await insert.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
    }

    private async Task EraseAsync(List<RetentionReceipt> erased, HashSet<string> shredded, CancellationToken ct)
    {
        foreach (var receipt in erased)
        {
            var id = receipt.ObjectId;
            switch (receipt.Kind)
            {
                case RetentionKind.CallLog:
                    // What is erased is owed all the same.
                    await Billing.MeterAsync(db, tenant, id, ct).ConfigureAwait(false);
                    await CallEraser.DeleteAsync(db, id, ct).ConfigureAwait(false);
                    break;
                case RetentionKind.Recordings:
                    await db.Recordings.Where(r => r.Id == id && r.ErasedAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.ErasedAt, receipt.At), ct).ConfigureAwait(false);
                    break;
                case RetentionKind.Voicemail:
                    await EmptyAsync(db.VoicemailMessages.Where(m => m.Id == id), receipt.At, ct).ConfigureAwait(false);
                    break;
                case RetentionKind.Fax:
                    await db.FaxMessages.Where(f => f.TenantId == tenant && f.Id == id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                    break;
                case RetentionKind.Chat:
                    await db.ChatMessages.Where(m => m.TenantId == tenant && m.Id == id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
                    break;
                case RetentionKind.User:
                    await DepartureErasure.AgainAsync(db, receipt, ct).ConfigureAwait(false);
                    break;
                default:
                    // A kind of a later version: its bytes have lost their keys, and its rows are found by that.
                    break;
            }

            db.Add(receipt with { Id = 0 });
        }

        foreach (var prefix in shredded.Select(folder => folder + "/"))
        {
            await db.Recordings.Where(r => r.TenantId == tenant && r.BlobPrefix == prefix && r.ErasedAt == null).ExecuteUpdateAsync(set => set.SetProperty(r => r.ErasedAt, now), ct).ConfigureAwait(false);
            await EmptyAsync(db.VoicemailMessages.Where(m => m.TenantId == tenant && m.BlobPrefix == prefix), now, ct).ConfigureAwait(false);
            await db.FaxMessages.Where(f => f.TenantId == tenant && f.BlobPrefix == prefix && f.DeletedAt == null).ExecuteUpdateAsync(
                set => set.SetProperty(f => f.DeletedAt, now).SetProperty(f => f.Number, "").SetProperty(f => f.Name, "").SetProperty(f => f.Station, "").SetProperty(f => f.Pending, false).SetProperty(f => f.Due, (DateTimeOffset?)null),
                ct).ConfigureAwait(false);
        }

        await db.SaveChangesAsync(ct).ConfigureAwait(false);
    }

    private static Task<int> EmptyAsync(IQueryable<VoicemailMessage> messages, DateTimeOffset at, CancellationToken ct) => messages.Where(m => m.DeletedAt == null).ExecuteUpdateAsync(
        set => set.SetProperty(m => m.DeletedAt, at).SetProperty(m => m.FromNumber, "").SetProperty(m => m.FromName, "")
            .SetProperty(m => m.Pending, false).SetProperty(m => m.Mail, VoicemailMail.None).SetProperty(m => m.MailDue, (DateTimeOffset?)null),
        ct);

    private DbCommand Insert(BackupTable table)
    {
        var command = Command(
            db, $"INSERT INTO {BackupTable.Quoted(table.Name)} ({string.Join(", ", table.Columns.Select(BackupTable.Quoted))}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => FormattableString.Invariant($"@p{i}")))})");
        for (var i = 0; i < table.Columns.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = FormattableString.Invariant($"@p{i}");
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static DbCommand Command(RtcDbContext db, string sql)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
#pragma warning disable CA2100 // Names come from the model, values from parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    private static async Task<object?> ScalarAsync(RtcDbContext db, string sql, (string Name, string Value)? value, CancellationToken ct)
    {
        var command = Command(db, sql);
        await using (command.ConfigureAwait(false))
        {
            if (value is { } given)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = (given.Name, given.Value);
                command.Parameters.Add(parameter);
            }

            return await command.ExecuteScalarAsync(ct).ConfigureAwait(false);
        }
    }
}
