using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace RtcCluster.Storage;

/// <summary>Brings the database's tables to this version; many processes may try at once, one does it and the others find it done.</summary>
public sealed class StorageMigrator
{
    // Any number that no other program takes on this database.
    private const long AdvisoryLock = 0x5274_6343_6C75_7374;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);
    private readonly RtcDbContextFactory _contexts;
    private readonly TimeProvider _time;

    internal StorageMigrator(RtcDbContextFactory contexts, TimeProvider time)
    {
        _contexts = contexts;
        _time = time;
    }

    /// <summary>Applies the migrations that are missing.</summary>
    /// <returns>Their names; empty when there was nothing to do.</returns>
    /// <exception cref="TimeoutException">Another process has been migrating for longer than two minutes.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct = default)
    {
        var db = _contexts.CreateDbContext();
        await using (db.ConfigureAwait(false))
        {
            return _contexts.Provider == DatabaseProvider.Sqlite
                ? await MigrateFileAsync(db, ct).ConfigureAwait(false)
                : await MigrateServerAsync(db, ct).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<string>> ApplyAsync(RtcDbContext db, CancellationToken ct)
    {
        var missing = (await db.Database.GetPendingMigrationsAsync(ct).ConfigureAwait(false)).ToList();
        if (missing.Count > 0)
        {
            await db.Database.MigrateAsync(ct).ConfigureAwait(false);
        }

        return missing;
    }

    private async Task<IReadOnlyList<string>> MigrateFileAsync(RtcDbContext db, CancellationToken ct)
    {
        var file = Path.GetFullPath(new SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var turn = await LockFileAsync(file + ".migrate", ct).ConfigureAwait(false);
        await using (turn.ConfigureAwait(false))
        {
            MakePrivate(file);
            // EF keeps its own lock as a row, which a killed process leaves behind for ever; ours ends with its process, so a row found now is stale.
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL; DROP TABLE IF EXISTS \"__EFMigrationsLock\";", ct).ConfigureAwait(false);
            return await ApplyAsync(db, ct).ConfigureAwait(false);
        }
    }

    // Password hashes and call records are for the service's account alone; SQLite gives its log files the mode of the main one.
    private static void MakePrivate(string file)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(file))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
            using var made = new FileStream(file, options);
        }
    }

    private async Task<FileStream> LockFileAsync(string path, CancellationToken ct)
    {
        var deadline = _time.GetTimestamp() + (long)(LongestWait.TotalSeconds * _time.TimestampFrequency);
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException held) when (held is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
            {
                if (_time.GetTimestamp() > deadline)
                {
                    throw new TimeoutException($"Another process has held {path} for {LongestWait.TotalSeconds} s.", held);
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), _time, ct).ConfigureAwait(false);
        }
    }

    private static async Task<IReadOnlyList<string>> MigrateServerAsync(RtcDbContext db, CancellationToken ct)
    {
        await CreateDatabaseAsync(db, ct).ConfigureAwait(false);
        db.Database.SetCommandTimeout(LongestWait + LongestWait);
        // One connection for all of it: an advisory lock belongs to its session.
        await db.Database.OpenConnectionAsync(ct).ConfigureAwait(false);
        try
        {
            await db.Database.ExecuteSqlAsync($"SELECT set_config('lock_timeout', '120s', false)", ct).ConfigureAwait(false);
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({AdvisoryLock})", ct).ConfigureAwait(false);
            try
            {
                return await ApplyAsync(db, ct).ConfigureAwait(false);
            }
            finally
            {
                await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({AdvisoryLock})", CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (PostgresException waited) when (waited.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new TimeoutException($"Another process has been migrating the database for {LongestWait.TotalSeconds} s.", waited);
        }
        finally
        {
            await db.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    private static async Task CreateDatabaseAsync(RtcDbContext db, CancellationToken ct)
    {
        var creator = db.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(ct).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await creator.CreateAsync(ct).ConfigureAwait(false);
        }
        catch (PostgresException raced) when (raced.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process made it between the question and the command, which is what was wanted.
        }
    }
}
