using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace RtcCluster.Storage;

/// <summary>Reads what an engine's error means, so that the code above speaks of no engine.</summary>
internal static class DatabaseFault
{
    // https://www.sqlite.org/rescode.html
    private const int SqliteError = 1;
    private const int SqliteTooBig = 18;
    private const int SqliteConstraint = 19;
    private const int SqliteMismatch = 20;
    private const int SqliteRange = 25;
    private const int SqliteConstraintForeignKey = 787;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    /// <summary>A unique key is taken: somebody else was faster.</summary>
    public static bool IsTaken(Exception fault) => Cause(fault) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode is SqliteConstraintPrimaryKey or SqliteConstraintUnique,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.UniqueViolation,
        _ => false,
    };

    /// <summary>A row points at one that is not there, or is pointed at.</summary>
    public static bool IsUnresolved(Exception fault) => Cause(fault) switch
    {
        SqliteException sqlite => sqlite.SqliteExtendedErrorCode == SqliteConstraintForeignKey,
        PostgresException postgres => postgres.SqlState == PostgresErrorCodes.ForeignKeyViolation,
        _ => false,
    };

    /// <summary>
    /// True when the same statement would fail again for the values it carries. A lost connection, a locked or full disk, a server that
    /// starts or stops, a table that a migration is yet to make is not permanent.
    /// </summary>
    public static bool IsPermanent(Exception fault) => Cause(fault) switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is SqliteError or SqliteTooBig or SqliteConstraint or SqliteMismatch or SqliteRange,
        // Classes 22 data, 23 integrity, 54 program limits: https://www.postgresql.org/docs/current/errcodes-appendix.html
        PostgresException postgres => postgres.SqlState is ['2', '2' or '3', ..] or ['5', '4', ..],
        DbException or IOException or TimeoutException or OperationCanceledException => false,
        _ => true,
    };

    private static Exception Cause(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException)
        {
            if (cause is DbException or IOException or TimeoutException or OperationCanceledException)
            {
                return cause;
            }
        }

        return fault;
    }
}
