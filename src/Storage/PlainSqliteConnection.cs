using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Sqlite.Storage.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace RtcCluster.Storage;

/// <summary>A connection to SQLite without the functions that EF Core gives each for decimals and regular expressions.</summary>
/// <remarks>
/// The driver tells SQLite of some thirty functions whenever a context opens its connection, and takes them back when it closes: more than a small query costs. No query of
/// ours uses one (dates are whole numbers, there is no decimal); one that did would fail with "no such function" in its first test.
/// </remarks>
// The class is EF Core's own and not promised to stay; its replacement is the one way to leave the functions out.
#pragma warning disable EF1001
internal sealed class PlainSqliteConnection(
    RelationalConnectionDependencies dependencies, IRawSqlCommandBuilder commands, IDiagnosticsLogger<DbLoggerCategory.Infrastructure> logger)
    : SqliteRelationalConnection(dependencies, commands, logger)
{
    protected override DbConnection CreateDbConnection() => new SqliteConnection(GetValidatedConnectionString());
}
#pragma warning restore EF1001
