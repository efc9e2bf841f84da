using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace RtcCluster.Storage.Backups;

/// <summary>One backup or restore of a tenant at a time, in the whole cluster; ends with the process that has it, however that dies.</summary>
internal sealed class BackupTurn : IAsyncDisposable
{
    private readonly IAsyncDisposable _held;

    private BackupTurn(IAsyncDisposable held) => _held = held;

    /// <summary>Takes the turn; null when somebody has it.</summary>
    public static async Task<BackupTurn?> TryTakeAsync(RtcDbContextFactory contexts, string tenant, CancellationToken ct)
    {
        var db = contexts.CreateDbContext();
        if (contexts.Provider == DatabaseProvider.Sqlite)
        {
            await using (db.ConfigureAwait(false))
            {
                var file = Path.GetFullPath(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);
                try
                {
                    return new BackupTurn(new FileStream($"{file}.backup-{tenant}", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
                }
                catch (IOException held) when (held is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
                {
                    return null;
                }
            }
        }

        try
        {
            // An advisory lock belongs to its session, which the context keeps open.
            await db.Database.OpenConnectionAsync(ct).ConfigureAwait(false);
            var number = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes("rtc backup " + tenant)));
            if ((await db.Database.SqlQuery<bool>($"SELECT pg_try_advisory_lock({number}) AS \"Value\"").ToListAsync(ct).ConfigureAwait(false)).Single())
            {
                return new BackupTurn(new Session(db, number));
            }
        }
        catch
        {
            await db.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await db.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    public ValueTask DisposeAsync() => _held.DisposeAsync();

    private sealed class Session(RtcDbContext db, long number) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await using (db.ConfigureAwait(false))
            {
                // The connection goes back into a pool, where it would keep the lock.
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({number})").ConfigureAwait(false);
            }
        }
    }
}
