using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace RtcCluster.Storage;

/// <summary>Gives every SQLite connection, pooled ones too, the settings that durability and waiting rest on.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    // synchronous=FULL: a commit that was acknowledged survives a power cut; group commit pays for it.
    // busy_timeout: another process (backup, migrate) may hold the file for a moment.
    private const string Settings = "PRAGMA busy_timeout=5000; PRAGMA foreign_keys=ON; PRAGMA synchronous=FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Settings;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        var command = connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = Settings;
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
