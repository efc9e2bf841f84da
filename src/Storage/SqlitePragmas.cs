using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RtcCluster.Storage;

/// <summary>Gives every SQLite connection, pooled ones too, the settings that durability and waiting rest on.</summary>
/// <remarks>They belong to the native connection and stay with it while the driver's pool hands it on, so each of those is told once.</remarks>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    // synchronous=FULL: a commit that was acknowledged survives a power cut; group commit pays for it.
    // wal_autocheckpoint, in pages of 4 KiB: pages of indexes change with each call, and are folded into the file once for many of them.
    // busy_timeout: another process (backup, migrate) may hold the file for a moment.
    private const string Settings = "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8192;";

    private static readonly object Told = new();
    private readonly ConditionalWeakTable<object, object> _told = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (Knows(connection))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
        Remember(connection);
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (Knows(connection))
        {
            return;
        }

        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Settings;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        Remember(connection);
    }

    private bool Knows(DbConnection connection) => connection is SqliteConnection { Handle: { } handle } && _told.TryGetValue(handle, out _);

    private void Remember(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            _told.AddOrUpdate(handle, Told);
        }
    }
}
